"""Checks a release as anyone can who received it: every byte, every key, every gate."""

# ruff: noqa: S608 — queries are composed from the catalogue of a release whose checksums were verified first

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from beffroi.observatory.release import gates, read
from beffroi.observatory.release.columns import KEYS, TABLES
from beffroi.observatory.release.write import CHECKSUMS, checksum_lines


def faults(path: Path) -> list[str]:
    """A sentence for each thing that is not as it was released; none for a whole release.

    Tables are looked at only when every file is the one that was released.
    """
    return [*read.faults(path)] or [*_unlisted(path), *_checksum_faults(path)] or [*_table_faults(path)]


def _unlisted(path: Path) -> Iterator[str]:
    listed = {file["path"] for file in json.loads((path / "manifest.json").read_text(encoding="utf-8"))["files"]}
    for file in sorted(path.iterdir()):
        if file.name not in listed | {"manifest.json", CHECKSUMS}:
            yield f"{file}: the manifest does not list it; a release holds nothing else: take it away."


def _checksum_faults(path: Path) -> Iterator[str]:
    """The manifest cannot hold its own checksum: SHA256SUMS does."""
    if not (path / CHECKSUMS).is_file():
        yield f"{path / CHECKSUMS}: absent; take the release again from where it was published."
    elif (written := (path / CHECKSUMS).read_bytes().decode("utf-8", "replace")) != (now := checksum_lines(path)):
        told = set(written.splitlines())
        changed = [line.split()[-1] for line in now.splitlines() if line not in told] or [CHECKSUMS]
        yield from (f"{path / name}: not as {CHECKSUMS} says; take the release again." for name in changed)


def _table_faults(path: Path) -> Iterator[str]:
    catalogue = json.loads((path / "catalogue.json").read_text(encoding="utf-8"))
    with duckdb.connect() as db:
        for table in TABLES:
            db.execute(f"create view {table} as from read_parquet('{path / table}.parquet')")
            if twice := db.execute(
                f"select {', '.join(KEYS[table])} from {table} group by all having count(*) > 1"
            ).fetchone():
                yield f"{path / table}.parquet: two rows for {', '.join(map(str, twice))}; each key has one."
        yield from _nameless(db, path)
        db.execute("create schema indicators")
        for indicator in catalogue["indicators"]:
            view = f"indicators.{indicator['slug']}"
            db.execute(f"create table {view} as select * from values where indicator = '{indicator['code']}'")
        for indicator in catalogue["indicators"]:
            figures = db.execute(f"from indicators.{indicator['slug']}").to_arrow_table()
            for gate in gates.check(indicator, figures, ask=lambda sql: db.execute(sql).fetchall()):
                if not gate.passed:
                    yield f"{indicator['code']}, {gate.name}: {'; '.join(gate.offenders)}."


def _nameless(db: duckdb.DuckDBPyConnection, path: Path) -> Iterator[str]:
    """Centre, rest and peers are of a commune; every place of a figure has its row in places."""
    found = db.execute("""
        select distinct place_kind, place from (
            select if(place_kind in ('centre', 'rest', 'peers'), 'commune', place_kind) as place_kind, place from values
        ) anti join places using (place_kind, place) order by all limit 5""")
    for kind, place in found.fetchall():
        yield f"{path / 'places.parquet'}: no {kind} {place}, which has figures in values.parquet."
