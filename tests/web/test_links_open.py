"""No page offers a link that the access list refuses to its reader: each role follows what its desk shows."""

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse

from beffroi.programme.actions import operations as actions
from beffroi.programme.conventions.models import Version
from beffroi.programme.people.roles import Role
from tests.programme import making, making_actions
from tests.web import samples
from tests.web.test_access import signed_in, status

pytestmark = pytest.mark.django_db
DESKS = ("desk:home", "desk:territories", "desk:territory")
REFUSED = {403, 404}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


def links(client: Client, address: str) -> set[str]:
    """What a page of the rooms behind the door leads to inside them."""
    page = client.get(address).content.decode()
    return {html.unescape(found) for found in re.findall(r'href="(/bureau/[^"#]*)', page)}


def one_a_route(addresses: set[str]) -> list[str]:
    """One address of each route, with its filters or without."""
    kinds = {(resolve(urlsplit(one).path).view_name, bool(urlsplit(one).query)): one for one in sorted(addresses)}
    return sorted(kinds.values())


@pytest.mark.parametrize("role", Role)
def test_every_link_of_a_desk_opens_to_whoever_reads_it(role: Role):
    made = samples.things()
    # An evaluator reads what is public: there is some.
    public = making_actions.action(Version.objects.get(pk=made["version"]).territory, state="works", circle="public")
    making_actions.line(public, state="committed")
    client = signed_in(samples.person(role, territory=samples.HERE))
    desks = [reverse(name, args=[samples.HERE] if name == "desk:territory" else []) for name in DESKS]

    shown = {address for desk in desks for address in links(client, desk)}

    assert reverse("action:list") in shown
    assert [address for address in one_a_route(shown) if status(client.get(address)) in REFUSED] == []


def test_an_evaluator_s_desk_tells_no_change_and_names_nobody():
    made = samples.things()
    client = signed_in(samples.person(Role.EVALUATOR, territory=samples.HERE))

    for desk in (reverse("desk:home"), reverse("desk:territory", args=[samples.HERE])):
        page = client.get(desk).content.decode()
        assert "Ce qui a changé" not in page
        assert "Journal du territoire" not in page
        assert reverse("convention:version", args=[made["version"]]) not in page


def test_who_acts_here_and_evaluates_elsewhere_reads_the_changes_of_here_alone():
    samples.things()
    person = making.project_director(samples.ELSEWHERE, person=making.evaluator())
    written = making_actions.described(making.territory(samples.ELSEWHERE), title="Halle")
    actions.add(written, by=person, at=making.AT)
    client = signed_in(person)

    changes = client.get(reverse("desk:changes")).context

    assert {change.territory for change in changes["changes"]} == {written.territory.name}
    assert list(changes["choices"]["territoire"]) == [samples.ELSEWHERE]
    assert client.get(reverse("desk:changes"), {"territoire": samples.HERE}).status_code == 400
