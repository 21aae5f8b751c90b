"""The organisations of the programme: national ones as declared, the others from the registry."""

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files

import yaml
from django.db import transaction

from beffroi.foundations.journal.chain import record
from beffroi.programme.people.authorship import SYSTEM
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind
from beffroi.territory.communes import departments, regions
from beffroi.territory.towns import towns

Kind = OrganisationKind


@transaction.atomic
def seed_organisations(*, at: datetime) -> int:
    """Add those that are absent; returns how many. What people changed since is left as it is."""
    known = set(Organisation.objects.values_list("kind", "code"))
    absent = [organisation for organisation in declared() if (organisation.kind, organisation.code) not in known]
    if absent:
        Organisation.objects.bulk_create(absent)
        after = {"kinds": _counts(absent)}
        record("organisations.listed", subject=("registry", "organisations"), by=SYSTEM, at=at, after=after)
    return len(absent)


def declared() -> Iterator[Organisation]:
    """Every organisation that the programme has by its nature, with the code of its own register."""
    national = (files("beffroi.programme.people") / "organisations.yml").read_text(encoding="utf-8")
    for row in yaml.safe_load(national):
        yield Organisation(kind=row["kind"], code="national", name=row["name"])
    for region, name in regions().items():
        yield Organisation(kind=Kind.PREFECTURE_REGION, code=region, name=f"Préfecture de région ({name})")
        yield Organisation(kind=Kind.REGION, code=region, name=f"Conseil régional ({name})")
    for department in departments().values():
        place = f"({department.name})"
        yield Organisation(kind=Kind.PREFECTURE_DEPARTMENT, code=department.code, name=f"Préfecture {place}")
        yield Organisation(kind=Kind.DEPARTMENT, code=department.code, name=f"Conseil départemental {place}")
    for town in towns():
        yield Organisation(kind=Kind.COMMUNE, code=town.code, name=f"{town.name} (commune)")
    for epci, name in sorted({(town.epci, town.epci_name) for town in towns()}):
        yield Organisation(kind=Kind.EPCI, code=epci, name=name)


def _counts(organisations: list[Organisation]) -> dict[str, int]:
    kinds = [organisation.kind for organisation in organisations]
    return {str(kind): kinds.count(kind) for kind in dict.fromkeys(kinds)}
