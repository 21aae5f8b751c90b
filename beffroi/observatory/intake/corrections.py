"""Known errors of a source, mended one by one, each with its reason: the file itself is never touched."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from beffroi.foundations.yaml_files import read_yaml
from beffroi.observatory.intake.cells import quoted
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.intake.loading import DeclarationRefused, Fields


@dataclass(frozen=True, slots=True)
class Correction:
    """In the rows that `key` names, `column` was `was` and becomes `becomes`, because of `reason`."""

    key: Mapping[str, Any]
    column: str
    was: Any
    becomes: Any
    reason: Mapping[str, str]
    source: str
    reported: date | None


class CorrectionRefused(ValueError):
    """A correction that no longer finds the error which it mends."""


def load_corrections(source: Source) -> tuple[Correction, ...]:
    path = source.folder / f"{source.name}.corrections.yml"
    if not path.exists():
        return ()
    return tuple(_correction(one, where=path.name) for one in read_yaml(path))


def correct(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Apply the corrections of `source` to `raw`; a correction that finds nothing to mend is refused."""
    names = {row[0] for row in con.execute("describe raw").fetchall()}
    for one in load_corrections(source):
        unknown = {one.column, *one.key} - names
        if unknown:
            raise DeclarationRefused(
                f"{source.name}.corrections.yml: no column {', '.join(sorted(unknown))} in the source."
            )
        where = " and ".join(f"{quoted(name)} = ?" for name in one.key)
        column = quoted(one.column)
        values = [*one.key.values(), one.was]
        found = con.execute(
            f"select count(*) from raw where {where} and {column} is not distinct from ?", values
        ).fetchone()
        if not found or not found[0]:
            raise CorrectionRefused(
                f"{source.name}.corrections.yml: no row {dict(one.key)} has {one.column} = {one.was!r}. What would be "
                "right: remove the correction, if the producer has mended its file."
            )
        con.execute(
            f"update raw set {column} = ? where {where} and {column} is not distinct from ?", [one.becomes, *values]
        )


def _correction(value: object, *, where: str) -> Correction:
    fields = Fields.of(value, where=where)
    anything = (str, int, float, bool, date, type(None))
    correction = Correction(
        key=fields.require("key", dict),
        column=fields.require("column"),
        was=fields.get("was", anything),
        becomes=fields.get("becomes", anything),
        reason=fields.words("reason"),
        source=fields.require("source"),
        reported=fields.get("reported", date),
    )
    fields.end()
    return correction
