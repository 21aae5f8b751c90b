"""A version in preparation of the demonstration: Arles drafts an amendment, through the operations of everyone.

It amends the real convention of the territory; being a draft, it is published nowhere. A visitor may sign it: it is
marked as made up, and its text says so too.
"""

from collections.abc import Container
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.planning import set_plan
from beffroi.programme.actions.queries import plan
from beffroi.programme.conventions import drafting
from beffroi.programme.conventions.guards import on_axis
from beffroi.programme.conventions.kinds import PartyGroup, VersionKind
from beffroi.programme.conventions.models import (
    Annex,
    AxisCommitment,
    Convention,
    Deliberation,
    Ort,
    Party,
    Perimeter,
    Signature,
    Version,
)
from beffroi.programme.conventions.operations import add_amendment
from beffroi.programme.conventions.states import WERE_SIGNED
from beffroi.programme.demonstration.committees import DIRECTOR, PLACE
from beffroi.programme.people.demonstration import account_of
from beffroi.programme.people.models import Organisation, User
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.towns.models import Territory

SUMMARY = (
    "Avenant inventé pour montrer le logiciel (démonstration) : il étend l’intervention aux rues commerçantes du "
    "centre ancien et met à jour le plan d’action."
)
WITHOUT = {"mobility": "Traité par le plan de mobilité de l’agglomération (démonstration)."}

NOTHING_YET = "Aucune action n’y est encore prête (démonstration)."


@transaction.atomic
def write(*, at: datetime) -> bool:
    """Draft the amendment with its parties, its five axes and the perimeter, once; whether anything was written."""
    signed = Convention.objects.filter(territory=PLACE, versions__state__in=WERE_SIGNED)
    convention = signed.order_by("phase__starts_date").last()
    if convention is None or _made_up().filter(convention__territory=PLACE).exists():
        return False
    by, territory = account_of(DIRECTOR, at=at), convention.territory
    version = add_amendment(convention, kind=VersionKind.AVENANT_MODIFICATION, summary=SUMMARY, by=by, at=at)
    _add_parties(version, territory=territory, by=by, at=at)
    _take_away(version, axes=WITHOUT, by=by, at=at)
    carried = plan(version)
    for axis in territory.programme.axes.all():
        acts = bool(on_axis(carried, axis.key))
        reason = "" if acts else WITHOUT.get(axis.key, NOTHING_YET)
        drafting.address_axis(version, axis=axis, with_action=acts, reason=reason, by=by, at=at)
    perimeters = Perimeter.objects.filter(territory=territory, is_demonstration=True, starts_date__isnull=False)
    drafting.set_perimeters(version, perimeters=list(perimeters), by=by, at=at)
    return True


@transaction.atomic
def clear() -> None:
    """Take out what was made up of conventions, the draft and what visitors wrote; the real versions stay."""
    found = _made_up()
    parties = Party.objects.filter(version__in=found)
    for rows in (Signature, Deliberation):
        rows.objects.filter(party__in=parties).delete()
    for link in ("version_in", "version_out"):
        Action.objects.filter(**{f"{link}__in": found}).update(**{link: None})
    for held in (Annex, AxisCommitment, Party):
        held.objects.filter(version__in=found).delete()
    found.update(replaces=None)
    found.delete()
    Convention.objects.filter(is_demonstration=True, versions=None).delete()
    Ort.objects.filter(is_demonstration=True, is_imported=False).delete()


def _made_up() -> QuerySet[Version]:
    """A real version whose state a visitor changed is marked as well, and is not one of them."""
    return Version.objects.filter(is_demonstration=True, is_imported=False)


def _take_away(version: Version, *, axes: Container[str], by: User, at: datetime) -> None:
    """The actions on these axes leave the plan, so that the text can say of each axis why it has none."""
    among = Action.objects.filter(territory=version.territory).select_related("axis")
    kept = [action for action in among if action.axis.key not in axes and str(action.number) in plan(version)]
    set_plan(version, actions=kept, among=list(among), by=by, at=at)


def _add_parties(version: Version, *, territory: Territory, by: User, at: datetime) -> None:
    """The communes, the intercommunal bodies and the State, where the former version did not bring them."""
    sides = (
        (PartyGroup.BENEFICIARY, OrganisationKind.COMMUNE, [town.commune for town in territory.communes.all()]),
        (PartyGroup.BENEFICIARY, OrganisationKind.EPCI, territory.epci_codes),
        (PartyGroup.STATE, OrganisationKind.PREFECTURE_DEPARTMENT, [territory.department]),
    )
    held = set(version.parties.values_list("organisation", flat=True))
    for group, kind, codes in sides:
        for organisation in Organisation.objects.filter(kind=kind, code__in=codes).exclude(pk__in=held):
            drafting.add_party(Party(version=version, organisation=organisation, group=group), by=by, at=at)
