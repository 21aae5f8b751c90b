"""`beffroi people invite` lets the first person of an installation in."""

import pytest
from click.testing import CliRunner, Result

from beffroi.cli.main import main
from beffroi.foundations.clock import now, today
from beffroi.programme.people import operations
from beffroi.programme.people.models import Invitation
from beffroi.programme.people.roles import OrganisationKind, Role
from beffroi.programme.people.scope import scope
from tests.programme import making

pytestmark = pytest.mark.django_db
SITE = ("--site", "https://beffroi.example.org/")


def invite(*words: str) -> Result:
    return CliRunner().invoke(main, ["people", "invite", *words])


def test_the_first_person_comes_in_by_the_link_that_is_shown():
    making.organisation(OrganisationKind.ANCT, code="national")

    shown = invite("pilote@anct.example", "--role", "national_team", *SITE)

    assert shown.exit_code == 0, shown.output
    link = shown.stdout.strip().splitlines()[-1]
    assert link.startswith("https://beffroi.example.org/compte/invitation/")
    person = operations.accept(link.split("/")[-2], name="Pilote", password="Une phrase bien longue", at=now())
    assert scope(person, on=today()).national_roles == {Role.NATIONAL_TEAM}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--role", "king"], 2, "« king » is none of town_agent"),
        (["--role", "state_local", "--over", "county"], 2, "« county » is none of territories"),
        (["--role", "national_team", "--organisation", "anct:paris"], 2, "No organisation is « anct:paris »"),
        (["--role", "town_agent"], 1, "ne s’étend pas à"),
        (["--role", "town_agent", "--over", "territories"], 1, "Indiquez au moins un code"),
    ],
)
def test_a_wrong_access_is_refused_with_what_would_be_right(words: list[str], code: int, said: str):
    making.organisation(OrganisationKind.ANCT, code="national")

    refused = invite("pilote@anct.example", *words, *SITE)

    assert refused.exit_code == code, refused.output
    assert said in " ".join(refused.stderr.replace("│", " ").split())
    assert not Invitation.objects.exists()


def test_a_wrong_address_is_refused():
    making.organisation(OrganisationKind.ANCT, code="national")

    refused = invite("pilote", "--role", "national_team", *SITE)

    assert refused.exit_code == 1
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("words", [["people", "--help"], ["people", "invite", "--help"]])
def test_every_command_has_help_with_an_example(words: list[str]):
    assert "Example:" in CliRunner().invoke(main, words).stdout
