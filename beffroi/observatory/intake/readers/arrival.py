"""Where a reader puts a file: a table of words whose rows are numbered."""

import duckdb
import pyarrow as pa


def keep(con: duckdb.DuckDBPyConnection, table: pa.Table, *, into: str) -> None:
    """Make the temporary table `into` of `table`, with the number of each row in `#row`."""
    numbered = table.append_column("#row", pa.array(range(1, table.num_rows + 1), pa.int64()))
    con.register("incoming", numbered)
    con.execute(f"create or replace temp table {into} as from incoming")
    con.unregister("incoming")
