"""A town is found however its name is typed, and a wrong question is answered with the right ones."""

import pytest

from beffroi.territory.finding import (
    BadFilter,
    UnknownTerritory,
    department_choices,
    filtered,
    find,
    near_names,
    phase_choices,
    region_choices,
    search,
    territory,
)
from beffroi.territory.names import folded


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("saint lo", "Saint-Lô"),
        ("ST LÔ", "Saint-Lô"),
        ("STE", "Saintes"),
        ("chalons", "Châlons-en-Champagne"),
        ("mantes", "Limay – Mantes-la-Jolie"),
        ("bourg de peage", "Romans-sur-Isère – Bourg-de-Péage"),
        ("evry", "Évry-Courcouronnes"),
        ("2a004", "Ajaccio"),
        ("acv-012", "Arles"),
        ("Villeneuve s/ Lot", "Villeneuve-sur-Lot"),
        ("  ", None),
    ],
)
def test_the_search_forgives_accents_hyphens_capitals_and_short_forms(typed: str, name: str | None):
    found = search(typed)

    assert (found[0].name if found else None) == name


def test_ligatures_and_apostrophes_are_forgiven():
    assert folded("Cœur d’Essonne") == folded("coeur d'essonne") == "coeur d essonne"


def test_names_that_begin_as_typed_come_first():
    assert [place.name for place in search("roche")] == ["Rochefort", "La Roche-sur-Yon"]


def test_near_names_help_who_mistyped():
    assert near_names("abbevile")[0].name == "Abbeville"
    assert near_names("Chateaurou", limit=1)[0].name == "Châteauroux"
    assert near_names("acv-999")
    assert near_names("@@@") == ()


def test_a_territory_is_found_by_its_code():
    assert territory(" ACV-012 ").name == "Arles"
    with pytest.raises(UnknownTerritory, match="No single territory is « acv-999 »"):
        territory("acv-999")


def test_a_name_shared_by_several_is_refused_with_their_codes():
    with pytest.raises(UnknownTerritory, match="acv-173 Saint-André"):
        find("saint")


def test_an_exact_name_wins_over_a_longer_one():
    assert [place.name for place in search("saint-lo")] == ["Saint-Lô", "Saint-Louis"]
    assert find("saint-lo").name == "Saint-Lô"


def test_what_looks_like_nothing_is_answered_with_the_shape_of_a_code():
    with pytest.raises(UnknownTerritory, match="A code is like acv-001"):
        find("@@@")


def test_filters_combine():
    found = filtered(region="occitanie", department="Tarn", pair=True, phase="Déploiement")

    assert [place.name for place in found] == ["Castres – Mazamet"]
    assert len(filtered(pair=True)) == 13
    assert len(filtered()) == 233
    assert [place.department for place in filtered(department="2a")] == ["2A"]


@pytest.mark.parametrize(
    ("filters", "right"),
    [
        ({"region": "Occitannie"}, "76 Occitanie"),
        ({"department": "Paris"}, "2A Corse-du-Sud"),
        ({"phase": "3"}, "deployment Déploiement"),
    ],
)
def test_a_filter_that_no_territory_meets_is_refused_with_the_right_values(filters: dict[str, str], right: str):
    with pytest.raises(BadFilter, match=right):
        filtered(**filters)


def test_choices_are_those_that_hold_a_territory():
    assert next(iter(region_choices().values())) == "Auvergne-Rhône-Alpes"
    assert len(region_choices()) == 18
    assert "75" not in department_choices()
    assert list(phase_choices()) == ["preparation", "initialisation", "deployment", "closed"]


def test_words_run_together_still_find_the_town():
    assert [territory.name for territory in search("MONTDEMARSAN")] == ["Mont-de-Marsan"]
