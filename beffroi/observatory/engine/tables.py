"""The tables that the engine gives to queries, column by column: what an example may leave out is known from here."""

from beffroi.observatory.release.columns import VALUES

COMMUNES = {
    "commune": "VARCHAR",
    "name": "VARCHAR",
    "department": "VARCHAR",
    "region": "VARCHAR",
    "epci": "VARCHAR",
    "aav": "VARCHAR",
    "aav_category": "VARCHAR",
    "urban_unit": "VARCHAR",
    "area_km2": "DOUBLE",
    "hall_lon": "DOUBLE",
    "hall_lat": "DOUBLE",
    "hall_x": "DOUBLE",  # metres, in the projection of the territory
    "hall_y": "DOUBLE",
    "centrality": "VARCHAR",
    "population": "BIGINT",
    "overseas": "BOOLEAN",
    "n_iris": "INTEGER",
}
IRIS = {
    "iris": "VARCHAR",
    "commune": "VARCHAR",
    "area_km2": "DOUBLE",  # null where there is no outline
    "is_centre": "BOOLEAN",  # holds the town hall of a commune of the programme
    "x": "DOUBLE",
    "y": "DOUBLE",
    "hall_800m_share": "DOUBLE",  # share of the outline within 800 m on foot of the town hall
    "population": "DOUBLE",
}
TOWNS = {
    "territory": "VARCHAR",
    "commune": "VARCHAR",
    "name": "VARCHAR",
    "programme_order": "INTEGER",
    "entry": "VARCHAR",
}
MEMBERS = {"place_kind": "VARCHAR", "place": "VARCHAR", "perimeter": "VARCHAR", "commune": "VARCHAR"}
TERRITORY = {"communes": COMMUNES, "iris": IRIS, "towns": TOWNS, "members": MEMBERS}
FIGURES = {column.name: column.sql_type for column in VALUES if column.name != "indicator"}
DEFAULTS = {"perimeter": "''", "obs_status": "'A'", "conf_status": "'F'"}


def columns_of(table: str) -> dict[str, str] | None:
    """Name and type of the columns of `territory.…` or `indicators.…`; None for a source, whose columns are its own."""
    schema, _, name = table.partition(".")
    return {"territory": TERRITORY.get(name), "indicators": FIGURES}.get(schema)


def create_sql(table: str) -> str:
    """The statement that makes an empty table of the contract."""
    columns = columns_of(table)
    if columns is None:
        raise KeyError(
            f"{table} is not a table of the engine; it gives {', '.join(f'territory.{t}' for t in TERRITORY)}."
        )
    described = (
        f"{name} {kind}" + (f" default {DEFAULTS[name]}" if name in DEFAULTS else "") for name, kind in columns.items()
    )
    return f"create table {table} ({', '.join(described)})"
