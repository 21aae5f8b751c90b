"""The committees of the four levels, as the guide sets them up: each territory, department, region, the nation."""

from collections.abc import Iterator
from datetime import datetime

from beffroi.programme.committees.models import Committee
from beffroi.programme.committees.operations import add_committee
from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.towns.models import Programme, Territory
from beffroi.territory.communes import departments, regions


def seed(*, at: datetime) -> None:
    """Set up what is absent; done twice, it writes nothing. The territories must be there (`towns.seed`)."""
    known = {_place(committee) for committee in Committee.objects.all()}
    for programme in Programme.objects.all():
        for committee in committees_of(programme):
            if _place(committee) not in known:
                add_committee(committee, by=None, at=at)


def committees_of(programme: Programme) -> Iterator[Committee]:
    """One a territory, one a department and a region that hold a territory, one for the nation."""
    territories = list(Territory.objects.filter(programme=programme))
    yield Committee(programme=programme, kind=CommitteeKind.NATIONAL, name=str(CommitteeKind.NATIONAL.label))
    for code in sorted({territory.region for territory in territories}):
        name = f"{CommitteeKind.REGIONAL.label} – {regions()[code]}"
        yield Committee(programme=programme, kind=CommitteeKind.REGIONAL, region=code, name=name)
    for code in sorted({code for territory in territories for code in territory.departments}):
        name = f"{CommitteeKind.DEPARTMENTAL.label} – {departments()[code].name}"
        yield Committee(programme=programme, kind=CommitteeKind.DEPARTMENTAL, department=code, name=name)
    for territory in territories:
        name = f"{CommitteeKind.PROJECT.label} – {territory.name}"
        yield Committee(programme=programme, kind=CommitteeKind.PROJECT, territory=territory, name=name)


def _place(committee: Committee) -> tuple[str, str, str, str, str]:
    return (
        committee.programme_id,
        committee.kind,
        committee.territory_id or "",
        committee.region,
        committee.department,
    )
