"""Queries that must return nothing: a table that does not pass is not written."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

import duckdb

from beffroi.observatory.intake.cells import quoted
from beffroi.observatory.intake.declaration import Gate, Source


class GateFailed(ValueError):
    """A table holds what it must not; nothing was written."""


def gates_of(source: Source) -> tuple[Gate, ...]:
    """The gates of the source, and those of every table: it has its rows, and its key is unique."""
    keys = ", ".join(quoted(name) for name in source.key)
    return (
        Gate(
            f"the table has at least {source.at_least} rows",
            f"select 'it has ' || count(*) from built having count(*) < {source.at_least}",
        ),
        Gate(f"one row for each {keys}", f"select {keys}, count(*) from built group by all having count(*) > 1"),
        *source.gates,
    )


def refuse_offenders(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    for gate in gates_of(source):
        offenders = con.execute(gate.sql).fetchmany(4)
        if offenders:
            shown = "; ".join(", ".join(map(str, row)) for row in offenders)
            raise GateFailed(f"{source.name}: not true that {gate.name}. For instance: {shown}. Nothing was written.")
