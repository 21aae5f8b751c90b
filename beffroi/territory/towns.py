"""The towns of the programme: 233 territories of one town or of a pair, from the project's own registry.

A *territory* is what the programme counts (the 222 of 2018); a *town* is a commune of it. Sources, disagreements and
corrections: `registry/registry.yml`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import groupby


class Phase(StrEnum):
    """Where a territory stands in the procedure of the convention."""

    PREPARATION = "preparation"
    INITIALISATION = "initialisation"
    DEPLOYMENT = "deployment"
    CLOSED = "closed"


PHASE_LABELS = {
    Phase.PREPARATION: "Préparation",
    Phase.INITIALISATION: "Initialisation",
    Phase.DEPLOYMENT: "Déploiement",
    Phase.CLOSED: "Clos",
}


@dataclass(frozen=True, slots=True)
class Town:
    """A commune of the programme, at the COG 2026; its town hall in degrees (WGS 84)."""

    code: str
    name: str
    territory: str
    order: int
    epci: str
    epci_name: str
    hall_lon: float
    hall_lat: float
    ort_signed: date | None
    ort_renewed: date | None
    is_gateway: bool


@dataclass(frozen=True, slots=True)
class Territory:
    """One beneficiary of the programme: a town, or two towns with one convention."""

    code: str
    name: str
    communes: tuple[Town, ...]
    entry: str
    entry_date: date | None
    signed: date | None
    phase2_signed: date | None
    is_listed: bool
    department: str
    department_name: str
    region: str
    region_name: str
    is_overseas: bool

    @property
    def is_pair(self) -> bool:
        return len(self.communes) == 2

    @property
    def ort_signed(self) -> date | None:
        """The first day on which one of its communes was covered by an ORT agreement."""
        return min((town.ort_signed for town in self.communes if town.ort_signed), default=None)

    @property
    def ort_renewed(self) -> date | None:
        """The last day on which that agreement was amended or replaced, when the sources give one."""
        return max((town.ort_renewed for town in self.communes if town.ort_renewed), default=None)

    @property
    def epcis(self) -> tuple[tuple[str, str], ...]:
        """SIREN and name of the intercommunal body; a pair may have two."""
        return tuple(dict.fromkeys((town.epci, town.epci_name) for town in self.communes))

    @property
    def phase(self) -> Phase:
        """The phase that the known dates show; derived, never stored.

        The rule is the procedure's: no signed convention, preparation; a framework convention alone, initialisation; an
        « avenant de projet », deployment; a convention that ended, closed. No national file dates the « avenant de
        projet », so deployment is read from what it brings about: an ORT agreement, or an amendment of phase 2 signed
        after the convention. Closed is read from the absence from ANCT's list of 2025.
        """
        if self.signed is None:
            return Phase.PREPARATION
        if not self.is_listed:
            return Phase.CLOSED
        amended = self.phase2_signed is not None and self.phase2_signed > self.signed
        return Phase.DEPLOYMENT if amended or self.ort_signed else Phase.INITIALISATION


@cache
def territories() -> tuple[Territory, ...]:
    """The 233 territories in the order of their codes: acv-001 to acv-222 of 2018, then the later entrants."""
    return read_territories((files("beffroi.territory.registry") / "towns.csv").read_text(encoding="utf-8"))


@cache
def towns() -> tuple[Town, ...]:
    """The 246 communes, by territory and order in the pair."""
    return tuple(town for territory in territories() for town in territory.communes)


@cache
def commune_names() -> Mapping[str, str]:
    """The communes of the programme, by their code. One that it does not name keeps its code on a page."""
    return {town.code: town.name for town in towns()}


@cache
def epci_names() -> Mapping[str, str]:
    """The intercommunal bodies of the programme, by their SIREN."""
    return dict(pair for place in territories() for pair in place.epcis)


def territory_of(commune: str) -> Territory | None:
    """The territory that a commune's code belongs to, or nothing when it is not of the programme."""
    return _by_commune().get(commune)


def read_territories(text: str) -> tuple[Territory, ...]:
    """The territories of a registry written as CSV, one row per commune, rows of a territory together."""
    rows = list(csv.DictReader(text.splitlines()))
    return tuple(_territory(list(members)) for _, members in groupby(rows, key=lambda row: row["territory"]))


def _territory(rows: list[dict[str, str]]) -> Territory:
    first = rows[0]
    return Territory(
        code=first["territory"],
        name=first["name"],
        communes=tuple(_town(row) for row in rows),
        entry=first["entry"],
        entry_date=_day(first["entry_date"]),
        signed=_day(first["signed"]),
        phase2_signed=_day(first["phase2_signed"]),
        is_listed=first["listed_2025"] == "1",
        department=first["department"],
        department_name=first["department_name"],
        region=first["region"],
        region_name=first["region_name"],
        is_overseas=first["overseas"] == "1",
    )


def _town(row: dict[str, str]) -> Town:
    return Town(
        code=row["commune"],
        name=row["commune_name"],
        territory=row["territory"],
        order=int(row["programme_order"]),
        epci=row["epci"],
        epci_name=row["epci_name"],
        hall_lon=float(row["hall_lon"]),
        hall_lat=float(row["hall_lat"]),
        ort_signed=_day(row["ort_signed"]),
        ort_renewed=_day(row["ort_renewed"]),
        is_gateway=row["gateway_2023"] == "1",
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _by_commune() -> dict[str, Territory]:
    return {town.code: territory for territory in territories() for town in territory.communes}
