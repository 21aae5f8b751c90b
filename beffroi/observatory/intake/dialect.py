"""What the SQL of a source may use beyond DuckDB's own words: geometry, and names folded to be compared."""

from pathlib import Path

import duckdb
import duckdb_extension_spatial

from beffroi.observatory.intake.cells import literal
from beffroi.observatory.intake.declaration import Source

FOLD = """
create temp macro fold(name) as trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    replace(upper(strip_accents(name)), 'Œ', 'OE'), '[^A-Z0-9]+', ' ', 'g'),
    '\\bSTE\\b', 'SAINTE', 'g'), '\\bST\\b', 'SAINT', 'g'), ' +', ' ', 'g'))
"""


def prepare(con: duckdb.DuckDBPyConnection, source: Source) -> None:
    """`fold(name)`: a name without accent, case, hyphen or « St »; and the spatial functions where they are used."""
    con.execute(FOLD)
    if "ST_" in (source.sql or ""):
        folder = Path(duckdb_extension_spatial.__path__[0])
        extension = folder / "extensions" / f"v{duckdb.__version__}" / "spatial.duckdb_extension"
        con.execute(f"load {literal(str(extension))}")
