"""Desks: what waits, what is late, what changed, the money by stage; each person's own, and nobody else's."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.programme.actions import operations as actions
from beffroi.programme.actions.models import Action
from beffroi.programme.conventions import seed
from beffroi.programme.people.roles import Circle, OrganisationKind
from beffroi.programme.reminders.models import Heartbeat
from beffroi.territory import finding
from tests.programme import making, making_actions, making_conventions
from tests.programme.making_conventions import PAIR

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = PAIR, "acv-017"
TODAY = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: making.AT)


@pytest.fixture
def here():
    return making.territory(HERE)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def desk_of(user):
    return as_(user).get(reverse("desk:home")).context["desk"]


def test_a_person_without_a_role_is_told_how_to_get_one(here):
    answer = as_(making.user()).get(reverse("desk:home"))

    assert "Demandez une invitation" in answer.content.decode()


def test_a_version_waits_for_whoever_makes_its_next_move(here):
    director = making.project_director(HERE)
    making_conventions.draft(here, by=director)

    assert [str(task.what) for task in desk_of(director).tasks] == ["Transmettre au comité régional"]
    assert desk_of(making.partner()).tasks == ()


def test_a_held_session_waits_for_the_minutes_of_its_secretary(here):
    committee = making_conventions.committee(territory=here)
    making_conventions.held(committee, on=date(2024, 2, 1))

    assert "Proposer le compte rendu" in [task.what for task in desk_of(making.state_region("52")).tasks]
    assert "Proposer le compte rendu" not in [task.what for task in desk_of(making.project_director(HERE)).tasks]


def test_a_request_waits_for_its_funder_with_the_day_of_the_oldest(here):
    bank = making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")
    action = making_actions.action(here, owner=making_actions.town_hall("72154"))
    making_actions.line(action, state="requested", funder=bank)
    making_actions.line(action, state="requested", funder=bank, requested_date=date(2023, 1, 5))

    (task,) = desk_of(making.partner()).tasks

    assert task.what == "Répondre à 2 demandes de financement"
    assert task.about == "La plus ancienne attend depuis le 5 janvier 2023"
    assert task.day == date(2023, 1, 5)


def test_a_request_waits_for_who_answers_in_the_name_of_the_funder_and_leads_to_its_own_requests_alone(here):
    cerema = making.organisation(OrganisationKind.CEREMA, code="national")
    action = making_actions.action(here, owner=making_actions.town_hall("72154"))
    making_actions.line(action, state="requested", funder=cerema, instrument="engineering")
    making_actions.line(action, state="requested")

    (task,) = desk_of(making.cerema_pilot()).tasks

    assert as_(making.cerema_pilot()).get(task.url).context["total"] == 1
    assert desk_of(making.cerema_expert(HERE)).tasks == ()


def test_a_late_action_is_shown_with_its_cause_or_the_lack_of_one(here):
    making_actions.action(here, state="works", title="Halles", end_date=date(2024, 1, 1))
    making_actions.action(here, state="works", title="À l’heure", end_date=date(2025, 1, 1))

    desk = desk_of(making.project_director(HERE))

    assert [late.title for late in desk.late] == ["Halles"]
    assert desk.late_count == 1
    assert "Donner la cause d’un retard" in [task.what for task in desk.tasks]


def test_the_task_of_giving_the_causes_of_delays_opens_those_that_have_none(here):
    making_actions.action(here, state="works", title="Halles", end_date=date(2024, 1, 1))
    making_actions.action(here, state="works", title="Quai", end_date=date(2024, 1, 1), late_cause="land")
    director = as_(making.project_director(HERE))
    (task,) = [one for one in desk_of(making.project_director(HERE)).tasks if "cause" in one.url]

    (listed,) = director.get(task.url).context["rows"]

    assert "Halles" in listed


def test_what_is_late_is_named_with_its_own_day_on_the_desk_in_the_list_and_on_the_sheet(here):
    studied = making_actions.action(here, state="study", title="Halles", end_date=date(2030, 1, 30))
    making_actions.milestone(studied, planned=date(2024, 1, 12), label="Permis déposé")
    making_actions.milestone(studied, planned=date(2024, 2, 12), label="Marché signé")
    begun = making_actions.action(
        here, state="programmed", title="Quai", start_date=date(2024, 1, 1), end_date=date(2031, 6, 1)
    )
    making_actions.action(here, state="works", title="Gare", end_date=date(2024, 2, 1))
    director = as_(making.project_director(HERE))

    desk = director.get(reverse("desk:home"))
    told = {late.title: late for late in desk.context["desk"].late}
    table = director.get(reverse("action:list"), {"retard": "oui"}).content.decode()
    sheet, english = (director.get(prefix + reverse("action:sheet", args=[studied.pk])) for prefix in ("", "/en"))

    assert told["Halles"].what == "Jalon « Permis déposé » prévu le 12 janvier 2024"
    assert told["Halles"].others == 1
    assert told["Quai"].what == "Début des travaux prévu le 1er janvier 2024"
    assert told["Gare"].what == "Livraison prévue le 1er février 2024"
    assert "2030" not in desk.content.decode()
    assert all(late.what in table for late in told.values())
    assert "Jalon « Marché signé » prévu le 12 février 2024, il y a 18 jours" in sheet.content.decode()
    assert "Milestone “Permis déposé” due on 12 January 2024, 49 days ago" in english.content.decode()
    assert begun.is_late(TODAY)


def test_what_changed_is_told_in_a_sentence_with_its_author(here):
    director = making.project_director(HERE)
    added = actions.add(making_actions.described(here, title="Halles"), by=director, at=making.AT)

    change = desk_of(director).changes[0]

    assert (str(change.sentence), change.about, change.who) == ("Action ajoutée", added.title, director.name)
    assert change.for_whom == director.memberships.get().organisation.name


def test_what_changed_names_the_thing_even_where_only_its_amount_did(here):
    director = making.project_director(HERE)
    action = making_actions.action(here, cost=None)
    actions.change(action, revision=1, values={"cost": 100_000}, by=director, at=making.AT)

    page = as_(director).get(reverse("desk:changes")).content.decode()

    assert f"action n° {action.number}" in page
    assert "100\u202f000\u00a0€" in page
    assert "100000.00" not in page
    assert f"pour {director.memberships.get().organisation.name}" in page.replace("&#x27;", "’")


def test_what_changed_elsewhere_or_inside_another_organisation_is_not_told(here):
    other = making.territory(ELSEWHERE)
    internal = {"owner": making_actions.town_hall("72154"), "circle": Circle.ORGANISATION}
    mayor = making.project_director(HERE, of=internal["owner"])
    actions.add(making_actions.described(other, title="Ailleurs"), by=making.project_director(ELSEWHERE), at=making.AT)
    actions.add(making_actions.described(here, title="Entre nous", **internal), by=mayor, at=making.AT)

    officer = making.state_officer("72")

    assert [change.about for change in desk_of(officer).changes if change.about in {"Ailleurs", "Entre nous"}] == []
    assert "Entre nous" in [change.about for change in desk_of(mayor).changes]
    for page in ("desk:home", "desk:changes", "desk:territories"):
        assert "Entre nous" not in as_(officer).get(reverse(page)).content.decode()


def test_money_is_told_by_stage_and_its_total_is_the_sum_of_its_rows(here):
    action = making_actions.action(here)
    making_actions.line(action, state="committed", amount=70_000)
    making_actions.local_share(action, amount=20_000)
    making_actions.line(action, state="refused", amount=999)

    money = desk_of(making.project_director(HERE)).money

    assert money.whole.lines == 2
    planned, _requested, _accepted, committed, _paid = money.whole.amounts
    assert (planned, committed) == (Decimal("90000.00"), Decimal("70000.00"))
    columns = zip(*(row.amounts for row in money.rows), strict=True)
    assert tuple(sum(amount or 0 for amount in column) for column in columns) == money.whole.amounts


def test_a_partner_reads_its_own_money(here):
    bank = making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")
    action = making_actions.action(here)
    making_actions.line(action, state="accepted", funder=bank, amount=5_000)
    making_actions.local_share(action)

    assert desk_of(making.partner()).money.whole.lines == 1


def opened(client: Client, page: str) -> dict[str, str]:
    """Each amount of a page by the address that it leads to, and that the lines found there add up to it."""
    links = re.findall(r'href="(/bureau/financements/lignes/\?[^"]*etape=[^"]*)">([^<]*€)<', page)
    for address, amount in links:
        foot = client.get(address.replace("&amp;", "&")).content.decode().partition("<tfoot")[2]
        assert f">{amount.removesuffix('€').strip()}<" in foot.partition("</tfoot>")[0], (address, amount)
    return {address: amount.removesuffix("€").strip().replace("\u202f", " ") for address, amount in links}


@pytest.mark.parametrize(
    ("person", "money", "by_territory"),
    [
        (lambda: making.project_director(HERE), {"70 000", "20 000", "5 000", "95 000", "75 000"}, {"75 000"}),
        (making.national_team, {"70 000", "20 000", "5 000", "40", "95 040", "75 040"}, {"75 000", "40"}),
        (making.partner, {"5 000"}, {"5 000"}),
    ],
)
def test_each_amount_of_a_desk_opens_exactly_its_lines(here, person, money, by_territory):
    bank = making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")
    other = making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="Bretagne")
    action = making_actions.action(here, circle="public")
    making_actions.line(action, state="committed", amount=70_000)
    making_actions.line(action, state="committed", amount=5_000, funder=bank, origin="earmarked")
    making_actions.local_share(action, amount=20_000)
    making_actions.line(action, state="refused", amount=999)
    making_actions.line(making_actions.action(making.territory(ELSEWHERE)), state="committed", amount=40, funder=other)
    client = as_(person())

    home = opened(client, client.get(reverse("desk:home")).content.decode())
    table = opened(client, client.get(reverse("desk:territories")).content.decode())

    assert set(home.values()) == money
    assert set(table.values()) == by_territory


def test_each_amount_of_a_territory_among_several_opens_its_own_lines(here):
    making_actions.line(making_actions.action(here), state="committed", amount=70_000)
    making_actions.line(making_actions.action(making.territory(ELSEWHERE)), state="committed", amount=40)
    client = as_(making.national_team())

    page = opened(client, client.get(reverse("desk:territory", args=[HERE])).content.decode())

    assert set(page.values()) == {"70 000"}
    assert all(f"territoire={HERE}" in address for address in page)


def test_the_national_desk_shows_the_curve_of_signatures_and_actions_by_axis_and_state(here):
    making_conventions.signed(
        making_conventions.draft(here, by=making.project_director(HERE)), by=making.project_director(HERE)
    )
    making_actions.action(here, state="works")
    making.territory(ELSEWHERE)

    desk = desk_of(making.national_team())

    (curve,) = desk.nation.curves
    assert curve.total == 1
    assert sum(axis.total.count for axis in desk.nation.axes) == 1
    (opened,) = [one for axis in desk.nation.axes for one in axis.counts if one.count]
    assert len(as_(making.national_team()).get(opened.url).context["page"].items) == 1
    assert len(desk.standings) == 2
    assert desk.atlas is not None


def test_the_national_desk_says_when_reminders_stopped_going_out(here):
    team = as_(making.national_team())
    never = team.get(reverse("desk:home")).content.decode()
    Heartbeat.objects.create(at=making.AT - timedelta(hours=2), letters=0, reminders=0)
    well = team.get(reverse("desk:home")).content.decode()
    Heartbeat.objects.update(at=making.AT - timedelta(hours=27))
    stopped = team.get(reverse("desk:home")).content.decode()

    assert "Aucun envoi complet" in never
    assert "Les rappels ne partent plus" not in well
    assert "Le dernier envoi complet date du 29 février 2024" in stopped
    assert "ne partent plus" not in as_(making.project_director(HERE)).get(reverse("desk:home")).content.decode()


def test_many_alarms_are_counted_by_kind_and_each_count_opens_the_list_of_its_conventions(here, monkeypatch):
    """The real registry gives no end: on its last months, all the conventions of the phase ring at once."""
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: datetime(2026, 11, 26, 9, tzinfo=UTC))
    for code in [f"acv-{number:03}" for number in range(1, 10)]:
        seed.import_territory(finding.territory(code), territory=making.territory(code), at=making.AT)
    client = as_(making.national_team())

    page = client.get(reverse("desk:home"))

    rung = {str(one.label): one for one in page.context["desk"].rung}
    ends = rung["Fin dans moins de six mois, sans avenant"]
    listed = client.get(ends.url)
    assert ends.count == 9 == listed.context["total"]
    section = page.content.decode().partition('aria-labelledby="alerts"')[2].partition("</section>")[0]
    assert section.count("Fin dans moins de six mois, sans avenant") == 1
    assert "fin de la phase, faute de date dans la convention" in listed.content.decode()


def test_the_list_of_territories_filters_sorts_and_exports(here):
    making.territory(ELSEWHERE)
    making_actions.action(here, state="works", end_date=date(2024, 1, 1))
    team = as_(making.national_team())

    late_first = team.get(reverse("desk:territories"), {"tri": "-retards"}).context["page"].items
    found = team.get(reverse("desk:territories"), {"q": "aurillac"}).context["page"].items
    export = team.get(reverse("desk:territories"), {"format": "csv"}).content.decode().splitlines()

    assert late_first[0].code == HERE
    assert [row.code for row in found] == [ELSEWHERE]
    assert export[0].startswith("code,name,region")
    assert len(export) == 3


def test_what_changed_is_filtered_by_place_by_thing_and_by_day_told_in_either_order_and_exported(here):
    other = making.territory(ELSEWHERE)
    for place in (here, other):
        actions.add(
            making_actions.described(place, title=f"Halles, {place.pk}"),
            by=making.project_director(place.pk),
            at=making.AT - timedelta(days=3),
        )
    team, page = as_(making.national_team()), reverse("desk:changes")

    def about(**asked: str) -> list[str]:
        return [change.about for change in team.get(page, asked).context["changes"] if change.about]

    assert about(sujet="action") == [f"Halles, {ELSEWHERE}", f"Halles, {HERE}"]
    assert about(sujet="action", tri="date") == [f"Halles, {HERE}", f"Halles, {ELSEWHERE}"]
    assert about(sujet="action", territoire=HERE) == [f"Halles, {HERE}"]
    assert about(sujet="action", depuis="2024-02-28") == []
    assert len(about(sujet="action", jusqua="2024-02-27")) == 2
    export = team.get(page, {"sujet": "action", "format": "csv"}).content.decode().splitlines()
    assert (export[0].split(",")[:3], len(export)) == (["at", "by", "for"], 3)
    assert team.get(page, {"depuis": "hier"}).status_code == 400
    assert as_(making.project_director(HERE)).get(page, {"territoire": ELSEWHERE}).status_code == 400


def test_what_waits_is_a_list_that_filters_sorts_and_exports(here):
    director = making.project_director(HERE)
    making_conventions.draft(here, by=director)
    making_actions.action(here, state="works", end_date=date(2024, 1, 1))
    mine, page = as_(director), reverse("desk:tasks")

    def listed(**asked: str) -> list[str]:
        return [task.room.value for task in mine.get(page, asked).context["page"].items]

    assert listed(tri="-quoi") == ["conventions", "actions"]
    assert listed(sujet="actions") == ["actions"]
    assert listed(q="transmettre") == ["conventions"]
    assert len(mine.get(page, {"format": "csv"}).content.decode().splitlines()) == 3


def test_a_wrong_filter_is_refused_with_the_right_ones(here):
    answer = as_(making.national_team()).get(reverse("desk:territories"), {"phase": "finie"})

    assert answer.status_code == 400
    assert "preparation" in answer.content.decode()


def test_the_journal_of_a_thing_tells_what_was_before_and_after(here):
    director = making.project_director(HERE)
    action = actions.add(making_actions.described(here, title="Halles"), by=director, at=making.AT)
    actions.change(action, revision=action.revision, values={"title": "Halles et marché"}, by=director, at=making.AT)

    latest = as_(director).get(reverse("desk:history", args=["action", action.pk])).context["changes"][0]

    (detail,) = latest.details
    assert (str(detail.label), detail.before, detail.after) == ("Intitulé", "Halles", "Halles et marché")


@pytest.mark.parametrize("address", ["action/999999", "user/1", "action/x", "fundingline/1"])
def test_a_guessed_journal_does_not_exist(here, address: str):
    assert as_(making.project_director(HERE)).get(f"/bureau/journal/{address}/").status_code == 404


def test_the_journal_of_another_department_does_not_exist(here):
    action = making_actions.action(here)

    assert as_(making.state_officer("15")).get(reverse("desk:history", args=["action", action.pk])).status_code == 404


def test_a_line_on_a_map_has_no_inside(here):
    line = {"type": "LineString", "coordinates": [[0.35, 48.19], [0.351, 48.192], [0.352, 48.19]]}
    area = {"type": "Polygon", "coordinates": [[[0.35, 48.19], [0.36, 48.2], [0.36, 48.19], [0.35, 48.19]]]}
    along, over = (making_actions.action(here, site=site) for site in (line, area))
    director = as_(making.project_director(HERE))

    ground = director.get(reverse("desk:home")).context["desk"].town["ground"]
    sheet = director.get(reverse("action:sheet", args=[along.pk])).context["sheet"]

    drawn = {one.action.pk: one.site for one in ground.sites}
    assert (drawn[along.pk].areas, len(drawn[along.pk].lines)) == ((), 1)
    assert (len(drawn[over.pk].areas), drawn[over.pk].lines) == (1, ())
    assert not any(path.endswith("z") for path in sheet.drawn.site.lines)
    assert sheet.drawn.site.areas == ()


def test_the_desk_of_one_town_has_the_map_of_the_actions_that_its_reader_reads(here):
    halls = making_actions.action(here, title="Halles", state="works")
    internal = making_actions.action(here, circle=Circle.ORGANISATION, owner=making_actions.town_hall("72154"))
    Action.objects.filter(pk__in=[halls.pk, internal.pk]).update(
        site={"type": "Point", "coordinates": [-0.0753, 47.6988]}
    )
    making_actions.action(here, title="Sans site")

    town = desk_of(making.project_director(HERE)).town
    page = as_(making.state_officer("72")).get(reverse("desk:territory", args=[HERE]))

    assert [one.action for one in town["ground"].sites] == [halls]
    assert [one.action for one in page.context["desk"].town["ground"].sites] == [halls]
