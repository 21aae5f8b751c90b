"""The address of a list says what is asked; what cannot be right is said, and no file is made of it."""

import pytest
from django.http import QueryDict

from beffroi.web.components.asking import SHEETS, Asked, in_order

CHOICES = {"etat": {"works": "Travaux", "idea": "Idée"}, "retard": {"oui": "Oui"}}
LABELS = {"etat": "État", "retard": "En retard", "par": "Lignes par page"}


def asked(address: str, **more) -> Asked:
    settings = {"sorts": ("nom", "fin"), "usual": "nom", "forms": SHEETS} | more
    return Asked.read(QueryDict(address), choices=CHOICES, labels=LABELS, **settings)


def test_an_address_without_anything_asks_for_the_first_page_in_the_usual_order():
    found = asked("")

    assert (found.sort, found.is_descending, found.page, found.form) == ("nom", False, 1, "")
    assert not found.is_filtered
    assert found.query == "?"


def test_filters_words_and_order_are_kept_from_one_page_to_the_next():
    found = asked("q=halle&etat=works&tri=-fin&page=3")

    assert found.address(page="4") == "?q=halle&etat=works&tri=-fin&page=4"
    assert found.address(etat="") == "?q=halle&tri=-fin"


@pytest.mark.parametrize(
    ("address", "label", "accepted"),
    [
        ("etat=fini", "État", ["works", "idea"]),
        ("tri=couleur", "Tri", ["nom", "-nom", "fin", "-fin"]),
        ("page=0", "Page", ["1"]),
        ("page=²", "Page", ["1"]),
        ("page=-1", "Page", ["1"]),
        ("format=pdf", "Format", ["csv", "xlsx"]),
    ],
)
def test_what_cannot_be_right_is_named_with_what_would_be_and_the_list_goes_on_without_it(address, label, accepted):
    found = asked(f"retard=oui&{address}")

    (fault,) = found.refused
    assert (str(fault.label), fault.given, list(fault.accepted)) == (label, address.split("=")[1], accepted)
    assert found.chosen == {"retard": "oui"}
    assert (found.sort, found.page, found.form) == ("nom", 1, "")


def test_no_file_is_made_of_a_list_whose_filter_is_wrong():
    """It would hold more than was asked, and nothing in it would say so."""
    assert asked("etat=works&format=csv").form == "csv"
    assert asked("etat=fini&format=csv").form == ""


def test_a_way_of_showing_stays_in_the_address_unless_it_is_the_usual_one():
    sizes = {"par": {"20": 20, "50": 50}}

    assert asked("", ways=sizes).ways == {"par": "20"}
    assert asked("par=50", ways=sizes).address(page="2") == "?par=50&page=2"
    assert asked("par=50", ways=sizes).address(par="20") == "?"


def test_a_list_without_an_order_reads_none():
    assert asked("tri=fin", sorts=(), usual="").refused == ()


def test_a_very_long_value_is_cut_in_what_is_said_of_it():
    (fault,) = asked(f"etat={'x' * 500}").refused

    assert len(fault.given) == 60


def test_rows_without_the_fact_come_last_up_or_down_and_equals_keep_their_order():
    rows = [("a", 2), ("b", None), ("c", 1), ("d", 2)]

    def names(*, is_descending: bool) -> str:
        return "".join(name for name, _ in in_order(rows, key=lambda row: row[1], is_descending=is_descending))

    assert names(is_descending=False) == "cadb"
    assert names(is_descending=True) == "adcb"
