"""Every indicator is whole: meaning beside calculation, in both languages, on every axis."""

from collections import Counter
from pathlib import Path

import pytest

from beffroi.observatory import indicators
from beffroi.observatory.engine.declaration import load_all

FOLDER = Path(indicators.__file__).parent
ALL = load_all(FOLDER)
AXES = ("housing", "commerce", "mobility", "urban_form", "facilities", "cross_cutting")


def test_at_least_thirty_indicators_and_three_on_each_axis():
    on_axis = Counter(indicator.axis for indicator in ALL.values())
    assert sum(on_axis.values()) >= 30
    assert {axis: on_axis[axis] for axis in AXES if on_axis[axis] < 3} == {}
    assert set(on_axis) == set(AXES)


def test_meaning_and_calculation_stand_side_by_side():
    meanings = {p.with_suffix("") for p in FOLDER.rglob("*.yml")}
    calculations = {p.with_suffix("") for p in FOLDER.rglob("*.sql")}
    assert meanings == calculations


def bilingual_texts(value, where=""):
    if isinstance(value, dict):
        if set(value) == {"fr", "en"}:
            yield where, value
        else:
            for key, inner in value.items():
                yield from bilingual_texts(inner, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for rank, inner in enumerate(value):
            yield from bilingual_texts(inner, f"{where}[{rank}]")


@pytest.mark.parametrize("slug", sorted(ALL))
def test_every_text_is_written_in_french_and_in_english(slug):
    indicator = ALL[slug]
    texts = [found for field in indicator.__slots__ for found in bilingual_texts(getattr(indicator, field), field)]
    assert len(texts) >= 8
    assert [where for where, text in texts if not text["fr"] or not text["en"]] == []
