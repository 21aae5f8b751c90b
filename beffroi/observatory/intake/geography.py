"""Rows of any vintage brought to the reference geography: every table speaks of the same communes."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from beffroi.observatory.intake.cells import literal, quoted
from beffroi.observatory.intake.declaration import SUMMARIES, Source
from beffroi.territory.vintages import CommuneMove, Passage, passages_of_moves, reference_codes

GEOGRAPHY = ("communes", "commune_passage", "commune_moves")
"""The tables that say which communes there are, and what became of the others."""


class CodesRefused(ValueError):
    """More rows than declared name a commune that never was."""


def place(con: duckdb.DuckDBPyConnection, source: Source, *, tables: Path) -> None:
    """Replace the table `built` by its rows at the reference geography; rows of communes that merged become one.

    - A code follows its mergers; a commune that was shared between several goes to the one that took most of it.
    - Of rows that become one, a column is summed (or else, as `merge` declares); a column without rule keeps its
      value only where it stood alone: no median is made of two medians. One secret part keeps the whole secret.
    - `whole`: a commune whose parts are not all in the file is left out (a part left out for secrecy is not zero).
    - A row of a commune unknown to Insee loses its code, and is left out where the commune is part of the key.

    Raises `CodesRefused` when there are more such rows than the source declares (`unplaced`).
    """
    passages = _load_successors(con, tables)
    _refuse_unknown(con, source)
    if source.whole:
        _leave_incomplete(con, passages, since=date(source.geography or 0, 1, 1))
    join = "join" if "commune" in source.key else "left join"
    con.execute(
        "create or replace temp table placed as select built.* replace (successors.commune as commune) "
        f"from built {join} successors on built.commune = code"
    )
    types = {row[0]: row[1] for row in con.execute("describe placed").fetchall()}
    constant = {name for file in source.files for name in file.set}  # the year of a secret row is no secret
    keys = [name for name in types if name in source.key or name in constant]
    parts = [quoted(name) if name in keys else _together(name, types, source.merge.get(name)) for name in types]
    grouped = ", ".join(quoted(name) for name in keys)
    con.execute(f"create or replace temp table built as select {', '.join(parts)} from placed group by {grouped}")


def _load_successors(con: duckdb.DuckDBPyConnection, tables: Path) -> list[Passage]:
    def rows(table: str, columns: str) -> list[tuple]:
        return con.execute(f"select {columns} from {literal(str(tables / (table + '.parquet')))}").fetchall()

    reference = {row[0] for row in rows("communes", "commune")}
    passages = [Passage(*row) for row in rows("commune_passage", "code_from, code_to, date, ratio")]
    moves = (CommuneMove(*row) for row in rows("commune_moves", "date, kind_from, code_from, kind_to, code_to"))
    passages += passages_of_moves(moves, after=max((one.date for one in passages), default=date.min))
    shares = reference_codes(passages, reference=reference)
    main = [max(of_code, key=lambda share: (share[1], share[0]))[0] for of_code in shares.values()]
    _table(con, "successors", code=list(shares), commune=main)
    return passages


def _table(con: duckdb.DuckDBPyConnection, name: str, **columns: list[str]) -> None:
    con.register("incoming", pa.table({column: pa.array(cells, pa.string()) for column, cells in columns.items()}))
    con.execute(f"create or replace temp table {name} as from incoming")
    con.unregister("incoming")


def _refuse_unknown(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    lost = con.execute(
        "select coalesce(built.commune, 'no code'), count(*) from built anti join successors on built.commune = code "
        "where built.commune is not null or ? group by all order by all",
        ["commune" in source.key],
    ).fetchall()
    rows = sum(count for _, count in lost)
    if rows > source.unplaced:
        codes = ", ".join(f"{code} ({count})" for code, count in lost[:12])
        raise CodesRefused(
            f"{source.name}: {rows} rows are in no commune known to Insee: {codes}. What would be right: codes of "
            f"communes; or `unplaced: {rows}` declared (now {source.unplaced}), with the reason in `coverage`."
        )


def _leave_incomplete(con: duckdb.DuckDBPyConnection, passages: list[Passage], *, since: date) -> None:
    departed = {passage.code_from for passage in passages if passage.date > since}
    _table(con, "departed", code=sorted(departed))
    con.execute(
        """
        delete from built where commune in (
            select code from successors where commune in (
                select commune from departed join successors using (code)
                where code not in (select commune from built)
            )
        )
        """
    )


def _together(name: str, types: dict[str, str], rule: str | None) -> str:
    """One cell out of those of the communes that merged."""
    column = quoted(name)
    if name.endswith("_conf") or name == "conf":
        return f"min({column}) as {column}"  # 'C' comes before 'F': one secret part keeps the whole secret
    alone = f"case when count(*) = 1 then any_value({column}) end"
    if rule is None:
        made = alone
    elif rule in SUMMARIES:
        made = f"{rule}({column})"
    else:
        weight = quoted(rule.removeprefix("mean by "))
        made = f"coalesce({alone}, sum({column} * {weight}) / sum({weight}) filter ({column} is not null))"
    secret = next((quoted(conf) for conf in (f"{name}_conf", "conf") if conf in types), None)
    if secret and rule:
        made = f"case when count_if({secret} = 'C') = 0 then {made} end"
    return f"cast({made} as {types[name]}) as {column}"
