"""Where a reader puts a file: a table of text whose rows are numbered from 1, after the header."""

from collections.abc import Iterable

import duckdb
import pyarrow as pa


def keep(con: duckdb.DuckDBPyConnection, table: pa.Table, *, into: str) -> None:
    """Make the temporary table `into` of `table`, with the number of each row in `#row`."""
    numbered = table.append_column("#row", pa.array(range(1, table.num_rows + 1), pa.int64()))
    con.register("incoming", numbered)
    con.execute(f"create temp table {into} as from incoming")
    con.unregister("incoming")


def unique(names: Iterable[str]) -> list[str]:
    """The names of columns without spaces around them; one that is empty or came before is named by its place (#4).

    >>> unique(["", "INSEE_COM ", "INSEE_COM"])
    ['#1', 'INSEE_COM', '#3']
    """
    kept: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = name.strip()
        kept.append(plain if plain and plain not in kept else f"#{place}")
    return kept
