"""What the SQL of a source may use beyond DuckDB's own words: names folded to be compared, and geometry."""

from pathlib import Path

import duckdb
import duckdb_extension_spatial

from beffroi.observatory.intake.cells import literal
from beffroi.observatory.intake.declaration import Source
from beffroi.territory.names import folded


def prepare(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Add `folded(name)`, and the functions of geometry, to `con` where the reshaping of `source` calls them."""
    query = source.sql or ""
    if "folded(" in query:
        con.create_function("folded", folded, ["VARCHAR"], "VARCHAR")
    if "ST_" in query:
        folder = Path(duckdb_extension_spatial.__path__[0])
        extension = folder / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"
        con.execute(f"load {literal(str(extension))}")
