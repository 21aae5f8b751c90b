"""Rows of any year speak of the communes of the reference year, and of nothing more than is known of them."""

import pytest
import yaml

from beffroi.observatory.intake.build import build_table
from beffroi.observatory.intake.geography import CodesRefused
from beffroi.observatory.intake.loading import load_source
from tests.observatory.intake.samples import rows

FIELDS = {
    "name": "shops",
    "producer": "Insee",
    "title": {"fr": "Commerces", "en": "Shops"},
    "url_main": "https://www.insee.fr/",
    "licence": "lov2",
    "vintage": "2015",
    "coverage": {"fr": "Tout.", "en": "All."},
    "geography": 2015,
    "key": ["commune"],
    "files": [{"path": "shops.csv", "format": "csv", "set": {"year": 2015}}],
    "tokens": {"s": "secret"},
    "columns": [
        {"name": "commune", "type": "commune"},
        {"name": "n", "type": "count"},
        {"name": "median", "type": "number"},
        {"name": "mean", "type": "number"},
    ],
    "merge": {"n": "sum", "mean": "mean by n"},
}


@pytest.fixture
def placed(tmp_path, archive, tables):
    """The rows of a source of counts, from lines of commune, n, median, mean."""

    def place(*lines, **changes):
        (tmp_path / "shops.yml").write_text(yaml.safe_dump(FIELDS | changes), encoding="utf-8")
        archive.lines("shops.csv", "commune,n,median,mean", *lines)
        build_table(load_source(tmp_path / "shops.yml"), archive=archive.root, tables=tables)
        return {row["commune"]: row for row in rows(tables, "shops")}

    return place


def test_a_commune_that_did_not_change_keeps_its_row(placed):
    assert placed("01004,7,3.5,4")["01004"] == {
        "commune": "01004",
        "year": 2015,
        "n": 7,
        "n_conf": "F",
        "median": 3.5,
        "median_conf": "F",
        "mean": 4.0,
        "mean_conf": "F",
    }


def test_communes_that_merged_are_summed_and_no_median_is_made_of_two(placed):
    merged = placed("50129,30,3.5,4", "50602,10,5.5,8")["50129"]
    assert (merged["n"], merged["mean"], merged["median"]) == (40, 5.0, None)


def test_a_mean_that_stands_alone_needs_no_weight(placed):
    assert placed("50602,,5.5,8")["50129"]["mean"] == 8.0


def test_one_secret_part_keeps_the_whole_secret(placed):
    merged = placed("50129,30,3.5,4", "50602,s,5.5,8")["50129"]
    assert (merged["n"], merged["n_conf"]) == (None, "C")


def test_a_movement_after_the_table_of_passages_is_followed_too(placed):
    assert placed("93059,3,,", "93066,20,,")["93066"]["n"] == 23


def test_arrondissements_become_their_commune(placed):
    assert placed("75105,3,,", "75056,1,,")["75056"]["n"] == 4


def test_where_parts_may_be_absent_for_secrecy_an_incomplete_commune_is_left_out(placed):
    given = ("91228,30,3.5,4", "50129,5,,", "50602,6,,", "01004,7,,")
    assert set(placed(*given, whole=True)) == {"50129", "01004"}
    assert set(placed(*given)) == {"50129", "91228", "01004"}


def test_an_incomplete_commune_is_left_out_whichever_part_is_absent(placed):
    assert set(placed("93059,5,,", "01004,7,,", whole=True)) == {"01004"}
    assert set(placed("93066,5,,", "01004,7,,", whole=True)) == {"01004"}
    assert set(placed("93066,5,,", "93059,5,,", whole=True)) == {"93066"}


def test_a_merger_before_the_file_asks_for_nothing(placed):
    assert "91228" in placed("91228,30,3.5,4", whole=True, geography=2019)


def test_a_code_of_no_commune_is_refused_unless_the_source_declares_it(placed):
    with pytest.raises(CodesRefused) as refusal:
        placed("01004,7,,", "33999,1,,", ",2,,")
    assert "2 rows are in no commune known to Insee: 33999 (1), no code (1)" in str(refusal.value)
    assert "`unplaced: 2`" in str(refusal.value)
    assert set(placed("01004,7,,", "33999,1,,", ",2,,", unplaced=2)) == {"01004"}


def test_a_row_of_its_own_key_stays_without_its_commune(placed):
    placed_ = placed("33999,1,,", key=["n"], unplaced=1)
    assert [row["n"] for row in placed_.values()] == [1]
    assert set(placed_) == {None}
