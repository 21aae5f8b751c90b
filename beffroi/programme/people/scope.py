"""What a person may see, and in which roles, on a day: computed from memberships and the registry, never stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from beffroi.foundations.journal.kept import kept_until
from beffroi.programme.people.models import Membership, Reach, User
from beffroi.programme.people.roles import Circle, Role, ScopeKind
from beffroi.territory.communes import departments
from beffroi.territory.epcis import departments_of
from beffroi.territory.towns import territories


@dataclass(frozen=True, slots=True)
class Place:
    """A territory and the departments and regions that its intercommunal bodies reach."""

    code: str
    departments: frozenset[str]
    regions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grant:
    """A role over a scope for an organisation, between two days, the last one included."""

    role: Role
    kind: ScopeKind
    codes: frozenset[str]
    organisation: int
    starts: date
    ends: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def reaches(self, place: Place) -> bool:
        if self.kind is ScopeKind.TERRITORIES:
            return place.code in self.codes
        if self.kind is ScopeKind.DEPARTMENT:
            return bool(place.departments & self.codes)
        return self.is_national or bool(place.regions & self.codes)

    def reaches_region(self, region: str) -> bool:
        """Whether the scope holds the whole region."""
        regional = self.kind in {ScopeKind.REGION, ScopeKind.PARTNER} and region in self.codes
        return regional or self.is_national

    def reaches_department(self, department: str) -> bool:
        """Whether the scope holds the whole department."""
        if self.kind is ScopeKind.DEPARTMENT:
            return department in self.codes
        known = departments().get(department)
        return known is not None and self.reaches_region(known.region)

    @property
    def is_national(self) -> bool:
        return self.kind is ScopeKind.NATION or (self.kind is ScopeKind.PARTNER and not self.codes)


@dataclass(frozen=True, slots=True)
class Scope:
    """The grants in force on a day and what they reach. A place that nobody granted is not seen."""

    grants: tuple[Grant, ...]
    by_territory: Mapping[str, tuple[Grant, ...]]

    @property
    def territories(self) -> frozenset[str]:
        return frozenset(self.by_territory)

    @property
    def roles(self) -> frozenset[Role]:
        return _roles(self.grants)

    @property
    def organisations(self) -> frozenset[int]:
        return frozenset(grant.organisation for grant in self.grants)

    @property
    def is_national(self) -> bool:
        return any(grant.is_national for grant in self.grants)

    def sees(self, territory: str) -> bool:
        return territory in self.by_territory

    def roles_in(self, territory: str) -> frozenset[Role]:
        return _roles(self.by_territory.get(territory, ()))

    def roles_in_region(self, region: str) -> frozenset[Role]:
        """The roles held over the whole region, as a regional committee needs."""
        return _roles(grant for grant in self.grants if grant.reaches_region(region))

    def roles_in_department(self, department: str) -> frozenset[Role]:
        return _roles(grant for grant in self.grants if grant.reaches_department(department))

    @property
    def national_roles(self) -> frozenset[Role]:
        return _roles(grant for grant in self.grants if grant.is_national)

    def circles(self, territory: str, *, organisation: int | None = None) -> frozenset[Circle]:
        """The circles of text that may be read on a territory, when the text is this organisation's.

        - public: anyone;
        - between agents: whoever acts on the territory, so not an evaluator;
        - internal: whoever acts on the territory for that same organisation.
        """
        acting = [grant for grant in self.by_territory.get(territory, ()) if grant.role is not Role.EVALUATOR]
        may_read = {
            Circle.PUBLIC: True,
            Circle.AGENTS: bool(acting),
            Circle.ORGANISATION: any(grant.organisation == organisation for grant in acting),
        }
        return frozenset(circle for circle in Circle if may_read[circle])


def resolve(grants: Iterable[Grant], *, places: Iterable[Place], on: date) -> Scope:
    """What these grants reach on a day."""
    held = tuple(grant for grant in grants if grant.holds_on(on))
    reached = {place.code: tuple(grant for grant in held if grant.reaches(place)) for place in places}
    return Scope(grants=held, by_territory={code: by for code, by in reached.items() if by})


def scope(user: User, *, on: date) -> Scope:
    """What a person may see on a day; nothing for nobody and for a closed account."""
    if not (user.is_authenticated and user.is_active):
        return resolve((), places=(), on=on)
    return _over_the_registry(_grants(user), on)


def _grants(user: User) -> tuple[Grant, ...]:
    """Asked at each page that a person reads: again only after somebody's access was written."""
    return kept_until(
        frozenset({"membership"}), ("grants", user.pk), lambda: tuple(map(grant_of, user.memberships.all()))
    )


@lru_cache(maxsize=256)
def _over_the_registry(grants: tuple[Grant, ...], on: date) -> Scope:
    """The same grants reach the same places all day long: asked at each row that a person writes."""
    return resolve(grants, places=places(), on=on)


def grant_of(membership: Membership) -> Grant:
    return Grant(
        role=Role(membership.role),
        kind=ScopeKind(membership.scope_kind),
        codes=frozenset(membership.scope_codes),
        organisation=membership.organisation_id,
        starts=membership.starts_date,
        ends=membership.ends_date,
    )


def offered(reach: Reach, *, starts: date = date.min) -> Grant:
    """What an access would open that nobody holds yet."""
    return Grant(
        role=Role(reach.role),
        kind=ScopeKind(reach.scope_kind),
        codes=frozenset(reach.scope_codes),
        organisation=reach.organisation_id,
        starts=starts,
    )


@cache
def places() -> tuple[Place, ...]:
    """The registry's territories: each belongs to every department where its intercommunal bodies have a commune."""
    return tuple(_place(territory.code, departments_of(territory)) for territory in territories())


def _place(code: str, reached: tuple[str, ...]) -> Place:
    regions = frozenset(departments()[department].region for department in reached)
    return Place(code=code, departments=frozenset(reached), regions=regions)


def _roles(grants: Iterable[Grant]) -> frozenset[Role]:
    return frozenset(grant.role for grant in grants)
