"""Who has access, as those who give it see it: a list, an invitation, an end, an organisation."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.foundations.journal.models import Entry
from beffroi.programme.people import queries as people
from beffroi.programme.people.models import Invitation, Membership, Organisation, User
from beffroi.programme.people.roles import OrganisationKind, Role
from tests.programme import making
from tests.programme.making import AT, ON

pytestmark = pytest.mark.django_db
AURILLAC, ABBEVILLE = "acv-017", "acv-001"
PASSWORD = "Une phrase longue, sans rapport"


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: AT)


@pytest.fixture
def town_hall() -> Organisation:
    return making.organisation(OrganisationKind.COMMUNE, name="Aurillac (commune)", code="15014")


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def listed(user: User, **asked: str) -> list[str]:
    return [row.name for row in as_(user).get(reverse("people:list"), asked).context["page"].items]


def offer(town_hall: Organisation, **changes: object) -> dict:
    return {
        "email": "arrivee@ville.example",
        "organisation": town_hall.pk,
        "over": [f"territories:{AURILLAC}"],
        "language": "fr",
    } | changes


INVITE = "/bureau/personnes/inviter/"


def test_a_director_reads_who_acts_on_the_town_and_nobody_elsewhere():
    director = making.project_director(AURILLAC, person=making.user("Directrice"))
    making.state_officer("15", person=making.user("Référente"))
    making.national_team(person=making.user("Équipe"))
    making.town_agent(ABBEVILLE, person=making.user("Ailleurs"))
    making.town_agent(AURILLAC, person=making.user("Partie"), ends=date(2023, 1, 1))

    assert listed(director) == ["Directrice", "Équipe", "Référente"]
    assert listed(director, etat="termine") == ["Partie"]
    assert listed(director, role="state_local") == ["Référente"]
    assert listed(director, q="équipe") == ["Équipe"]


def test_a_partner_reads_its_own_people_alone():
    banker = making.partner("84", person=making.user("Banque, Auvergne"))
    making.partner("76", person=making.user("Banque, Occitanie"))
    making.partner("84", kind=OrganisationKind.ANAH, person=making.user("Anah"))
    making.project_director(AURILLAC)

    assert listed(banker) == ["Banque, Auvergne"]
    assert listed(making.partner(person=making.user("Banque, France"))) == [
        "Banque, Auvergne",
        "Banque, France",
        "Banque, Occitanie",
    ]


def test_the_list_sorts_pages_and_exports_what_is_filtered():
    team = making.national_team(person=making.user("Équipe"))
    for number in range(30):
        making.town_agent(AURILLAC, person=making.user(f"Agent {number:02}"), ends=ON + timedelta(days=number))

    first = as_(team).get(reverse("people:list"), {"tri": "-fin"}).context["page"]
    export = as_(team).get(reverse("people:list"), {"role": "town_agent", "format": "csv"}).content.decode()

    assert (first.items[0].name, len(first.items), first.last) == ("Agent 29", 25, 2)
    assert export.splitlines()[0].startswith("name,email,role")
    assert len(export.splitlines()) == 31


def test_a_name_that_a_spreadsheet_would_run_stays_a_text():
    making.town_agent(AURILLAC, person=making.user("=1+1"))

    export = as_(making.national_team()).get(reverse("people:list"), {"format": "csv"}).content.decode()

    assert "'=1+1" in export


def test_the_list_asks_as_many_questions_for_many_people_as_for_few():
    team = as_(making.national_team())

    def questions() -> int:
        team.get(reverse("people:list"))
        with CaptureQueriesContext(connection) as asked:
            team.get(reverse("people:list"))
        return len(asked)

    making.town_agent(AURILLAC)
    few = questions()
    for number in range(20):
        making.town_agent(AURILLAC)
        making.invitation(AURILLAC, email=f"a{number}@ville.example")

    assert questions() == few <= 8


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        (lambda: making.project_director(AURILLAC), ["town_agent", "project_director", "elected", "epci_agent"]),
        (making.partner, ["partner"]),
        (making.cerema_pilot, ["cerema_pilot", "cerema_expert"]),
        (making.national_team, list(Role)),
    ],
)
def test_each_is_asked_first_for_a_role_among_those_they_give(who, roles: list[str]):
    assert as_(who()).get(INVITE).context["roles"] == roles


def test_the_form_offers_the_places_and_the_organisations_of_the_giver_only(town_hall: Organisation):
    making.organisation(OrganisationKind.COMMUNE, code="80001")
    form = as_(making.project_director(AURILLAC, of=town_hall)).get(INVITE, {"role": "town_agent"}).context["form"]

    assert [value for _kind, options in form.fields["over"].choices for value, _name in options] == [
        f"territories:{AURILLAC}"
    ]
    assert [one.code for one in form.fields["organisation"].queryset] == ["15014"]
    assert form.initial["over"] == [f"territories:{AURILLAC}"]


def test_an_invitation_leaves_with_its_days_in_the_language_chosen(
    town_hall: Organisation, django_capture_on_commit_callbacks
):
    director = making.project_director(AURILLAC)
    days = {"starts_date": "2024-04-01", "ends_date": "2024-12-31", "language": "en"}

    with django_capture_on_commit_callbacks(execute=True):
        answer = as_(director).post(f"{INVITE}?role=town_agent", offer(town_hall, **days), follow=True)

    (letter,) = mail.outbox
    (sent,) = Invitation.objects.all()
    assert "L’invitation est partie" in answer.content.decode()
    assert (sent.starts_date, sent.ends_date, sent.invited_by) == (date(2024, 4, 1), date(2024, 12, 31), director)
    assert letter.subject == "Your access to Beffroi"
    assert re.search(r"/en/compte/invitation/\S+/", letter.body)


def test_the_person_invited_follows_the_link_and_sees_what_was_there_already(
    town_hall: Organisation, django_capture_on_commit_callbacks
):
    making.territory(AURILLAC)
    with django_capture_on_commit_callbacks(execute=True):
        as_(making.project_director(AURILLAC)).post(f"{INVITE}?role=town_agent", offer(town_hall))
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    newcomer = Client()

    newcomer.post(link, {"name": "Agente de la ville", "password": PASSWORD})

    assert "Aurillac – Arpajon-sur-Cère" in newcomer.get(reverse("desk:home")).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "arrivee"}, "adresse"),
        ({"over": [f"territories:{ABBEVILLE}"]}, ABBEVILLE),
        ({"ends_date": "2024-02-01"}, "ne peut précéder"),
        ({"email": "attendue@ville.example"}, "renvoyez-la"),
    ],
)
def test_a_wrong_invitation_is_refused_and_what_was_typed_stays(town_hall: Organisation, wrong: dict, said: str):
    making.invitation(AURILLAC, email="attendue@ville.example", at=AT)
    Invitation.objects.update(organisation=town_hall)

    answer = as_(making.project_director(AURILLAC)).post(
        f"{INVITE}?role=town_agent", offer(town_hall, name="Agente du centre") | wrong
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Agente du centre" in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_the_page_of_an_access_tells_the_letter_that_opened_it(
    town_hall: Organisation, django_capture_on_commit_callbacks
):
    making.territory(AURILLAC)
    director = making.project_director(AURILLAC)
    with django_capture_on_commit_callbacks(execute=True):
        as_(director).post(f"{INVITE}?role=town_agent", offer(town_hall))
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    Client().post(link, {"name": "Agente de la ville", "password": PASSWORD})
    access = Membership.objects.get(user__name="Agente de la ville")

    page = as_(director).get(reverse("people:access", args=[access.pk]))

    told = [(str(one.sentence), one.who) for one in page.context["changes"]]
    assert told == [("Invitation acceptée", "Agente de la ville"), ("Invitation envoyée", director.name)]


def test_the_history_of_an_access_has_no_letter_of_another_person_or_of_another_role():
    director = making.project_director(AURILLAC)
    (mine,) = director.memberships.all()

    assert list(people.history(mine)) == []


def test_a_letter_is_sent_again_then_withdrawn_after_being_asked(django_capture_on_commit_callbacks):
    sent = making.invitation(AURILLAC, at=AT - timedelta(days=20))
    director = as_(making.project_director(AURILLAC))

    with django_capture_on_commit_callbacks(execute=True):
        director.post(reverse("people:resend", args=[sent.pk]))
    sent.refresh_from_db()
    asked = director.get(reverse("people:withdraw", args=[sent.pk])).content.decode()
    director.post(reverse("people:withdraw", args=[sent.pk]))

    assert (len(mail.outbox), sent.expires_at) == (1, AT + timedelta(days=14))
    assert "n’ouvrira plus rien" in asked
    assert [entry.verb for entry in Entry.objects.filter(subject_kind="invitation")][-2:] == [
        "invitation.resent",
        "invitation.withdrawn",
    ]


def test_an_access_is_ended_after_being_asked_and_its_page_tells_by_whom():
    director = making.project_director(AURILLAC, person=making.user("Directrice"))
    held = making.town_agent(AURILLAC).memberships.get()
    page = reverse("people:end", args=[held.pk])

    asked = as_(director).get(page).content.decode()
    answer = as_(director).post(page, {"ends_date": "2024-03-31", "seen": ""}, follow=True)

    held.refresh_from_db()
    assert "Passé ce jour" in asked
    assert held.ends_date == date(2024, 3, 31)
    assert "Accès terminé" in answer.content.decode()
    assert "Directrice" in answer.content.decode()


def test_the_second_of_two_people_is_told_of_the_end_that_the_first_gave_and_loses_nothing():
    director, officer = as_(making.project_director(AURILLAC)), as_(making.state_officer("15"))
    held = making.town_agent(AURILLAC, ends=date(2024, 6, 30)).memberships.get()
    page = reverse("people:extend", args=[held.pk])
    director.post(page, {"ends_date": "2024-12-31", "seen": "2024-06-30"})

    told = officer.post(page, {"ends_date": "2025-06-30", "seen": "2024-06-30"})
    again = officer.post(page, {"ends_date": "2025-06-30", "seen": told.context["form"]["seen"].value()})

    held.refresh_from_db()
    assert "31 décembre 2024" in told.content.decode()
    assert 'value="2025-06-30"' in told.content.decode()
    assert (again.status_code, held.ends_date) == (302, date(2025, 6, 30))


@pytest.mark.parametrize("route", ["people:end", "people:extend"])
def test_an_access_that_one_reads_without_giving_it_has_no_page_to_change_it(route: str):
    officer = making.state_officer("15").memberships.get()
    director = as_(making.project_director(AURILLAC))

    assert director.get(reverse("people:access", args=[officer.pk])).status_code == 200
    assert director.get(reverse(route, args=[officer.pk])).status_code == 404
    assert director.post(reverse(route, args=[officer.pk]), {"ends_date": "2024-03-31"}).status_code == 404


def test_organisations_are_found_counted_exported_and_added():
    director = as_(making.project_director(AURILLAC, of=making.organisation(code="15014", name="Aurillac (commune)")))
    page = reverse("people:organisations")

    answer = director.post(
        reverse("people:add-organisation"), {"kind": "other", "name": "SEM du Cantal", "code": ""}, follow=True
    )
    found = director.get(page, {"q": "sem"}).context["page"].items
    export = director.get(page, {"type": "commune", "format": "csv"}).content.decode().splitlines()

    assert "L’organisation est ajoutée" in answer.content.decode()
    assert [one.name for one in found] == ["SEM du Cantal"]
    assert export[1] == "commune,15014,Aurillac (commune),1"


def test_the_journal_of_an_access_is_closed_to_who_does_not_read_it():
    held = making.town_agent(AURILLAC).memberships.get()
    page = f"/bureau/journal/membership/{held.pk}/"

    assert as_(making.project_director(AURILLAC)).get(page).status_code == 200
    assert as_(making.project_director(ABBEVILLE)).get(page).status_code == 404
    assert as_(making.elected(AURILLAC)).get(page).status_code == 404
