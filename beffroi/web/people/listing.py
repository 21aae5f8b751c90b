"""Accesses and waiting invitations of a scope, as an address asks for them; organisations likewise."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.people.models import Invitation, Membership, Organisation
from beffroi.programme.people.queries import accesses, invitations
from beffroi.programme.people.roles import OrganisationKind, Role
from beffroi.programme.people.scope import Scope
from beffroi.territory.names import folded
from beffroi.web.components import spreadsheet
from beffroi.web.components.asking import Asked, in_order
from beffroi.web.people.wording import BADGES, Standing, over, standing

LABELS: Mapping[str, Any] = {"etat": _("État"), "role": _("Rôle"), "type": _("Type d’organisation")}
GONE = frozenset({Standing.ENDED, Standing.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Row:
    """An access that a person has, or that a letter offers."""

    one: Membership | Invitation
    standing: Standing
    name: str
    email: str

    @property
    def over(self) -> str:
        return over(self.one)

    @property
    def badge(self) -> str:
        return BADGES.get(self.standing, "")

    @property
    def starts(self) -> date | None:
        return self.one.starts_date

    @property
    def url(self) -> str:
        return reverse("people:access" if isinstance(self.one, Membership) else "people:invitation", args=[self.one.pk])


SORTS: Mapping[str, Callable[[Row], Any]] = {
    "nom": lambda row: folded(row.name or row.email),
    "role": lambda row: (str(Role(row.one.role).label), folded(row.name)),
    "organisation": lambda row: (folded(row.one.organisation.name), folded(row.name)),
    "debut": lambda row: row.starts,
    "fin": lambda row: row.one.ends_date,
}
HEADER = ("name", "email", "role", "organisation", "scope_kind", "scope_codes", "starts", "ends", "standing")


def asked(query: QueryDict) -> Asked:
    return Asked.read(query, choices=choices(), labels=LABELS, sorts=SORTS, usual="nom")


def choices() -> dict[str, Mapping[str, Any]]:
    return {"etat": dict(Standing.choices), "role": dict(Role.choices), "type": dict(OrganisationKind.choices)}


def rows(asked: Asked, *, scope: Scope, at: datetime) -> list[Row]:
    """What is past shows only when it is asked for."""
    kept = filter(partial(_answers, asked=asked), _all(scope, at=at))
    return in_order(kept, key=SORTS[asked.sort], is_descending=asked.is_descending)


def as_csv(found: Sequence[Row]) -> HttpResponse:
    return spreadsheet.as_csv("acces", header=HEADER, rows=map(_cells, found))


def _all(scope: Scope, *, at: datetime) -> Iterator[Row]:
    for held in accesses(scope):
        yield Row(held, standing(held, at=at), held.user.name, held.user.email)
    for sent in invitations(scope):
        yield Row(sent, standing(sent, at=at), sent.name, sent.email)


def _answers(row: Row, *, asked: Asked) -> bool:
    one, wanted = row.one, asked.chosen
    return (
        folded(asked.q) in folded(f"{row.name} {row.email} {one.organisation.name}")
        and (row.standing == wanted["etat"] if "etat" in wanted else row.standing not in GONE)
        and wanted.get("role", one.role) == one.role
        and wanted.get("type", one.organisation.kind) == one.organisation.kind
    )


def _cells(row: Row) -> tuple[Any, ...]:
    one = row.one
    reach = (one.organisation.name, one.scope_kind, "|".join(one.scope_codes))
    return (row.name, row.email, one.role, *reach, one.starts_date or "", one.ends_date or "", row.standing.value)


BODY_SORTS = {"nom": "name", "type": "kind", "code": "code", "personnes": "people"}
BODY_HEADER = ("kind", "code", "name", "people")


def bodies_asked(query: QueryDict) -> Asked:
    kinds = {"type": dict(OrganisationKind.choices)}
    return Asked.read(query, choices=kinds, labels=LABELS, sorts=BODY_SORTS, usual="nom")


def bodies(asked: Asked, *, on: date) -> QuerySet[Organisation]:
    """The organisations asked for, each with how many people act for it on a day."""
    in_force = Q(memberships__starts_date__lte=on) & (
        Q(memberships__ends_date=None) | Q(memberships__ends_date__gte=on)
    )
    people = Count("memberships__user", filter=in_force, distinct=True)
    found = Organisation.objects.annotate(people=people)
    if asked.q:
        found = found.filter(Q(name__icontains=asked.q) | Q(code__iexact=asked.q))
    if kind := asked.chosen.get("type"):
        found = found.filter(kind=kind)
    return found.order_by(("-" if asked.is_descending else "") + BODY_SORTS[asked.sort], "name", "pk")


def bodies_csv(found: Sequence[Any]) -> HttpResponse:
    rows = ((one.kind, one.code, one.name, one.people) for one in found)
    return spreadsheet.as_csv("organisations", header=BODY_HEADER, rows=rows)
