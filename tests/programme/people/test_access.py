"""Access is given by invitation, within the giver's own perimeter, and every gift is in the journal."""

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from beffroi.foundations.journal.chain import faults, history
from beffroi.foundations.journal.models import Entry
from beffroi.programme.people import operations, queries
from beffroi.programme.people.models import Invitation, Membership, User
from beffroi.programme.people.operations import AccessRefused
from beffroi.programme.people.roles import OrganisationKind, Role, ScopeKind
from beffroi.programme.people.scope import scope
from tests.programme import making
from tests.programme.making import AT, ON

AURILLAC, ABBEVILLE = "acv-017", "acv-001"
PASSWORD = "Une phrase longue, sans rapport"
ADDRESS = "https://beffroi.example/compte/invitation/"


def invited(
    email: str = "arrivee@ville.example",
    *,
    by: User | None = None,
    role: Role = Role.PROJECT_DIRECTOR,
    over: ScopeKind = ScopeKind.TERRITORIES,
    codes: tuple[str, ...] = (AURILLAC,),
    of: OrganisationKind = OrganisationKind.COMMUNE,
) -> Invitation:
    return operations.invite(
        email,
        organisation=making.organisation(of, code="national"),
        role=role,
        scope_kind=over,
        scope_codes=codes,
        link_to=lambda token: f"{ADDRESS}{token}",
        by=by,
        at=AT,
    )


@pytest.fixture
def token(django_capture_on_commit_callbacks) -> str:
    """The token of a letter that a future project director of Aurillac received."""
    with django_capture_on_commit_callbacks(execute=True):
        invited()
    (letter,) = mail.outbox
    return re.search(rf"{ADDRESS}(\S+)", letter.body)[1]


def test_an_invitation_is_a_letter_with_a_link_and_the_link_is_not_kept(token: str):
    (letter,) = mail.outbox

    assert letter.to == ["arrivee@ville.example"]
    assert "Directeur ou directrice de projet" in letter.body
    assert "15 mars 2024 à 10 h 30" in letter.body
    kept = Invitation.objects.values().get()
    assert token not in str(kept)
    assert token not in str(Entry.objects.values())


def test_no_letter_leaves_when_the_operation_is_undone(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        invited()
        raise RuntimeError

    assert mail.outbox == []
    assert Entry.objects.count() == 0


def test_the_link_opens_an_account_with_its_role(token: str):
    user = operations.accept(token, name="Directrice de projet, Aurillac", password=PASSWORD, at=AT)

    assert user.email == "arrivee@ville.example"
    assert user.check_password(PASSWORD)
    assert user.password.startswith("argon2")
    assert scope(user, on=ON).roles_in(AURILLAC) == {Role.PROJECT_DIRECTOR}
    assert EmailAddress.objects.get(user=user).verified
    assert [entry.verb for entry in Entry.objects.all()] == [
        "invitation.sent",
        "account.opened",
        "invitation.accepted",
    ]
    assert list(faults()) == []


def test_the_link_opens_once(token: str):
    operations.accept(token, name="Directrice de projet", password=PASSWORD, at=AT)

    with pytest.raises(AccessRefused, match="Demandez une nouvelle invitation"):
        operations.accept(token, name="Quelqu’un d’autre", password=PASSWORD, at=AT)


def test_the_link_expires(token: str):
    with pytest.raises(AccessRefused, match="expiré"):
        operations.accept(token, name="Directrice de projet", password=PASSWORD, at=AT + timedelta(days=14))

    assert not User.objects.exists()


def test_a_guessed_link_opens_nothing(token: str):
    with pytest.raises(AccessRefused, match="pas valable"):
        operations.accept(token[:-1], name="Directrice de projet", password=PASSWORD, at=AT)


def test_an_invitation_taken_back_opens_nothing(token: str):
    operations.withdraw(Invitation.objects.get(), by=making.national_team(), at=AT)

    with pytest.raises(AccessRefused, match="pas valable"):
        operations.accept(token, name="Directrice de projet", password=PASSWORD, at=AT)
    with pytest.raises(AccessRefused, match="rien à retirer"):
        operations.withdraw(Invitation.objects.get(), by=making.national_team(), at=AT)


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [
        ("", PASSWORD, "name"),
        ("Directrice de projet", "court", "password"),
        ("Directrice de projet", "password1234", "password"),
        ("Directrice de projet", "arrivee@ville.example", "password"),
    ],
)
def test_a_weak_password_or_no_name_is_refused_at_its_field(token: str, name: str, password: str, field: str):
    with pytest.raises(ValidationError) as refused:
        operations.accept(token, name=name, password=password, at=AT)

    assert list(refused.value.message_dict) == [field]
    assert Invitation.objects.get().is_open(AT)


def test_somebody_who_has_an_account_gets_one_more_role(token: str):
    existing = making.town_agent(ABBEVILLE, person=making.user(email="arrivee@ville.example"))

    user = operations.accept(token, at=AT)

    assert user == existing
    assert scope(user, on=ON).territories == {AURILLAC, ABBEVILLE}


def test_a_closed_account_is_not_reopened_by_an_invitation(token: str):
    making.user(email="arrivee@ville.example", is_active=False)

    with pytest.raises(AccessRefused, match="fermé"):
        operations.accept(token, at=AT)


@pytest.mark.parametrize(
    ("role", "over", "codes", "of", "said"),
    [
        (
            Role.TOWN_AGENT,
            ScopeKind.NATION,
            (),
            OrganisationKind.COMMUNE,
            "ne s’étend pas à « France entière ». Possible : Territoires.",
        ),
        (
            Role.TOWN_AGENT,
            ScopeKind.TERRITORIES,
            ("acv-999",),
            OrganisationKind.COMMUNE,
            "« acv-999 » n’est pas un code",
        ),
        (Role.TOWN_AGENT, ScopeKind.TERRITORIES, (), OrganisationKind.EPCI, "Indiquez au moins un code"),
        (
            Role.STATE_LOCAL,
            ScopeKind.DEPARTMENT,
            ("2C",),
            OrganisationKind.PREFECTURE_DEPARTMENT,
            "un code ressemble à 01",
        ),
        (Role.TOWN_AGENT, ScopeKind.TERRITORIES, (AURILLAC,), OrganisationKind.ANAH, "ne s’exerce pas pour « Anah »"),
        (
            Role.NATIONAL_TEAM,
            ScopeKind.NATION,
            ("93",),
            OrganisationKind.ANCT,
            "n’est pas un code de « France entière »",
        ),
    ],
)
def test_a_scope_that_cannot_be_is_refused_with_what_would_be_right(
    role: Role, over: ScopeKind, codes: tuple[str, ...], of: OrganisationKind, said: str
):
    with pytest.raises(AccessRefused) as refused:
        invited(role=role, over=over, codes=codes, of=of)

    assert said in str(refused.value)


TOWN = {"role": Role.TOWN_AGENT, "over": ScopeKind.TERRITORIES, "codes": (AURILLAC,)}
OFFICER = {
    "role": Role.STATE_LOCAL,
    "over": ScopeKind.DEPARTMENT,
    "codes": ("15",),
    "of": OrganisationKind.PREFECTURE_DEPARTMENT,
}
REGION = {
    "role": Role.STATE_REGION,
    "over": ScopeKind.REGION,
    "codes": ("84",),
    "of": OrganisationKind.PREFECTURE_REGION,
}
TEAM = {"role": Role.NATIONAL_TEAM, "over": ScopeKind.NATION, "codes": (), "of": OrganisationKind.ANCT}
EXPERT = {
    "role": Role.CEREMA_EXPERT,
    "over": ScopeKind.NATION,
    "codes": (),
    "of": OrganisationKind.CEREMA,
}
BANK = {
    "role": Role.PARTNER,
    "over": ScopeKind.PARTNER,
    "codes": ("84",),
    "of": OrganisationKind.BANQUE_DES_TERRITOIRES,
}
WHOLE_BANK = BANK | {"codes": ()}
OTHER_BANK = BANK | {"of": OrganisationKind.ANAH}


@pytest.mark.parametrize("access", [TOWN, OFFICER, REGION, TEAM, EXPERT, BANK, WHOLE_BANK])
def test_the_national_team_gives_every_access(access: dict):
    assert invited(by=making.national_team(), **access).pk


def test_the_state_gives_access_within_its_perimeter_and_downwards():
    assert invited(by=making.state_region("84"), **OFFICER).pk
    assert invited(by=making.state_region("84"), **TOWN).pk
    assert invited("agent@ville.example", by=making.state_officer("15"), **TOWN).pk
    assert invited("adjointe@prefecture.example", by=making.state_officer("15"), **OFFICER).pk
    assert invited("autre-agent@ville.example", by=making.project_director(AURILLAC), **TOWN).pk


def test_cerema_and_partners_give_access_among_their_own():
    assert invited(by=making.cerema_pilot(), **EXPERT).pk
    assert invited(by=making.partner(), **WHOLE_BANK).pk
    assert invited(by=making.partner("84"), **BANK).pk


@pytest.mark.parametrize(
    ("giver", "access"),
    [
        (lambda: making.project_director(ABBEVILLE), TOWN),
        (lambda: making.project_director(AURILLAC), OFFICER),
        (lambda: making.town_agent(AURILLAC), TOWN),
        (lambda: making.elected(AURILLAC), TOWN),
        (lambda: making.state_officer("80"), TOWN),
        (lambda: making.state_officer("15"), REGION),
        (lambda: making.state_officer("80"), OFFICER),
        (lambda: making.state_region("76"), OFFICER),
        (lambda: making.state_region("84"), TEAM),
        (making.cerema_pilot, TOWN),
        (lambda: making.cerema_expert(AURILLAC), EXPERT),
        (lambda: making.partner("84"), WHOLE_BANK),
        (lambda: making.partner("76"), BANK),
        (lambda: making.partner("84"), OTHER_BANK),
        (making.evaluator, TOWN),
        (making.user, TOWN),
        (lambda: making.national_team(ends=date(2024, 2, 29)), TOWN),
    ],
)
def test_nobody_gives_more_than_their_role_and_perimeter(giver, access: dict):
    with pytest.raises(AccessRefused, match="dépasse votre périmètre"):
        invited(by=giver(), **access)

    assert not Invitation.objects.exists()
    assert not Entry.objects.exists()


def test_the_same_access_is_not_offered_twice_while_the_first_letter_waits():
    invited()

    with pytest.raises(AccessRefused, match="renvoyez-la"):
        invited()
    operations.withdraw(Invitation.objects.get(), by=None, at=AT)
    assert invited().pk


def test_a_letter_sent_again_has_a_new_link_and_the_former_one_opens_nothing(
    token: str, django_capture_on_commit_callbacks
):
    later = AT + timedelta(days=20)
    with django_capture_on_commit_callbacks(execute=True):
        operations.resend(
            Invitation.objects.get(), link_to=lambda new: f"{ADDRESS}{new}", by=making.national_team(), at=later
        )
    new = re.search(rf"{ADDRESS}(\S+)", mail.outbox[1].body)[1]

    with pytest.raises(AccessRefused, match="pas valable"):
        operations.accept(token, name="Directrice de projet", password=PASSWORD, at=later)
    assert operations.accept(new, name="Directrice de projet", password=PASSWORD, at=later).pk
    with pytest.raises(AccessRefused, match="plus en attente"):
        operations.resend(Invitation.objects.get(), link_to=str, by=None, at=later)


def test_nobody_sends_again_nor_withdraws_what_they_could_not_give(token: str):
    for do in (operations.withdraw, lambda one, **who: operations.resend(one, link_to=str, **who)):
        with pytest.raises(AccessRefused, match="dépasse votre périmètre"):
            do(Invitation.objects.get(), by=making.project_director(ABBEVILLE), at=AT)


def test_an_access_begins_and_ends_on_the_days_foreseen_never_before_the_person_came():
    def opened(**days: date):
        sent: list[str] = []
        operations.invite(
            f"agent-{len(days)}-{Invitation.objects.count()}@ville.example",
            organisation=making.organisation(code="15014"),
            role=Role.TOWN_AGENT,
            scope_kind=ScopeKind.TERRITORIES,
            scope_codes=[AURILLAC],
            link_to=lambda token: sent.append(token) or token,
            by=None,
            at=AT,
            **days,
        )
        held = operations.accept(sent[0], name="Agent", password=PASSWORD, at=AT + timedelta(days=3)).memberships.get()
        return held.starts_date, held.ends_date

    assert opened() == (date(2024, 3, 4), None)
    assert opened(starts_date=date(2024, 2, 1)) == (date(2024, 3, 4), None)
    assert opened(starts_date=date(2024, 4, 1), ends_date=date(2024, 12, 31)) == (date(2024, 4, 1), date(2024, 12, 31))
    with pytest.raises(AccessRefused, match="ne peut précéder son début"):
        opened(starts_date=date(2024, 4, 1), ends_date=date(2024, 3, 31))


def test_an_access_is_extended_while_it_lasts_and_only_further():
    director = making.project_director(AURILLAC)
    membership = making.town_agent(AURILLAC, ends=date(2024, 6, 30)).memberships.get()

    def extended(until: date | None, **how: object) -> None:
        operations.extend_membership(membership, ends_date=until, by=director, at=AT, **how)

    with pytest.raises(AccessRefused, match="donnez un jour qui vient après"):
        extended(date(2024, 6, 30))
    extended(date(2025, 6, 30))
    with pytest.raises(AccessRefused, match="est devenue : le 30 juin 2025"):
        extended(date(2026, 6, 30), seen=date(2024, 6, 30))
    extended(None, seen=date(2025, 6, 30))
    with pytest.raises(AccessRefused, match="rien à prolonger"):
        extended(None)
    assert [entry.verb for entry in history(membership)] == ["membership.extended", "membership.extended"]


def test_an_access_that_ended_is_given_anew_not_extended():
    membership = making.town_agent(AURILLAC, ends=date(2024, 1, 31)).memberships.get()

    with pytest.raises(AccessRefused, match="invitez de nouveau"):
        operations.extend_membership(membership, ends_date=None, by=None, at=AT)


def test_the_body_of_a_town_is_added_by_who_invites_there_and_the_states_by_the_national_team_only():
    director = making.project_director(AURILLAC)
    added = operations.add_organisation("SEM du Cantal", kind=OrganisationKind.OTHER, by=director, at=AT)

    assert added.pk
    with pytest.raises(AccessRefused, match="ne revient pas à votre rôle"):
        operations.add_organisation("Préfecture", kind=OrganisationKind.PREFECTURE_REGION, by=director, at=AT)
    with pytest.raises(AccessRefused, match="ne revient pas à votre rôle"):
        operations.add_organisation("SEM", kind=OrganisationKind.OTHER, by=making.partner(), at=AT)


def test_each_person_chooses_the_language_of_their_letters():
    person = making.user()
    operations.choose_language(person, language="en", by=person, at=AT)

    assert User.objects.get(pk=person.pk).language == "en"
    with pytest.raises(AccessRefused, match="la personne elle-même"):
        operations.choose_language(person, language="fr", by=making.national_team(), at=AT)


def test_a_role_is_given_to_somebody_who_has_an_account_and_ended():
    officer, person = making.state_officer("15"), making.user()
    membership = operations.add_membership(
        person,
        organisation=making.organisation(),
        role=Role.TOWN_AGENT,
        scope_kind=ScopeKind.TERRITORIES,
        scope_codes=[AURILLAC],
        by=officer,
        at=AT,
    )

    operations.end_membership(membership, ends_date=ON, by=officer, at=AT)

    assert scope(person, on=ON).sees(AURILLAC)
    assert not scope(person, on=ON + timedelta(days=1)).sees(AURILLAC)
    assert [(entry.verb, entry.by) for entry in history(membership)] == [
        ("membership.ended", str(officer.public_id)),
        ("membership.added", str(officer.public_id)),
    ]


def test_a_role_does_not_end_before_it_starts():
    membership = making.town_agent(AURILLAC, starts=ON).memberships.get()

    with pytest.raises(AccessRefused, match="commence le 1er mars 2024"):
        operations.end_membership(membership, ends_date=date(2024, 2, 1), by=None, at=AT)


def test_the_database_itself_refuses_a_role_that_ends_before_it_starts():
    with pytest.raises(IntegrityError, match="membership_ends_after_it_starts"), transaction.atomic():
        making.town_agent(AURILLAC, starts=ON, ends=date(2024, 2, 1))


def test_an_account_is_closed_by_the_national_team_only():
    person = making.town_agent(AURILLAC)

    with pytest.raises(AccessRefused, match="équipe nationale"):
        operations.close_account(person, by=making.project_director(AURILLAC), at=AT)
    operations.close_account(person, by=making.national_team(), at=AT)

    person.refresh_from_db()
    assert not person.is_active
    assert Membership.objects.filter(user=person).exists()


def test_an_organisation_is_added_once():
    added = operations.add_organisation("SEM du Cantal", kind=OrganisationKind.OTHER, code="sem-15", by=None, at=AT)

    assert [entry.verb for entry in history(added)] == ["organisation.added"]
    with pytest.raises(ValidationError, match="porte déjà ce code"):
        operations.add_organisation("SEM du Cantal", kind=OrganisationKind.OTHER, code="sem-15", by=None, at=AT)


def test_one_account_an_address_whatever_its_capitals():
    making.user(email="agent@ville.example")

    with pytest.raises(IntegrityError), transaction.atomic():
        making.user(email="agent@ville.example")
    with pytest.raises(IntegrityError, match="lower_case"), transaction.atomic():
        making.user(email="Agent@ville.example")


def test_the_colleagues_of_a_territory_are_those_who_reach_it_that_day():
    director = making.project_director(AURILLAC)
    officer = making.state_officer("15")
    making.state_officer("80")
    making.town_agent(AURILLAC, ends=date(2023, 1, 1))
    making.town_agent(AURILLAC, person=making.user(is_active=False))

    found = {membership.user for membership in queries.colleagues(AURILLAC, on=ON)}

    assert found == {director, officer}
    assert queries.colleagues("acv-999", on=ON) == []


def test_the_journal_names_people_by_an_identifier_that_can_be_looked_up():
    director = making.project_director(AURILLAC)

    assert queries.names(["system", str(director.public_id)]) == {str(director.public_id): director.name}


def test_waiting_invitations_are_those_still_open():
    waiting = invited()

    assert list(queries.open_invitations(at=AT)) == [waiting]
    assert list(queries.open_invitations(at=AT + timedelta(days=15))) == []
