"""Things that a row names by kind and identifier, as one reader may know them: a name, and the page where it opens."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from beffroi.programme.actions import rules as actions
from beffroi.programme.conventions.models import Version
from beffroi.programme.money.models import FundingLine
from beffroi.programme.people.scope import Scope
from beffroi.web.access import opens
from beffroi.web.desk.addresses import PAGES, page_of
from beffroi.web.things import THINGS

# A kind, in the journal's words, and an identifier.
Named: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """`address` is empty where its page would refuse the reader."""

    name: str
    address: str


def shown(named: Iterable[Named], *, scope: Scope) -> dict[Named, Shown]:
    """Those of these things that the scope reads, in one query for each kind; nothing told of the others."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, identifier in named:
        if kind in PAGES and identifier.isdecimal():
            by_kind[kind].add(identifier)
    found: dict[Named, Shown] = {}
    for kind, identifiers in by_kind.items():
        word, route = PAGES[kind]
        thing = THINGS[word]
        for one in thing.among().filter(pk__in=identifiers):
            if thing.can_see(one, scope):
                is_open = opens(route, roles=thing.roles(one, scope))
                name = NAMES.get(kind, _itself)(one, scope)
                found[kind, str(one.pk)] = Shown(name, page_of(kind, one.pk) if is_open else "")
    return found


def _itself(thing: Any, _scope: Scope) -> str:
    return str(thing)


def _version(version: Version, _scope: Scope) -> str:
    numbered = _("n°")
    return f"{version.get_kind_display()} {numbered} {version.number}"


def _line(line: FundingLine, scope: Scope) -> str:
    """With its action, which a funder does not always read."""
    return f"{line}, {line.action}" if actions.can_read(scope, line.action) else str(line)


NAMES: Mapping[str, Callable[[Any, Scope], str]] = {"version": _version, "fundingline": _line, "money": _line}
