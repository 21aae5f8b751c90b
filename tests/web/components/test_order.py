"""The order of a list: as a dictionary has it, what is not known last, and the same whether kept or read anew."""

from datetime import date
from decimal import Decimal

import pytest

from beffroi.foundations.journal import kept as keeping
from beffroi.programme.actions import operations
from beffroi.programme.actions.models import Action
from beffroi.web.components.order import Sort, in_dictionary_order, in_order
from tests.programme import making, making_actions
from tests.programme.making import AT

pytestmark = pytest.mark.django_db
AURILLAC, ARLES = "acv-017", "acv-012"
IN_ORDER_OF_NAMES = [ARLES, AURILLAC]


def listed(sort: Sort = Sort()) -> list[str]:  # noqa: B008 -- it is frozen
    keys = in_order("actions", Action.objects.all(), sort=sort, territories=IN_ORDER_OF_NAMES, number="number")
    titles = dict(Action.objects.values_list("pk", "title"))
    return [titles[key] for key in keys]


def actions(*told: tuple[str, dict[str, object]]) -> None:
    for code, traits in told:
        making_actions.action(making.territory(code), **traits)


def test_names_come_as_in_a_dictionary_whatever_the_database():
    actions(*((AURILLAC, {"title": title}) for title in ("Zénith", "École Jules-Ferry", "halle", "Eaux vives", "Gare")))

    assert listed(Sort("title", is_text=True)) == ["Eaux vives", "École Jules-Ferry", "Gare", "halle", "Zénith"]


def test_organisations_of_one_name_both_stand():
    assert list(in_dictionary_order([(2, "Évry"), (3, "Albi"), (1, "Évry")]).items()) == [
        (3, "Albi"),
        (1, "Évry"),
        (2, "Évry"),
    ]


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [("end_date", date(2025, 1, 1), date(2027, 1, 1)), ("cost", Decimal("9.99"), Decimal("100000.00"))],
)
def test_what_is_not_known_comes_last_up_and_down(field, low, high):
    for title, value in (("haut", high), ("inconnu", None), ("bas", low)):
        actions((AURILLAC, {"title": title, "start_date": None, field: value}))

    assert listed(Sort(field)) == ["bas", "haut", "inconnu"]
    assert listed(Sort(field, is_descending=True)) == ["haut", "bas", "inconnu"]


def test_between_equals_the_order_of_territories_then_of_numbers():
    actions(*((code, {"title": f"{code} {rank}", "cost": 5}) for code in (AURILLAC, ARLES) for rank in (1, 2)))

    assert listed(Sort("cost")) == listed() == ["acv-012 1", "acv-012 2", "acv-017 1", "acv-017 2"]
    assert listed(Sort(is_descending=True)) == ["acv-017 1", "acv-017 2", "acv-012 1", "acv-012 2"]


def test_states_come_in_the_order_of_an_action_s_life():
    actions(*((ARLES, {"title": state, "state": state}) for state in ("works", "idea", "committed")))
    rank = {"idea": 0, "committed": 1, "works": 2}

    assert listed(Sort("state", rank=rank)) == ["idea", "committed", "works"]


def test_nothing_makes_an_empty_list():
    assert listed() == listed(Sort("cost")) == listed(Sort("title", is_text=True)) == []


@pytest.mark.parametrize(
    "sort", [Sort(), Sort("cost"), Sort("cost", is_descending=True), Sort("title", is_text=True), Sort("end_date")]
)
def test_after_any_write_what_was_kept_says_what_reading_all_would_say(monkeypatch: pytest.MonkeyPatch, sort: Sort):
    monkeypatch.setattr(keeping, "is_settled", lambda: True)
    keeping.forget()
    actions(*((code, {"title": f"Îlot {rank}", "cost": rank}) for code in (AURILLAC, ARLES) for rank in (3, 1, 2)))
    listed(sort)

    for rank, action in enumerate(Action.objects.order_by("title", "pk")):
        values = {"title": f"Place {9 - rank}", "cost": Decimal(50 - 7 * rank), "end_date": date(2030 - rank, 1, 1)}
        operations.change(action, revision=action.revision, values=values, by=None, at=AT)
        kept = listed(sort)
        keeping.forget()

        assert kept == listed(sort)
    keeping.forget()
