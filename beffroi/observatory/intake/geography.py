"""Rows of any vintage brought to the reference geography: every table speaks of the same communes."""

from pathlib import Path

import duckdb
import pyarrow as pa

from beffroi.observatory.intake.cells import literal, quoted
from beffroi.observatory.intake.declaration import Source
from beffroi.territory.vintages import Move, Passage, passages_of_moves, reference_codes

GEOGRAPHY = ("communes", "commune_passage", "commune_moves")
"""The tables that say which communes there are, and what became of the others."""


class CodesRefused(ValueError):
    """More rows than declared name a commune that never was."""


def place(con: duckdb.DuckDBPyConnection, source: Source, *, tables: Path) -> None:
    """Replace `built` by its rows at the reference geography; rows of merged communes become one.

    A row whose commune is unknown loses its code, and is left out where the commune is part of the key; the source
    declares how many such rows it has (`unplaced`).
    """
    _load_successors(con, tables)
    lost = con.execute(
        "select coalesce(built.commune, 'no code'), count(*) from built anti join successors on built.commune = code "
        "where built.commune is not null or ? group by all order by all",
        ["commune" in source.key],
    ).fetchall()
    if sum(count for _, count in lost) > source.unplaced:
        codes = ", ".join(f"{code} ({count})" for code, count in lost[:12])
        raise CodesRefused(
            f"{source.name}: {sum(count for _, count in lost)} rows are in no commune known to Insee: {codes}. What "
            f"would be right: codes of communes; or declare `unplaced` (now {source.unplaced}) and say why in `coverage`."
        )
    join = "join" if "commune" in source.key else "left join"
    con.execute(
        "create or replace temp table placed as select built.* replace (successors.commune as commune) "
        f"from built {join} successors on built.commune = code"
    )
    _merge(con, source)


def _merge(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    names = [row[0] for row in con.execute("describe placed").fetchall()]
    parts = [quoted(name) if name in source.key else _together(name, names, source) for name in names]
    keys = ", ".join(quoted(name) for name in source.key)
    con.execute(f"create or replace temp table built as select {', '.join(parts)} from placed group by {keys}")


def _together(name: str, names: list[str], source: Source) -> str:
    """One cell out of those of the communes that merged: a sum where declared; else only a cell that stood alone."""
    column = quoted(name)
    if name.endswith("_conf") and name.removesuffix("_conf") in names:
        return f"min({column}) as {column}"  # 'C' comes before 'F': one secret part keeps the sum secret
    rule = source.merge.get(name, "alone")
    if rule == "alone":
        made = f"case when count(*) = 1 then any_value({column}) end"
    elif rule in ("sum", "min", "max", "bool_or", "bool_and"):
        made = f"{rule}({column})"
    else:
        weight = quoted(rule.removeprefix("mean by "))
        made = f"sum({column} * {weight}) / sum({weight}) filter ({column} is not null)"
        made = f"case when count(*) = 1 then any_value({column}) else {made} end"
    if f"{name}_conf" in names:
        made = f"case when count_if({quoted(name + '_conf')} = 'C') = 0 then {made} end"
    return f"{made} as {column}"


def _load_successors(con: duckdb.DuckDBPyConnection, tables: Path) -> None:
    def rows(name: str, what: str) -> list[tuple]:
        return con.execute(f"select {what} from read_parquet({literal(str(tables / (name + '.parquet')))})").fetchall()

    reference = {row[0] for row in rows("communes", "commune")}
    passages = [Passage(*row) for row in rows("commune_passage", "code_from, code_to, date, ratio")]
    moves = [Move(*row) for row in rows("commune_moves", "date, kind_from, code_from, kind_to, code_to")]
    passages += passages_of_moves(moves, after=max(passage.date for passage in passages))
    successors = [
        (code, max(shares, key=lambda one: (one[1], one[0]))[0])
        for code, shares in reference_codes(passages, reference=reference).items()
    ]
    codes, communes = zip(*successors, strict=True)
    con.register("moved", pa.table({"code": codes, "commune": communes}))
    con.execute("create or replace temp table successors as from moved")
    con.unregister("moved")
