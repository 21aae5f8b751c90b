"""Open a release and ask it for figures: the only door through which pages, API and studies read one.

release = open_release(path)
release.at("commune", "13004", code="HAB-03")
release.of("HAB-03", place_kind="centre", period="2021")
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import shapely

from beffroi.foundations.files import sha256

SHIPPED = Path(__file__).parents[1] / "shipped"

# SDMX code lists CL_OBS_STATUS and CL_CONF_STATUS, as far as this house uses them.
ABSENCES = {"Q": "secret", "O": "missing", "L": "not_collected", "M": "not_applicable"}


class DamagedRelease(ValueError):
    """Names the file that is not as the manifest says, and what to do."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure with what must stand beside it. `value` is None when `absence` says why."""

    indicator: str
    version: int
    place_kind: str
    place: str
    perimeter: str
    period: str
    value: float | None
    numerator: float | None
    denominator: float | None
    n: int | None
    low: float | None
    high: float | None
    obs_status: str
    conf_status: str

    @property
    def absence(self) -> str | None:
        """secret, missing, not_collected or not_applicable; None when there is a value (zero is a value)."""
        return ABSENCES.get(self.obs_status) if self.value is None else None


@dataclass(frozen=True, slots=True)
class Place:
    place_kind: str
    place: str
    name: str
    department: str | None
    region: str | None
    lon: float | None
    lat: float | None
    population: int | None
    territory: str | None
    note: str | None
    epci: str | None = None
    aav: str | None = None


@dataclass(frozen=True, slots=True)
class Peer:
    commune: str
    peer: str
    peer_group: str
    rank: int
    distance: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A published perimeter. `geometry` is in degrees (OGC:CRS84); `area_ha` was measured in the projection `epsg`."""

    id: str
    kind: str
    place: str
    name: str
    algorithm: str
    epsg: int
    area_ha: float
    date: str
    status: str
    geometry: Any


class Release:
    """A release in memory. Figures come in the order of the file: by place, then by period."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest: dict[str, Any] = _json(path / "manifest.json")
        self.catalogue: dict[str, Any] = _json(path / "catalogue.json")
        self.indicators: dict[str, dict[str, Any]] = {i["code"]: i for i in self.catalogue["indicators"]}
        self.sources: dict[str, dict[str, Any]] = {s["name"]: s for s in self.catalogue["sources"]}
        self._by_place: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        self._by_indicator: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for row in _rows(path / "values.parquet", Observation):
            self._by_place[row.place_kind, row.place].append(row)
            self._by_indicator[row.indicator, row.place_kind].append(row)

    @property
    def name(self) -> str:
        return self.manifest["release"]

    @cached_property
    def places(self) -> dict[tuple[str, str], Place]:
        return {(p.place_kind, p.place): p for p in _rows(self.path / "places.parquet", Place)}

    @cached_property
    def peers(self) -> dict[str, list[Peer]]:
        """The peers of each programme commune, nearest first, both groups."""
        found: dict[str, list[Peer]] = defaultdict(list)
        for peer in _rows(self.path / "peers.parquet", Peer):
            found[peer.commune].append(peer)
        return dict(found)

    @cached_property
    def outlines(self) -> dict[tuple[str, str], list[Outline]]:
        """Published perimeters by kind and place (a commune has several `iris`)."""
        found: dict[tuple[str, str], list[Outline]] = defaultdict(list)
        for outline in _rows(self.path / "perimeters.parquet", Outline):
            found[outline.kind, outline.place].append(replace(outline, geometry=shapely.from_wkb(outline.geometry)))
        return dict(found)

    def at(self, place_kind: str, place: str, *, code: str | None = None) -> list[Observation]:
        """The figures of one place, of one indicator or of all."""
        rows = self._by_place.get((place_kind, place), [])
        return [row for row in rows if code is None or row.indicator == code]

    def of(self, code: str, *, place_kind: str, period: str | None = None) -> list[Observation]:
        """The figures of one indicator over the places of one kind, at one period or at all."""
        rows = self._by_indicator.get((code, place_kind), [])
        return [row for row in rows if period is None or row.period == period]

    def periods(self, code: str) -> list[str]:
        """The periods for which the indicator has rows, oldest first."""
        kinds = self.indicators[code]["levels"]
        return sorted({row.period for kind in kinds for row in self._by_indicator.get((code, kind), [])})


def open_release(path: Path = SHIPPED) -> Release:
    """The release of a folder, after its files were compared with its manifest.

    Raises `DamagedRelease` naming the first file that is absent or is not the one that was released.
    """
    if fault := next(faults(path), None):
        raise DamagedRelease(fault)
    return Release(path)


@cache
def kept_open(path: Path = SHIPPED) -> Release:
    """The same release for every caller of this process: pages and API read one copy in memory."""
    return open_release(path)


def faults(path: Path) -> Iterator[str]:
    """A sentence for each file that is absent, or whose checksum is not the manifest's."""
    if not (path / "manifest.json").is_file():
        yield f"{path}: no manifest.json; this folder is not a release. `beffroi indicators run --out DIR` makes one."
        return
    try:
        listed: Sequence[dict[str, Any]] = _json(path / "manifest.json")["files"]
    except (ValueError, KeyError) as error:
        yield f"{path / 'manifest.json'}: unreadable ({error}); take the release again from where it was published."
        return
    for file in listed:
        found = path / file["path"]
        if not found.is_file():
            yield f"{found}: absent, but the manifest lists it; take the release again from where it was published."
        elif sha256(found) != file["sha256"]:
            yield f"{found}: not the file that was released (checksum differs); take the release again."


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _rows(path: Path, kind: type) -> Iterator[Any]:
    table = pq.read_table(path, columns=[field.name for field in fields(kind)])
    columns = [column.to_pylist() for column in table.columns]
    return (kind(*row) for row in zip(*columns, strict=True))
