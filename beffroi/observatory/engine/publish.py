"""Writes a release: an immutable folder of tables, with what they mean and where they come from.

Nothing here reads the clock or the machine: the same inputs give the same bytes, in any folder.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

import beffroi
from beffroi.foundations.files import whole_folder
from beffroi.foundations.handover import words
from beffroi.observatory.engine.run import Computed
from beffroi.observatory.engine.vocabulary import axes, units
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.release import columns, describe, write
from beffroi.territory.communes import REFERENCE_YEAR

SCOPES = ("national", "programme")
CODE = (".py", ".sql", ".yml", ".csv")


class GateClosed(ValueError):
    """Figures that a gate refuses; nothing is published. Names the gates and their first offenders."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What a release is made of, beside the places in the database."""

    scope: str
    computed: Sequence[Computed]
    sources: Mapping[str, Source]
    origins: Sequence[Mapping[str, Any]]
    perimeters: pa.Table


def refuse_closed_gates(computed: Iterable[Computed]) -> None:
    """Raises `GateClosed` when a gate has offenders."""
    told = [
        f"{gate.indicator}, {gate.name}:\n" + "\n".join(f"    {offender}" for offender in gate.offenders)
        for done in computed
        for gate in done.gates
        if not gate.passed
    ]
    if told:
        raise GateClosed("Nothing is published. Gates with offenders (the first five of each):\n" + "\n".join(told))


def publish(db: duckdb.DuckDBPyConnection, edition: Edition, *, out: Path) -> dict[str, Any]:
    """Writes the release in the folder `out`, whole or not at all, and returns its manifest.

    `db` holds the table `places` and the schema `territory`. Raises `GateClosed` before anything is written.
    """
    refuse_closed_gates(edition.computed)
    catalogue = _catalogue(edition)
    with whole_folder(out) as folder:
        tables = {
            "values": _values(db, edition),
            "places": _query(db, _places_sql(edition.scope)),
            "peers": _query(db, "from territory.peers order by commune, peer_group, rank"),
            "perimeters": edition.perimeters,
        }
        for name, table in tables.items():
            write.table(folder, name, table)
        write.document(folder / "catalogue.json", catalogue)
        manifest = _manifest(edition, tables)
        write.document(folder / "dcat.jsonld", describe.dcat(manifest, catalogue, files=write.listed(folder)))
        write.document(
            folder / "datapackage.json", describe.datapackage(manifest, catalogue, files=write.listed(folder))
        )
        manifest["files"] = write.listed(folder, rows={name: table.num_rows for name, table in tables.items()})
        write.document(folder / "manifest.json", manifest)
        write.checksums(folder)
    return manifest


def code_version() -> dict[str, str]:
    """The version of the package, and a checksum over the code and the declarations that make the figures."""
    root, digest = Path(beffroi.__file__).parent, hashlib.sha256()
    paths = [path.relative_to(root) for room in ("observatory", "territory") for path in (root / room).rglob("*")]
    for path in sorted(paths):
        # The release that ships, and the draft of the next one beside it, are made by the code: not part of it.
        is_made = any(part.startswith((".", "shipped")) for part in path.parts)
        if path.suffix in CODE and not is_made:
            digest.update(path.as_posix().encode() + b"\0" + (root / path).read_bytes() + b"\0")
    return {"version": beffroi.__version__, "sha256": digest.hexdigest()}


def _query(db: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    return db.execute(sql).to_arrow_table()


# What a release of the programme keeps of the communes: its own, and those that they are compared with.
_KEPT = "select commune from territory.towns union select peer from territory.peers"


def _values(db: duckdb.DuckDBPyConnection, edition: Edition) -> pa.Table:
    """The figures of all indicators, in the order of their codes, then of places and periods."""
    kept = None if edition.scope == "national" else _query(db, _KEPT)["commune"]
    parts = []
    for done in sorted(edition.computed, key=lambda done: done.indicator.code):
        rows = done.figures if kept is None else done.figures.filter(_is_kept(done.figures, kept))
        code = words(np.zeros(rows.num_rows, dtype=np.int8), [done.indicator.code])
        parts.append(rows.add_column(0, "indicator", code).cast(write.schema(columns.VALUES)))
    return pa.concat_tables(parts).combine_chunks()


def _is_kept(rows: pa.Table, communes: pa.ChunkedArray) -> pa.ChunkedArray:
    is_commune = pc.equal(rows["place_kind"], "commune")
    return pc.or_(pc.invert(is_commune), pc.is_in(rows["place"], value_set=communes))


def _places_sql(scope: str) -> str:
    kept = f"(place_kind <> 'commune' or place in ({_KEPT}))" if scope == "programme" else "true"
    return f"select {', '.join(columns.names('places'))} from places where {kept} order by place_kind, place"  # noqa: S608


def _catalogue(edition: Edition) -> dict[str, Any]:
    indicators = sorted((done.indicator for done in edition.computed), key=lambda indicator: indicator.code)
    share_alike = {name for name, source in edition.sources.items() if source.licence.share_alike}
    entries = [i.published() | {"share_alike": bool(share_alike & set(i.sources))} for i in indicators]
    sources = [_source(edition.sources[origin["name"]]) for origin in edition.origins]
    return {"axes": axes(), "units": units(), "indicators": entries, "sources": sources}


def _source(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "producer": source.producer,
        "title": source.title,
        "url": source.url_main,
        "licence": asdict(source.licence),
        "vintage": source.vintage,
        "geography": source.geography,
        "coverage": source.coverage,
        "published": source.published.isoformat() if source.published else None,
        "notes": source.notes,
        "columns": [column.name for column in source.columns],
    }


def _manifest(edition: Edition, tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    code = code_version()
    gates = [asdict(gate) | {"passed": gate.passed} for done in edition.computed for gate in done.gates]
    manifest: dict[str, Any] = {
        "release": "",
        "code": code,
        "geography": {"communes": f"COG {REFERENCE_YEAR}", "date": f"{REFERENCE_YEAR}-01-01"},
        "scope": edition.scope,
        "origins": list(edition.origins),
        "gates": sorted(gates, key=lambda gate: (gate["indicator"], gate["name"])),
        "counts": {"indicators": len(edition.computed)} | {name: table.num_rows for name, table in tables.items()},
    }
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True, default=str).encode()).hexdigest()
    return manifest | {"release": f"{code['version']}-{edition.scope}-{digest[:8]}"}
