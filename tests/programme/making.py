"""Makes people, organisations and territories for tests, by their trait: `state_officer("46")`, `territory("acv-017")`.

Everything is made on `AT`, and memberships begin on `SINCE`; a test that cares passes its own days.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import count

import yaml

from beffroi.foundations.clock import now
from beffroi.programme.people.models import Invitation, Membership, Organisation, User
from beffroi.programme.people.roles import OrganisationKind, Role, ScopeKind
from beffroi.programme.towns import operations
from beffroi.programme.towns.models import Programme, Territory
from beffroi.territory import finding

AT = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
ON = date(2024, 3, 1)
SINCE = date(2018, 3, 27)
_numbers = count(1)


def user(name: str = "Agent de la ville", *, email: str = "", password: str | None = None, **traits: object) -> User:
    made = User(name=name, email=email or f"personne-{next(_numbers)}@beffroi.example", joined_at=AT, **traits)
    made.set_password(password) if password else made.set_unusable_password()
    made.save()
    return made


def organisation(
    kind: OrganisationKind = OrganisationKind.COMMUNE, *, name: str = "", code: str = "", **traits: object
) -> Organisation:
    """The organisation of this kind and code: the same one when it is asked for twice."""
    found = Organisation.objects.filter(kind=kind, code=code).first() if code else None
    return found or Organisation.objects.create(
        kind=kind, name=name or f"{kind.label} {code or next(_numbers)}", code=code, **traits
    )


def member(
    role: Role,
    *,
    over: ScopeKind,
    codes: Iterable[str] = (),
    of: Organisation | None = None,
    person: User | None = None,
    starts: date = SINCE,
    ends: date | None = None,
) -> User:
    """A person with this role, for `of`, over these codes."""
    person = person or user(f"{role.label}, {' '.join(codes) or 'France'}")
    Membership.objects.create(
        user=person,
        organisation=of or organisation(),
        role=role,
        scope_kind=over,
        scope_codes=list(codes),
        starts_date=starts,
        ends_date=ends,
    )
    return person


def project_director(*territories: str, **traits: object) -> User:
    return member(Role.PROJECT_DIRECTOR, over=ScopeKind.TERRITORIES, codes=territories, **traits)


def town_agent(*territories: str, **traits: object) -> User:
    return member(Role.TOWN_AGENT, over=ScopeKind.TERRITORIES, codes=territories, **traits)


def elected(*territories: str, **traits: object) -> User:
    return member(Role.ELECTED, over=ScopeKind.TERRITORIES, codes=territories, **traits)


def epci_agent(*territories: str, **traits: object) -> User:
    return member(Role.EPCI_AGENT, over=ScopeKind.TERRITORIES, codes=territories, **traits)


def state_officer(*departments: str, **traits: object) -> User:
    traits.setdefault("of", organisation(OrganisationKind.PREFECTURE_DEPARTMENT, code=departments[0]))
    return member(Role.STATE_LOCAL, over=ScopeKind.DEPARTMENT, codes=departments, **traits)


def state_region(*regions: str, **traits: object) -> User:
    traits.setdefault("of", organisation(OrganisationKind.PREFECTURE_REGION, code=regions[0]))
    return member(Role.STATE_REGION, over=ScopeKind.REGION, codes=regions, **traits)


def partner(*regions: str, kind: OrganisationKind = OrganisationKind.BANQUE_DES_TERRITOIRES, **traits: object) -> User:
    """A financing partner in these regions; in the whole of France without any."""
    traits.setdefault("of", organisation(kind, code="national"))
    return member(Role.PARTNER, over=ScopeKind.PARTNER, codes=regions, **traits)


def cerema_pilot(**traits: object) -> User:
    traits.setdefault("of", organisation(OrganisationKind.CEREMA, code="national"))
    return member(Role.CEREMA_PILOT, over=ScopeKind.NATION, **traits)


def cerema_expert(*territories: str, **traits: object) -> User:
    traits.setdefault("of", organisation(OrganisationKind.CEREMA, code="national"))
    return member(Role.CEREMA_EXPERT, over=ScopeKind.TERRITORIES, codes=territories, **traits)


def national_team(**traits: object) -> User:
    traits.setdefault("of", organisation(OrganisationKind.ANCT, code="national"))
    return member(Role.NATIONAL_TEAM, over=ScopeKind.NATION, **traits)


def evaluator(**traits: object) -> User:
    return member(Role.EVALUATOR, over=ScopeKind.NATION, **traits)


def invitation(*territories: str, email: str = "", at: datetime | None = None, **traits: object) -> Invitation:
    """A letter to a future town agent, whose link is open for fourteen days."""
    at = at or now()
    return Invitation.objects.create(
        email=email or f"invitee-{next(_numbers)}@beffroi.example",
        organisation=organisation(),
        role=Role.TOWN_AGENT,
        scope_kind=ScopeKind.TERRITORIES,
        scope_codes=list(territories),
        token_hash=f"token-{next(_numbers)}",
        sent_at=at,
        expires_at=at + timedelta(days=14),
        **traits,
    )


def programme() -> Programme:
    """Action Cœur de Ville, with its phases and axes."""
    return Programme.objects.filter(pk="acv").first() or operations.declare_programme(_acv(), by=None, at=AT)


def territory(code: str = "acv-017") -> Territory:
    """A real territory from the registry; acv-017 is the pair Aurillac – Arpajon-sur-Cère."""
    return operations.register(finding.territory(code), programme=programme(), by=None, at=AT)


@cache
def _acv() -> dict:
    return yaml.safe_load((files("beffroi.programme.towns") / "acv.yml").read_text(encoding="utf-8"))
