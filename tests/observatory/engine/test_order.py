"""The order is read from the queries."""

import pytest

from beffroi.observatory.engine.declaration import BadDeclaration, load_all
from beffroi.observatory.engine.order import PLACES, in_order, steps, with_parts
from beffroi.observatory.engine.sql import tables_read
from tests.observatory.engine.small import write


def reading(folder, slug, code, *parts):
    """An indicator that reads others."""
    sql = " union all ".join(f"select place as commune, period, value from indicators.{part}" for part in parts)
    given = {f"indicators.{part}": [{"place": "A"}] for part in parts}
    kind = {"kind": "derived", "grain": "commune", "aggregate": "none", "levels": ["commune"]}
    write(folder / "housing", slug, sql=sql, code=code, examples=[{"name": "e", "given": given, "expect": []}], **kind)


def test_tables_are_read_from_the_query_without_those_that_it_makes_itself():
    sql = """
        with recent as (select * from sources.census_iris), years as (select * from range(3))
        select * from recent join territory.communes using (commune)
        where commune in (select commune from sources.ort)"""

    assert tables_read(sql) == {"sources.census_iris", "territory.communes", "sources.ort"}


def test_an_indicator_comes_after_those_that_it_reads_whatever_their_codes(tmp_path):
    reading(tmp_path, "gap", "HAB-01", "census_vacancy")
    reading(tmp_path, "gap_of_gaps", "HAB-02", "gap", "census_vacancy")
    write(tmp_path / "housing")

    assert [i.slug for i in in_order(load_all(tmp_path))] == ["census_vacancy", "gap", "gap_of_gaps"]


def test_a_circle_is_refused_with_the_names_of_those_who_make_it(tmp_path):
    reading(tmp_path, "egg", "HAB-01", "hen")
    reading(tmp_path, "hen", "HAB-02", "egg")

    with pytest.raises(BadDeclaration, match=r"in a circle: (egg → hen → egg|hen → egg → hen)"):
        in_order(load_all(tmp_path))


def test_an_indicator_is_asked_for_with_all_that_it_is_made_of(tmp_path):
    reading(tmp_path, "gap", "HAB-01", "census_vacancy")
    reading(tmp_path, "gap_of_gaps", "HAB-02", "gap")
    write(tmp_path / "housing")
    write(tmp_path / "housing", "other", code="HAB-09")

    assert set(with_parts(load_all(tmp_path), frozenset({"HAB-02"}))) == {"gap_of_gaps", "gap", "census_vacancy"}


def test_a_query_waits_for_what_it_reads_and_figures_for_places_too(tmp_path):
    reading(tmp_path, "gap", "HAB-01", "census_vacancy")
    sql = "select iris, year as period, vacant as numerator, dwellings as denominator, dwellings as n from {}"
    for slug, code, read in (("census_vacancy", "HAB-08", "territory.communes"), ("other", "HAB-09", "territory.iris")):
        examples = [{"name": "e", "given": {read: [{"commune": "A"}]}, "expect": []}]
        write(tmp_path / "housing", slug, code=code, sql=sql.format(read), examples=examples)
    sorter = steps(load_all(tmp_path), at_once=frozenset({"territory.communes"}))

    assert set(sorter.get_ready()) == {PLACES, ("rows", "census_vacancy")}
    sorter.done(("rows", "census_vacancy"))
    assert sorter.get_ready() == ()
    sorter.done(PLACES)
    assert set(sorter.get_ready()) == {("figures", "census_vacancy"), ("rows", "other")}
    sorter.done(("figures", "census_vacancy"))
    assert sorter.get_ready() == (("rows", "gap"),)
