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
    _load_successors(con, tables)
    _refuse_unknown(con, source)
    if source.whole:
        _leave_incomplete(con, source, tables=tables)
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


def _load_successors(con: duckdb.DuckDBPyConnection, tables: Path) -> None:
    """Make the table `successors`: each code that was ever borne, and the commune of the reference that it became."""

    def rows(table: str, columns: str) -> list[tuple]:
        return con.execute(f"select {columns} from {literal(str(tables / (table + '.parquet')))}").fetchall()

    reference = {row[0] for row in rows("communes", "commune")}
    passages = [Passage(*row) for row in rows("commune_passage", "code_from, code_to, date, ratio")]
    moves = (CommuneMove(*row) for row in rows("commune_moves", "date, kind_from, code_from, kind_to, code_to"))
    passages += passages_of_moves(moves, after=max((one.date for one in passages), default=date.min))
    shares = reference_codes(passages, reference=reference)
    main = [max(of_code, key=lambda share: (share[1], share[0]))[0] for of_code in shares.values()]
    con.register("incoming", pa.table({"code": list(shares), "commune": main}))
    con.execute("create temp table successors as from incoming")
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


def _leave_incomplete(con: duckdb.DuckDBPyConnection, source: Source, *, tables: Path) -> None:
    """Delete the rows of a commune of today whose communes of the files' year are not all there."""
    others = "".join(f", built.{quoted(name)}" for name in source.key if name != "commune")
    same = "".join(f" and built.{quoted(name)} = found.{quoted(name)}" for name in source.key if name != "commune")
    moves, passage = (literal(str(tables / f"{name}.parquet")) for name in ("commune_moves", "commune_passage"))
    con.execute(
        f"""
        with departed as (
            select code_from as code from {passage} where date > make_date({source.geography}, 1, 1)
            union
            select code_from from {moves}
            where date > make_date({source.geography}, 1, 1) and kind_from = 'COM' and kind_to = 'COM'
        ),
        expected as (select commune, count(*) as parts from departed join successors using (code) group by commune),
        found as (
            select successors.commune{others}, count(distinct built.commune) as parts
            from built join departed on built.commune = departed.code join successors using (code)
            group by all
        ),
        incomplete as (select found.* from found join expected using (commune) where found.parts < expected.parts)
        delete from built
        using incomplete found, successors
        where built.commune = successors.code and successors.commune = found.commune{same}
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
