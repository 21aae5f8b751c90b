"""What an action holds: milestones, risks, dependencies, aimed indicators, its place in a convention."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from beffroi.foundations.journal.chain import history
from beffroi.programme.actions import operations, parts, planning, queries
from beffroi.programme.actions.indicators import AimedAt, catalogue
from beffroi.programme.actions.models import Action, ActionIndicator, Dependency, Milestone, Risk
from beffroi.programme.actions.operations import ActionRefused
from beffroi.programme.conventions.models import Convention, Version
from beffroi.programme.towns.models import Phase
from tests.programme.making import project_director, state_officer, territory
from tests.programme.making_actions import AT, action

VACANCY = AimedAt(code="HAB-03", name={"fr": "Logements vacants", "en": "Vacancy"}, unit="percent", bounds=(0, 100))
CATALOGUE = {"HAB-03": VACANCY}


def version(of=None, *, state: str = "draft") -> Version:
    of = of or territory()
    convention = Convention.objects.create(territory=of, phase=Phase.objects.get(key="ACV2"))
    return Version.objects.create(convention=convention, kind="cadre", number=1, state=state)


def test_milestones_are_added_reached_and_removed_and_the_action_tells_it():
    on, director = action(), project_director("acv-017")

    kept = parts.add_milestone(Milestone(action=on, label="Permis", planned_date=date(2024, 5, 1)), by=director, at=AT)
    parts.change_milestone(kept, values={"done_date": "2024-02-01"}, by=director, at=AT)
    parts.remove_milestone(kept, by=director, at=AT)

    assert [entry.verb for entry in history(on)] == ["milestone.removed", "milestone.changed", "milestone.added"]
    assert history(on)[1].after["done_date"] == "2024-02-01"
    assert on.milestones.count() == 0


def test_a_milestone_is_not_reached_in_the_future():
    kept = parts.add_milestone(
        Milestone(action=action(), label="Permis", planned_date=date(2024, 5, 1)), by=None, at=AT
    )

    with pytest.raises(ValidationError, match="dans l’avenir"):
        parts.change_milestone(kept, values={"done_date": "2024-03-02"}, by=None, at=AT)


def test_risks_are_kept_with_their_severity():
    on = action()

    kept = parts.add_risk(Risk(action=on, text="Amiante"), by=None, at=AT)
    parts.change_risk(kept, values={"severity": "high"}, by=None, at=AT)

    assert [(risk.text, risk.severity) for risk in on.risks.all()] == [("Amiante", "high")]
    parts.remove_risk(kept, by=None, at=AT)
    assert on.risks.count() == 0


def test_a_part_keeps_to_its_fields():
    kept = parts.add_risk(Risk(action=action(), text="Amiante"), by=None, at=AT)

    with pytest.raises(TypeError, match="action cannot be written here; these can: text, severity"):
        parts.change_risk(kept, values={"action": action()}, by=None, at=AT)


def test_the_state_officer_reads_a_sheet_but_adds_nothing_to_it():
    with pytest.raises(ActionRefused, match="revient à l’équipe du territoire"):
        parts.add_risk(Risk(action=action(), text="Amiante"), by=state_officer("15"), at=AT)


def test_dependencies_make_no_circle():
    hall, square, street = action(title="Halle"), action(title="Place"), action(title="Rue")
    parts.add_dependency(hall, on_action=square, by=None, at=AT)
    parts.add_dependency(square, on_action=street, by=None, at=AT)

    with pytest.raises(ActionRefused, match="« Rue » → « Halle » → « Place » → « Rue »"):
        parts.add_dependency(street, on_action=hall, by=None, at=AT)
    with pytest.raises(ActionRefused, match="« Rue » → « Rue »"):
        parts.add_dependency(street, on_action=street, by=None, at=AT)

    assert Dependency.objects.count() == 2


def test_two_ways_to_the_same_action_are_no_circle():
    roof, walls, ground = action(), action(), action()
    for one, on in ((roof, walls), (walls, ground), (roof, ground)):
        last = parts.add_dependency(one, on_action=on, by=None, at=AT)

    assert parts.path_between(roof.pk, ground.pk) == [roof.pk, ground.pk]
    parts.remove_dependency(last, by=None, at=AT)
    assert parts.path_between(roof.pk, ground.pk) == [roof.pk, walls.pk, ground.pk]
    assert parts.path_between(ground.pk, roof.pk) == []


def test_an_action_depends_on_actions_of_its_territory_only():
    with pytest.raises(ActionRefused, match="de son territoire"):
        parts.add_dependency(action(), on_action=action(territory("acv-001")), by=None, at=AT)


def test_an_aim_is_an_indicator_of_the_catalogue_with_its_baseline_and_target():
    on = action()
    aimed = ActionIndicator(
        action=on, indicator_code="HAB-03", baseline="12.4", baseline_period="2021", target="9", target_period="2026"
    )

    parts.aim(aimed, catalogue=CATALOGUE, by=None, at=AT)
    parts.change_aim(aimed, values={"target": "8"}, catalogue=CATALOGUE, by=None, at=AT)

    assert history(on)[0].before["target"] == "9.0000"
    assert history(on)[0].after["target"] == "8.0000"
    parts.remove_aim(aimed, by=None, at=AT)
    assert on.indicators.count() == 0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"indicator_code": "HAB-99"}, "« HAB-99 » n’est pas un indicateur du catalogue ; un code ressemble à HAB-03."),
        ({"target": "120", "target_period": "2026"}, "« Logements vacants » se donne entre 0 et 100."),
        ({"baseline": "-1", "baseline_period": "2026"}, "« Logements vacants » se donne entre 0 et 100."),
        ({"target": "12"}, "se donne avec sa période"),
    ],
)
def test_an_aim_that_means_nothing_is_refused(values, sentence):
    aimed = ActionIndicator(**{"action": action(), "indicator_code": "HAB-03"} | values)

    with pytest.raises(ValidationError, match=sentence):
        parts.aim(aimed, catalogue=CATALOGUE, by=None, at=AT)


def test_the_catalogue_is_read_from_a_file_without_what_is_deprecated(tmp_path):
    one = {"code": "HAB-03", "name": {"fr": "Vacance", "en": "Vacancy"}, "unit": "percent", "bounds": [0, None]}
    old = one | {"code": "HAB-01", "status": "deprecated"}
    (tmp_path / "catalogue.json").write_text(json.dumps({"indicators": [one | {"status": "validated"}, old]}))

    found = catalogue(tmp_path / "catalogue.json")

    assert list(found) == ["HAB-03"]
    assert found["HAB-03"].bounds == (0, None)


def test_a_version_being_written_brings_an_action_and_another_takes_it_away():
    on, draft = action(), version()

    parts.bring_in(on, version=draft, by=project_director("acv-017"), at=AT)
    parts.take_away(on, version=draft, by=None, at=AT)

    on.refresh_from_db()
    assert (on.version_in, on.version_out) == (draft, draft)
    assert [entry.verb for entry in queries.history(on)] == ["action.taken_away", "action.brought"]


def test_a_version_that_is_not_being_written_changes_no_plan():
    with pytest.raises(ActionRefused, match="que par un avenant"):
        parts.bring_in(action(), version=version(state="sent_to_regional_committee"), by=None, at=AT)


def test_a_convention_brings_the_actions_of_its_own_territory():
    with pytest.raises(ActionRefused, match="celle d’un autre territoire"):
        parts.bring_in(action(), version=version(territory("acv-001")), by=None, at=AT)


def test_a_version_carries_what_it_and_the_former_ones_brought_without_what_was_taken_away():
    first = version()
    second = Version.objects.create(convention=first.convention, kind="avenant_modification", number=2)
    kept, gone = action(title="Halle", number=1), action(title="Parking", number=2)
    action(title="Une idée", number=3)
    for one in (kept, gone):
        parts.bring_in(one, version=first, by=None, at=AT)
    parts.take_away(gone, version=second, by=None, at=AT)

    assert set(queries.plan(first)) == {"1", "2"}
    assert queries.plan(second)["1"]["title"] == "Halle"
    assert set(queries.plan(second)) == {"1"}


def test_a_signed_version_says_what_its_actions_said_that_day_and_a_draft_what_they_say_now():
    cadre = version()
    halle = action(title="Halle", number=1, cost=500_000)
    parts.bring_in(halle, version=cadre, by=None, at=AT)
    Version.objects.filter(pk=cadre.pk).update(state="signed", is_imported=True, signed_date=AT.date())
    cadre.refresh_from_db()
    draft = Version.objects.create(convention=cadre.convention, kind="avenant_projet", number=2)
    halle.refresh_from_db()

    later = AT + timedelta(days=30)
    written = {"title": "Halle gourmande", "cost": Decimal(800_000)}
    operations.change(halle, revision=halle.revision, values=written, by=None, at=later)

    was, now = queries.plan(cadre)["1"], queries.plan(draft)["1"]
    assert (was["title"], was["cost"]) == ("Halle", Decimal(500_000))
    assert (now["title"], now["cost"]) == ("Halle gourmande", Decimal(800_000))


def test_the_plan_of_a_version_is_chosen_at_once_and_each_action_says_what_happened_to_it():
    first, director = version(), project_director("acv-017")
    halle, parking = action(title="Halle", number=1), action(title="Parking", number=2)
    both = [halle, parking]

    def choose(of, *chosen):
        planning.set_plan(of, actions=chosen, among=Action.objects.filter(territory=of.territory), by=director, at=AT)
        return set(queries.plan(of))

    assert choose(first, *both) == {"1", "2"}
    assert choose(first, halle) == {"1"}
    assert choose(first, *both) == {"1", "2"}
    amendment = Version.objects.create(convention=first.convention, kind="avenant_projet", number=2)
    assert choose(amendment, parking) == {"2"}
    assert set(queries.plan(first)) == {"1", "2"}, "what an amendment takes away stays in what it amends"
    assert choose(amendment, *both) == {"1", "2"}

    assert [entry.verb for entry in history(halle)] == ["action.kept", "action.taken_away", "action.brought"]
    assert [entry.verb for entry in history(parking)] == ["action.brought", "action.left_out", "action.brought"]


def test_the_convention_of_the_next_phase_begins_with_the_plan_of_the_last():
    later = version()
    before = Convention.objects.create(territory=later.territory, phase=Phase.objects.get(key="ACV1"))
    cadre = Version.objects.create(convention=before, kind="cadre", number=1)
    parts.bring_in(action(number=1), version=cadre, by=None, at=AT)

    assert set(queries.plan(cadre)) == set(queries.plan(later)) == {"1"}
