"""The rules by which a cell becomes a value; each is a trap that some producer has laid."""

from datetime import date

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.observatory.intake import cells
from beffroi.observatory.intake.declaration import Column, SourceFile

FETCHED = date(2026, 3, 31)


def read(cell, kind, *, tokens=None, future=False, **written):
    """The value of one cell, and whether it is refused."""
    column = Column("x", kind, ("x",), tokens or {}, future=future)
    file = SourceFile("x.csv", "csv", **written)
    value = cells.value("x", column, file=file, today=FETCHED)
    refused = cells.unreadable("x", column, file=file)
    return duckdb.execute(f"select {value}, {refused} from (select cast(? as varchar) as x)", [cell]).fetchone()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("01004", "01004"),
        ("1004", "01004"),
        ("1004.0", "01004"),
        ("75056.0", "75056"),
        ("2a004", "2A004"),
        (" 2B033\u00a0", "2B033"),
        ("97105", "97105"),
    ],
)
def test_a_commune_code_finds_again_its_five_characters(cell, code):
    assert read(cell, "commune") == (code, False)


@pytest.mark.parametrize("cell", ["104", "123456", "Paris", "2C004", "01004_0102", "1004,0"])
def test_what_is_not_a_commune_code_is_refused(cell):
    assert read(cell, "commune") == (None, True)


def test_an_iris_code_loses_the_underscore_of_the_facilities_file():
    assert read("01004_0102", "iris") == ("010040102", False)
    assert read("2a0040102", "iris") == ("2A0040102", False)
    assert read("01004", "iris") == (None, True)


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2007"])
def test_thousands_may_be_parted_by_any_space_where_the_file_declares_it(space):
    assert read(f"5{space}922", "count", thousands="space") == (5922, False)
    assert read(f"5{space}922,5", "number", thousands="space", decimal=",") == (5922.5, False)


def test_a_thousands_sign_that_was_not_declared_is_refused():
    assert read("5 922", "count") == (None, True)


def test_a_decimal_comma_is_read_only_where_it_is_declared():
    assert read("3,1", "number", decimal=",") == (3.1, False)
    assert read("3,1", "number") == (None, True)
    assert read("3.1", "number", decimal=",") == (None, True)


@pytest.mark.parametrize("cell", ["nan", "inf", "-", "1e", "12a", ",", "."])
def test_what_is_not_a_number_is_refused(cell):
    assert read(cell, "number") == (None, True)


def test_a_count_is_whole_even_written_as_a_number():
    assert read("5.0", "count") == (5, False)
    assert read("1.2e3", "count") == (1200, False)
    assert read("5.5", "count") == (None, True)


def test_secret_missing_and_zero_are_three_different_things():
    tokens = {"s": "secret", "nd": "missing"}
    column = Column("x", "count", ("x",), tokens)
    told = {
        cell: (
            read(cell, "count", tokens=tokens),
            duckdb.execute(
                f"select {cells.secrecy('x', column)} from (select cast(? as varchar) as x)", [cell]
            ).fetchone()[0],
        )
        for cell in ("s", "nd", "0", "")
    }
    assert told == {
        "s": ((None, False), "C"),
        "nd": ((None, False), "F"),
        "0": ((0, False), "F"),
        "": ((None, False), "F"),
    }


def test_a_word_for_no_value_that_was_not_declared_is_refused():
    assert read("s", "count") == (None, True)


@pytest.mark.parametrize("cell", ["true", "True", "TRUE", "O", "Oui", "1", "1.0", "vrai"])
def test_yes_is_written_in_many_ways(cell):
    assert read(cell, "flag") == (True, False)


@pytest.mark.parametrize("cell", ["false", "False", "N", "non", "0", "0.0"])
def test_no_is_written_in_many_ways(cell):
    assert read(cell, "flag") == (False, False)


def test_neither_yes_nor_no_is_refused():
    assert read("peut-être", "flag") == (None, True)


@pytest.mark.parametrize("cell", ["2024-08-01", "01/08/2024", "01-08-2024", "2024-08-01T10:30:00Z"])
def test_a_day_is_written_in_several_ways(cell):
    assert read(cell, "date") == (date(2024, 8, 1), False)


def test_a_date_that_had_not_come_when_the_file_was_fetched_is_no_date():
    assert read("2026-12-13", "date") == (None, False)
    assert read("2026-12-13", "date", future=True) == (date(2026, 12, 13), False)


@pytest.mark.parametrize("cell", ["mars 2026", "32/01/2024", "2024-08", "01/08/20245"])
def test_what_is_not_a_day_is_refused(cell):
    assert read(cell, "date") == (None, True)


def test_a_code_read_as_a_number_by_a_spreadsheet_is_a_code_again():
    assert read("59000.0", "code") == ("59000", False)


def test_text_loses_the_spaces_and_the_byte_order_mark_around_it():
    assert read("\ufeff Saint-Lô \u202f", "text") == ("Saint-Lô", False)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_every_whole_number_is_read_as_written(number):
    assert read(str(number), "count") == (number, False)


@given(st.text(max_size=12))
def test_no_text_stops_the_reading_and_nothing_is_lost_in_silence(cell):
    for kind in cells.EXPECTED:
        value, refused = read(cell.replace("\x00", ""), kind)
        assert refused is False or value is None


@given(st.text(max_size=30))
def test_any_text_can_be_quoted_in_sql(text):
    text = text.replace("\x00", "")
    assert duckdb.execute(f"select {cells.literal(text)} as {cells.quoted('a' + text)}").fetchone() == (text,)
