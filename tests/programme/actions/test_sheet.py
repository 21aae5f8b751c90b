"""Writing the sheet: who may, what is refused, how two people share a form."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from beffroi.foundations.journal.chain import history
from beffroi.programme.actions import operations, queries
from beffroi.programme.actions.meanwhile import ChangedMeanwhile, Difference
from beffroi.programme.actions.models import RULES, Action
from beffroi.programme.actions.operations import ActionRefused
from beffroi.programme.actions.rules import can_change, can_read
from beffroi.programme.actions.states import State
from beffroi.programme.committees.states import DecisionSubject
from beffroi.programme.people.scope import scope
from tests.programme.making import evaluator, organisation, partner, project_director, state_officer, territory
from tests.programme.making import town_agent as agent
from tests.programme.making_actions import AT, ON, action, axis, decision, described, milestone, town_hall

LATER = AT + timedelta(minutes=5)


def changed(on: Action, *, revision: int = 1, by=None, at=AT, **values: object) -> Action:
    return operations.change(on, revision=revision, values=values, by=by, at=at)


def faults(on: Action, **values: object) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        changed(on, **values)
    return refused.value.message_dict


def test_a_director_writes_an_action_as_an_idea_under_the_next_number():
    action(number=7)
    director = project_director("acv-017")

    written = operations.add(described(title="Halle aux grains", cost="250000"), by=director, at=AT)

    assert (written.number, written.life_state, written.changed_at) == (8, State.IDEA, AT)
    (entry,) = history(written)
    assert (entry.verb, entry.by, entry.territory) == ("action.added", str(director.public_id), "acv-017")
    assert (entry.after["title"], entry.after["cost"]) == ("Halle aux grains", "250000.00")


@pytest.mark.parametrize("person", [lambda: project_director("acv-001"), lambda: state_officer("15"), evaluator])
def test_only_the_team_of_the_territory_writes_actions(person):
    with pytest.raises(ActionRefused, match="revient à l’équipe du territoire"):
        operations.add(described(), by=person(), at=AT)

    assert Action.objects.count() == 0


def test_an_action_added_by_a_committee_is_told_on_the_page_of_the_decision():
    taken = decision(about=DecisionSubject.ACTION)

    written = operations.add(described(), by=None, at=AT, decision=taken)

    assert [effect.subject_id for effect in taken.effects.all()] == [str(written.pk)]


def test_a_change_says_what_was_and_what_is():
    on = action(title="Halle", cost=Decimal(100))

    changed(on, title="Halle aux grains", cost=Decimal(100))

    (entry,) = history(on)
    assert entry.before == {"title": "Halle", "revision": 1}
    assert entry.after == {"title": "Halle aux grains", "revision": 2}


def test_nothing_is_written_when_nothing_differs():
    on = action(title="Halle")

    assert changed(on, title="Halle").revision == 1
    assert history(on) == []


def test_partners_are_written_and_told():
    on, school = action(), organisation(name="École d’architecture")

    changed(on, partners=[school])

    assert list(on.partners.all()) == [school]
    assert history(on)[0].after["partners"] == [school.pk]


def test_the_second_of_two_people_is_told_what_changed_and_loses_nothing():
    on = action(title="Halle", description="", objectives="Rouvrir")
    first, second = project_director("acv-017"), agent("acv-017")
    changed(on, title="Halle aux grains", description="Deux niveaux", by=first, at=LATER)

    with pytest.raises(ChangedMeanwhile, match=r"1er mars 2024 à 10 h 35") as told:
        changed(on, title="Halle couverte", description="", objectives="Rouvrir le marché", by=second)

    refusal = told.value
    assert refusal.differences == (
        Difference(field="title", opened="Halle", kept="Halle aux grains", typed="Halle couverte"),
        Difference(field="description", opened="", kept="Deux niveaux", typed=""),
        Difference(field="objectives", opened="Rouvrir", kept="Rouvrir", typed="Rouvrir le marché"),
    )
    assert [difference.is_conflict for difference in refusal.differences] == [True, False, False]
    assert (refusal.by, refusal.at, refusal.revision) == (str(first.public_id), LATER, 2)
    on.refresh_from_db()
    assert on.title == "Halle aux grains"


def test_the_second_person_then_writes_knowing():
    on = action(title="Halle")
    changed(on, title="Halle aux grains")

    assert changed(on, revision=2, title="Halle couverte").revision == 3


def test_two_versions_are_compared_in_every_kind_of_field():
    on, school = action(cost=Decimal(100)), organisation()
    changed(on, title="Autre", partners=[school])

    with pytest.raises(ChangedMeanwhile) as told:
        changed(on, cost="100", start_date="2025-01-01", end_date="2026-01-01", partners=[], axis=axis("mobility"))

    assert {d.field: (d.opened, d.kept, d.typed) for d in told.value.differences} == {
        "end_date": (None, None, "2026-01-01"),
        "partners": ([], [school.pk], []),
        "axis": (axis().pk, axis().pk, axis("mobility").pk),
    }


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"title": ""}, "title", "Ce champ ne peut pas être vide."),
        ({"cost": -1}, "cost", "Le coût d’une action est un montant positif ou nul."),
        ({"start_date": "2025-01-01", "end_date": "2024-12-31"}, "end_date", "La fin d’une action ne peut précéder"),
        ({"blocked": True, "blocked_cause": "land"}, "unblock_condition", "la condition qui le lèvera"),
        ({"late_cause": "other"}, "late_note", "s’explique en quelques mots"),
        ({"circle": "organisation", "owner": None}, "owner", "a un maître d’ouvrage"),
        ({"themes": ["climat"]}, "themes", "Thème inconnu : climat."),
        ({"secondary_axes": ["housing", "sport"]}, "secondary_axes", "Axe inconnu : sport."),
        ({"site": {"type": "Circle"}}, "site", "un point, une ligne ou une surface"),
        ({"site": {"type": "Point"}}, "site", "pas une géométrie lisible"),
        ({"site": {"type": "Polygon", "coordinates": []}}, "site", "vide"),
        ({"site": {"type": "Point", "coordinates": [652_000, 6_860_000]}}, "site", "longitude et latitude"),
        (
            {"site": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}},
            "site",
            "le contour se croise au point de longitude 0,5 et de latitude 0,5",
        ),
        ({"cost": "cher"}, "cost", "doit être un nombre décimal"),
    ],
)
def test_a_fault_is_said_at_its_field(values, field, sentence):
    assert sentence in " ".join(faults(action(), **values)[field])


def test_a_good_sheet_is_kept_whole():
    site = {"type": "Point", "coordinates": [2.44, 44.92]}

    on = changed(action(), site=site, themes=["climate", "nature"], secondary_axes=["commerce"], mature=True)

    on.refresh_from_db()
    assert (on.site, on.themes, on.secondary_axes, on.mature) == (site, ["climate", "nature"], ["commerce"], True)


BREAKING = {
    "action_has_a_title": {"title": ""},
    "action_cost_not_negative": {"cost": Decimal(-1)},
    "action_ends_after_it_starts": {"start_date": date(2024, 2, 1), "end_date": date(2024, 1, 1)},
    "action_delivered_has_its_date": {"delivered_date": date(2024, 1, 1)},
    "action_blocked_has_its_condition": {"blocked": True},
    "action_other_cause_has_a_note": {"late_cause": "other"},
    "action_suspended_has_its_reason": {"suspended_from": "works"},
    "action_abandoned_was_decided": {"state": "abandoned"},
    "action_internal_has_an_owner": {"circle": "organisation", "owner": None},
}


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_the_database_itself_keeps_the_rule(name):
    on = action(start_date=None)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Action.objects.filter(pk=on.pk).update(**BREAKING[name])


def test_the_state_is_not_written_by_a_form():
    with pytest.raises(TypeError, match="state cannot be written here; these can: title"):
        changed(action(), state="delivered")


def test_several_actions_take_the_same_values_and_each_history_says_it():
    first, second = action(), action()

    operations.change_many([first, second], values={"axis": axis("mobility"), "mature": True}, by=None, at=AT)

    assert set(Action.objects.values_list("axis__key", "mature")) == {("mobility", True)}
    assert [len(history(one)) for one in (first, second)] == [1, 1]


def test_several_actions_change_all_or_none():
    first, second = action(), action(title="Passerelle", start_date=date(2026, 1, 1))

    with pytest.raises(ActionRefused, match=r"Passerelle » : La fin d’une action ne peut précéder"):
        operations.change_many([first, second], values={"end_date": date(2025, 6, 1)}, by=None, at=AT)

    first.refresh_from_db()
    assert first.end_date is None
    assert history(first) == []


def test_a_duplicate_keeps_the_sheet_and_forgets_the_life():
    on = action(state="works", late_cause="land", title="Halle", mature=True)
    milestone(on, planned=date(2025, 1, 1), done=date(2024, 1, 2))
    on.risks.create(text="Amiante", severity="high")
    on.indicators.create(indicator_code="HAB-03")

    twin = operations.duplicate(on, by=project_director("acv-017"), at=AT)

    assert (twin.title, twin.life_state, twin.late_cause, twin.mature) == ("Copie de Halle", State.IDEA, "", True)
    assert [(one.label, one.done_date) for one in twin.milestones.all()] == [("Permis déposé", None)]
    assert [one.text for one in twin.risks.all()] == ["Amiante"]
    assert [one.indicator_code for one in twin.indicators.all()] == ["HAB-03"]
    assert history(twin)[0].after["copied_from"] == on.pk


def test_a_duplicate_is_not_late_at_birth_for_it_leaves_out_the_dates_that_are_past():
    on = action(state="works", start_date=date(2023, 1, 1), end_date=date(2026, 1, 1))
    milestone(on, planned=date(2024, 1, 1), label="Permis déposé")
    milestone(on, planned=date(2025, 1, 1), label="Marché signé")

    twin = operations.duplicate(on, by=project_director("acv-017"), at=AT)

    assert (twin.start_date, twin.end_date) == (None, date(2026, 1, 1))
    assert [one.label for one in twin.milestones.all()] == ["Marché signé"]
    assert not twin.is_late(AT.date())


READERS = {
    "the director of the town": (
        lambda: project_director("acv-017", of=town_hall()),
        {"public", "agents", "organisation"},
    ),
    "the State's officer there": (lambda: state_officer("15"), {"public", "agents"}),
    "a partner everywhere": (partner, {"public", "agents"}),
    "the officer of another department": (lambda: state_officer("46"), {"public"}),
    "an evaluator": (evaluator, {"public"}),
    "another town": (lambda: project_director("acv-001", of=town_hall()), {"public"}),
}


@pytest.mark.parametrize("reader", READERS)
def test_who_reads_what_is_the_same_for_one_action_and_for_a_list(reader):
    person, expected = READERS[reader]
    actions = [action(circle=circle) for circle in ("public", "agents", "organisation")]
    seen = scope(person(), on=ON)

    assert {one.circle for one in queries.readable(seen)} == expected
    assert {one.circle for one in actions if can_read(seen, one)} == expected


def test_who_does_not_read_an_internal_action_does_not_write_it():
    on = action(circle="organisation")
    other_service = scope(agent("acv-017", of=organisation()), on=ON)

    assert not can_change(other_service, on)


def test_the_board_counts_actions_by_state_and_the_public_list_holds_public_ones():
    action(state="works", circle="public")
    action(state="works")
    action(territory("acv-001"), state="idea")

    counted = queries.board(Action.objects.all())

    assert (counted[State.WORKS], counted[State.IDEA], counted[State.STUDY]) == (2, 1, 0)
    assert [one.circle for one in queries.public()] == ["public"]
