"""A day reads « 1er février 2019 » in French: on pages, in the PDF, in the DOCX, in what the journal tells."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import engines
from django.utils.translation import override

from beffroi import web
from beffroi.foundations.days import day, moment
from beffroi.web.components.journal.values import said

FIRST, SECOND = date(2019, 2, 1), date(2019, 2, 2)


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("fr", FIRST, "1er février 2019"),
        ("fr", SECOND, "2 février 2019"),
        ("fr", date(2019, 8, 11), "11 août 2019"),
        ("fr", date(2019, 8, 21), "21 août 2019"),
        ("en", FIRST, "1 February 2019"),
        ("fr", None, ""),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french_alone(language, value, written):
    with override(language):
        assert day(value) == written
        assert engines["django"].from_string("{{ value|day }}").render({"value": value}) == written


def test_an_instant_is_told_on_its_legal_day():
    new_year_s_eve = datetime(2018, 12, 31, 23, 30, tzinfo=UTC)

    with override("fr"):
        assert day(new_year_s_eve) == "1er janvier 2019"
        assert moment(new_year_s_eve) == "1er janvier 2019, 00:30"
        assert engines["django"].from_string("{{ at|moment }}").render({"at": new_year_s_eve}).endswith("00:30")
    with override("en"):
        assert moment(new_year_s_eve) == "1 January 2019, 00:30"


def test_a_day_of_the_journal_is_told_in_words():
    with override("fr"):
        assert said("version", "ends_date", "2019-02-01", names={}) == "1er février 2019"


def test_no_page_writes_a_day_in_its_own_way():
    root = Path(web.__file__).parent
    files = [*root.rglob("*.html"), *root.rglob("*.py"), *root.rglob("*.txt")]
    own = [str(file.relative_to(root)) for file in files if re.search(r"""["'][^"'\n]*\bj F""", file.read_text())]

    assert own == []


def test_no_page_shows_a_day_in_digits():
    root = Path(web.__file__).parent
    told = {str(file.relative_to(root)) for file in root.rglob("*.html") if 'date:"d/m/Y"' in file.read_text()}

    assert told == set()
