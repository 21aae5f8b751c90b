"""Every route is on the access list, and the list is what happens: each route, in each role, in and out of scope."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from beffroi.programme.people.roles import STATE_ROLES, Role
from beffroi.web.access import ACCESS, Members, Who, routes
from beffroi.web.things import THINGS
from tests.programme import making
from tests.web import samples

REFUSED = {403, 404}
BROKEN = {500}
# Words of an address that name nothing by themselves, with what the walk writes there.
FREE = {"kind": "action", "identifier": "action"}
# Their page is that of the move which the address asks for: without one they show nothing, to anybody.
OF_A_MOVE = {"action:move", "money:move"}
# An envelope is read by organisation, not by place.
ENVELOPE_READERS = STATE_ROLES | {Role.PARTNER, Role.NATIONAL_TEAM}
# The access of a town's agent is read by those who might have given it.
ACCESS_READERS = STATE_ROLES | {Role.PROJECT_DIRECTOR, Role.NATIONAL_TEAM}
MEMBERS = {name: rule for name, rule in ACCESS.items() if isinstance(rule, Members)}


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


def test_every_route_of_the_site_and_of_the_api_is_placed_on_the_access_list():
    unplaced = set(routes()) - ACCESS.keys()

    assert unplaced == set(), "say in beffroi/web/access.py who may open these routes"


def test_the_access_list_names_no_route_that_is_gone():
    assert ACCESS.keys() - set(routes()) == set()


def test_the_public_site_is_open_to_anyone():
    assert ACCESS["public:home"] is Who.ANYONE
    assert ACCESS["portrait:territory"] is Who.ANYONE
    assert ACCESS["api-v1:values"] is Who.ANYONE


def test_every_word_of_a_signed_in_address_is_a_thing_that_the_gate_checks():
    unknown = {(name, word) for name in MEMBERS for word in words_of(name) if word not in {*THINGS, *FREE}}

    assert unknown == set(), "add these words to beffroi/web/things.py, with a sample in tests/web/samples.py"


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_led_to_the_door_from_everywhere():
    made = samples.things()
    answers = {name: Client().get(address(name, made)) for name in MEMBERS}

    assert [
        name
        for name, answer in answers.items()
        if not answer.headers.get("Location", "").startswith("/compte/connexion/")
    ] == []


@pytest.mark.django_db
def test_whoever_has_no_role_today_opens_nothing():
    made = samples.things()
    client = signed_in(making.user())

    assert [name for name in MEMBERS if client.get(address(name, made)).status_code not in REFUSED] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_within_its_scope_a_role_opens_what_the_list_gives_it_and_nothing_else(role: Role):
    made = samples.things()
    client = signed_in(samples.person(role, territory=samples.HERE))

    opened = {name for name in MEMBERS if status(client.get(address(name, made))) not in REFUSED | BROKEN}

    given = {name for name, rule in MEMBERS.items() if is_given(name, rule, role)}
    assert opened - OF_A_MOVE == given - OF_A_MOVE
    assert opened <= given


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.NATIONAL_TEAM}))
def test_out_of_its_scope_a_role_finds_nothing_by_guessing_identifiers_nor_in_lists_nor_in_exports(role: Role):
    made = samples.things()
    client = signed_in(samples.person(role, territory=samples.ELSEWHERE))
    told = []

    for name, rule in MEMBERS.items():
        exports = [] if words_of(name) else [client.get(address(name, made), {"format": "csv"})]
        reads = [client.get(address(name, made)), *exports]
        if things_of(name) - {"envelope"}:
            answers = [*reads, client.post(address(name, made))]
            hidden = {404} if role in rule.roles else REFUSED
            told += [(name, answer.status_code) for answer in answers if answer.status_code not in hidden]
        elif role not in rule.roles:
            told += [(name, answer.status_code) for answer in reads if answer.status_code not in REFUSED]
        told += [(name, "leaked") for answer in reads if samples.MARK in body(answer)]

    assert told == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_a_form_that_a_role_may_not_open_is_not_sent_by_it_either(role: Role):
    made = samples.things()
    client = signed_in(samples.person(role, territory=samples.HERE))

    sent = {
        name: client.post(address(name, made)).status_code
        for name, rule in MEMBERS.items()
        if not is_given(name, rule, role)
    }

    assert {name: status for name, status in sent.items() if status not in REFUSED} == {}


def is_given(name: str, rule: Members, role: Role) -> bool:
    if role not in rule.roles:
        return False
    if things_of(name) == {"envelope"}:
        return role in ENVELOPE_READERS
    if things_of(name) & {"membership", "invitation"}:
        return role in ACCESS_READERS
    # What is made here is in preparation: an evaluator reads what is published.
    return role is not Role.EVALUATOR or things_of(name) <= {"territory"}


def signed_in(person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def address(name: str, made: dict) -> str:
    values = made | {"kind": "action", "identifier": made["action"]}
    return reverse(name, kwargs={word: values[word] for word in words_of(name)})


def things_of(name: str) -> set[str]:
    return {FREE.get(word, word) for word in words_of(name)}


def words_of(name: str) -> list[str]:
    return re.findall(r"<(?:\w+:)?(\w+)>", PATTERNS[name])


def status(answer) -> int:
    answer.close()
    return answer.status_code


def body(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return content.decode(errors="replace")


def patterns(resolver: URLResolver, *, spaces: tuple[str, ...] = (), prefix: str = "") -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield ":".join([*spaces, entry.name or ""]), prefix + str(entry.pattern)
        else:
            yield from patterns(
                entry, spaces=(*spaces, *filter(None, [entry.namespace])), prefix=prefix + str(entry.pattern)
            )


PATTERNS = dict(patterns(get_resolver()))
