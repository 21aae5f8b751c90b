"""Codes of any year reach the reference geography, and no figure is lost or counted twice on the way."""

import csv
import gzip
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.territory.vintages import (
    ARRONDISSEMENTS,
    BrokenPassages,
    CommuneMove,
    Passage,
    passages_of_moves,
    reference_codes,
)

DAY_2016, DAY_2019, DAY_2024 = date(2016, 1, 1), date(2019, 1, 1), date(2024, 1, 1)
CODES = [f"{number:05}" for number in range(1, 13)]


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Passage], set[str]]:
    """A country that merges its communes from year to year: the rows, and the codes that remain."""
    alive, passages = set(CODES), []
    for year in range(2013, 2020):
        gone = draw(st.sets(st.sampled_from(sorted(alive)), max_size=max(0, len(alive) - 2)))
        remaining = sorted(alive - gone)
        for code in sorted(gone):
            first, second = draw(st.sampled_from(remaining)), draw(st.sampled_from(remaining))
            if first == second:
                passages.append(Passage(code, first, date(year, 1, 1)))
            else:
                ratio = draw(st.floats(0.1, 0.9))
                passages += [
                    Passage(code, first, date(year, 1, 1), ratio),
                    Passage(code, second, date(year, 1, 1), 1 - ratio),
                ]
        alive = set(remaining)
    return passages, alive


@given(histories())
def test_no_part_of_a_commune_is_lost_or_counted_twice(history):
    passages, reference = history

    codes = reference_codes(passages, reference=reference)

    assert set(codes) == set(CODES)
    for successors in codes.values():
        assert sum(share for _, share in successors) == pytest.approx(1)
        assert {code for code, _ in successors} <= reference


@given(histories())
def test_a_commune_of_the_reference_stays_itself(history):
    passages, reference = history

    codes = reference_codes(passages, reference=reference)

    assert all(codes[code] == [(code, 1.0)] for code in reference)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(history, chance: random.Random):
    passages, reference = history
    shuffled = chance.sample(passages, len(passages))

    codes, again = (reference_codes(rows, reference=reference) for rows in (passages, shuffled))

    assert codes.keys() == again.keys()
    for code, successors in codes.items():
        assert dict(again[code]) == pytest.approx(dict(successors))


def test_a_chain_of_mergers_reaches_the_last_commune():
    passages = [Passage("01091", "01033", DAY_2016), Passage("01033", "01004", DAY_2019)]

    codes = reference_codes(passages, reference={"01004"})

    assert codes["01091"] == [("01004", 1.0)]


def test_a_split_commune_keeps_its_code():
    passages = [Passage("76108", "76095", DAY_2016, 0.39), Passage("76108", "76108", DAY_2016, 0.61)]

    codes = reference_codes(passages, reference={"76095", "76108"})

    assert codes == {"76095": [("76095", 1.0)], "76108": [("76108", 1.0)]}


def test_a_commune_shared_between_several_is_shared_by_the_ratios():
    passages = [Passage("50649", "50115", DAY_2016, 0.25), Passage("50649", "50410", DAY_2016, 0.75)]

    codes = reference_codes(passages, reference={"50115", "50410"})

    assert codes["50649"] == [("50115", 0.25), ("50410", 0.75)]


def test_a_commune_merged_then_restored_is_itself_again():
    passages = [
        Passage("85165", "85084", DAY_2016),
        Passage("85030", "85084", DAY_2016),
        Passage("85084", "85165", DAY_2024, 0.5),
        Passage("85084", "85084", DAY_2024, 0.5),
    ]

    codes = reference_codes(passages, reference={"85084", "85165"})

    assert codes["85165"] == [("85165", 1.0)]
    assert codes["85030"] == [("85084", 1.0)]


def test_arrondissements_become_their_commune():
    codes = reference_codes([], reference={"75056", "69123", "13055"})

    assert len(ARRONDISSEMENTS) == 45
    assert codes["75120"] == [("75056", 1.0)]
    assert codes["69389"] == [("69123", 1.0)]
    assert codes["13216"] == [("13055", 1.0)]


def test_a_commune_that_leads_nowhere_is_refused():
    with pytest.raises(BrokenPassages, match="02222 is not in the reference geography"):
        reference_codes([Passage("01111", "02222", DAY_2016)], reference={"03333"})


def test_shares_that_do_not_sum_to_one_are_refused():
    with pytest.raises(BrokenPassages, match="must sum to 1"):
        reference_codes([Passage("01111", "02222", DAY_2016, 0.7)], reference={"02222"})


def test_movements_of_full_communes_after_the_table_become_passages():
    moves = [
        CommuneMove(DAY_2024, "COM", "01111", "COM", "02222"),
        CommuneMove(DAY_2024, "COM", "01111", "COMD", "01111"),
        CommuneMove(DAY_2024, "COM", "02222", "COM", "02222"),
        CommuneMove(DAY_2016, "COM", "09999", "COM", "02222"),
        CommuneMove(DAY_2024, "COM", "03333", "COM", "03333"),
        CommuneMove(DAY_2024, "COM", "03333", "COM", "04444"),
    ]

    passages = passages_of_moves(moves, after=DAY_2019)

    assert passages == [
        Passage("01111", "02222", DAY_2024, 1.0),
        Passage("03333", "03333", DAY_2024, 0.5),
        Passage("03333", "04444", DAY_2024, 0.5),
    ]


@pytest.mark.shared
def test_every_commune_since_2012_reaches_the_reference(shared: Path):
    with gzip.open(shared / "territory/communes_reference.csv.gz", "rt", encoding="utf-8") as stream:
        reference = {row["insee_com"] for row in csv.DictReader(stream)}
    with (shared / "territory/communes_passage_2012_2024.csv").open(encoding="utf-8") as stream:
        passages = [
            Passage(row["code_de"], row["code_a"], _day(row["annee"]), float(row["ratio"]))
            for row in csv.DictReader(stream)
        ]
    with gzip.open(shared / "sources/cog/v_mvt_commune_2026.csv.gz", "rt", encoding="utf-8") as stream:
        moves = [
            CommuneMove(_day(r["DATE_EFF"]), r["TYPECOM_AV"], r["COM_AV"], r["TYPECOM_AP"], r["COM_AP"])
            for r in csv.DictReader(stream)
        ]

    passages += passages_of_moves(moves, after=max(passage.date for passage in passages))
    codes = reference_codes(passages, reference=reference)

    assert len(reference) == 34_969
    assert codes["91182"] == [("91228", 1.0)], "Courcouronnes joined Évry in 2019"
    assert codes["27058"] == [("27676", 1.0)], "the seat moved away in 2021 and came back in 2023"


def _day(text: str) -> date:
    """The table mixes 2019-01-01 and 31/12/2019."""
    if "/" in text:
        day, month, year = text.split("/")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text)
