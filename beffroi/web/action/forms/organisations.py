"""The organisations that may act on a territory, or on each of several: what a form offers to choose from."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q, QuerySet, prefetch_related_objects

from beffroi.programme.actions.models import Action
from beffroi.programme.money.models import FundingLine
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind as Kind
from beffroi.programme.towns.models import Territory

# Of a place; all the others act anywhere.
LOCAL = (
    Kind.COMMUNE,
    Kind.EPCI,
    Kind.PREFECTURE_DEPARTMENT,
    Kind.PREFECTURE_REGION,
    Kind.REGION,
    Kind.DEPARTMENT,
)


def organisations_of(territory: Territory) -> QuerySet[Organisation]:
    """Those that may act on a territory: its own, those of its places, the national ones, those already cited there."""
    own = Q()
    for kind, codes in _codes(territory).items():
        own |= Q(kind=kind, code__in=codes)
    cited = Q(actions_owned__territory=territory) | Q(funding_lines__action__territory=territory)
    named = Organisation.objects.filter(cited).order_by().values("pk")
    return Organisation.objects.filter(own | ~Q(kind__in=LOCAL) | Q(pk__in=named)).order_by("name")


def organisations_of_each(territories: Sequence[Territory]) -> QuerySet[Organisation]:
    """Those that may act on every one of these territories; a few questions, however many there are."""
    if not territories:
        return Organisation.objects.none()
    first, *others = territories
    if not others:
        return organisations_of(first)
    prefetch_related_objects(others, "communes")
    codes, cited = {place.pk: _codes(place) for place in others}, _cited(others)
    kept = [
        one.pk
        for one in organisations_of(first)
        if one.kind not in LOCAL
        or all(one.code in codes[place.pk][Kind(one.kind)] or one.pk in cited[place.pk] for place in others)
    ]
    return Organisation.objects.filter(pk__in=kept).order_by("name")


def _codes(territory: Territory) -> Mapping[Kind, Collection[str]]:
    """The codes of the organisations of its places, by kind."""
    return {
        Kind.COMMUNE: [town.commune for town in territory.communes.all()],
        Kind.EPCI: territory.epci_codes,
        Kind.PREFECTURE_DEPARTMENT: territory.departments,
        Kind.DEPARTMENT: territory.departments,
        Kind.PREFECTURE_REGION: [territory.region],
        Kind.REGION: [territory.region],
    }


def _cited(territories: Sequence[Territory]) -> Mapping[str, set[int]]:
    """Those that the actions of each territory already name, as their owner or as a funder."""
    found: dict[str, set[int]] = defaultdict(set)
    owned = Action.objects.filter(territory__in=territories, owner__isnull=False).values_list("territory", "owner")
    funded = FundingLine.objects.filter(action__territory__in=territories).values_list("action__territory", "funder")
    for place, organisation in (*owned.order_by().distinct(), *funded.order_by().distinct()):
        found[place].add(organisation)
    return found
