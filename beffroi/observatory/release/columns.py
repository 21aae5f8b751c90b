"""The tables of a release, column by column: the one place that publishing, describing and checking read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is a Data Package type; `required` says that the cell is never empty."""

    name: str
    kind: str
    title: str
    required: bool = False

    @property
    def sql_type(self) -> str:
        return {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "geometry": "BLOB"}[self.kind]


VALUES = (
    Column("indicator", "string", "Code of the indicator in catalogue.json", True),
    Column("version", "integer", "Version of the indicator's method", True),
    Column("place_kind", "string", "centre, rest, commune, territory, epci, aav, peers, programme or france", True),
    Column("place", "string", "Code of the place; for centre, rest and peers, that of the commune", True),
    Column("perimeter", "string", "iris-mairie for centre and rest; group of peers; else empty"),
    Column("period", "string", "Year, or first and last year of a window", True),
    Column("value", "number", "The figure, in the indicator's unit"),
    Column("numerator", "number", "What is counted above"),
    Column("denominator", "number", "What is counted below"),
    Column("n", "integer", "Units observed: what the floor of secrecy is compared with; communes, for a median"),
    Column("low", "number", "Low end of the interval, where there is one"),
    Column("high", "number", "High end of the interval, where there is one"),
    Column("obs_status", "string", "SDMX CL_OBS_STATUS: A, B, E, L, M, O, Q or U", True),
    Column("conf_status", "string", "SDMX CL_CONF_STATUS: F, C, A or D", True),
)
PLACES = (
    Column("place_kind", "string", "As in values", True),
    Column("place", "string", "As in values", True),
    Column("name", "string", "Name of the place", True),
    Column("department", "string", "Code of the department"),
    Column("region", "string", "Code of the region"),
    Column("lon", "number", "Longitude of the town hall (see source communes), or of the middle of them, degrees"),
    Column("lat", "number", "Latitude of the town hall (see source communes), or of the middle of them, degrees"),
    Column("population", "integer", "Inhabitants, reference population"),
    Column("territory", "string", "Territory of the programme to which the commune belongs"),
    Column("note", "string", "What a reader should know about the place"),
    Column("epci", "string", "EPCI of the commune, or of all the communes of the territory"),
    Column("aav", "string", "Attraction area of the commune, or of all the communes of the territory; 000 outside all"),
)
PEERS = (
    Column("commune", "string", "Commune of the programme", True),
    Column("peer", "string", "Commune that resembles it", True),
    Column("peer_group", "string", "hors-programme or programme", True),
    Column("rank", "integer", "1 for the nearest", True),
    Column("distance", "number", "Distance between the two, in standardised features", True),
)
PERIMETERS = (
    Column("id", "string", "Identifier of the perimeter", True),
    Column("kind", "string", "commune, iris, iris-mairie, department or region", True),
    Column("place", "string", "Code of the commune, department or region", True),
    Column("name", "string", "Name of the perimeter", True),
    Column("algorithm", "string", "How the outline was made", True),
    Column("epsg", "integer", "Projection in which the area was measured", True),
    Column("area_ha", "number", "Area, hectares", True),
    Column("date", "string", "Vintage of the outline", True),
    Column("status", "string", "draft or frozen", True),
    Column("geometry", "geometry", "Outline, WKB, longitude and latitude (OGC:CRS84)"),
)
TABLES = {"values": VALUES, "places": PLACES, "peers": PEERS, "perimeters": PERIMETERS}
KEYS = {
    "values": ("indicator", "place_kind", "place", "perimeter", "period"),
    "places": ("place_kind", "place"),
    "peers": ("commune", "peer_group", "rank"),
    "perimeters": ("id",),
}


def names(table: str) -> list[str]:
    return [column.name for column in TABLES[table]]


# A cell of values: what identifies it, and what a secret takes away.
KEY = "place_kind, place, perimeter, period"
FIGURES = ("numerator", "denominator", "n", "value", "low", "high")

# SDMX code lists CL_OBS_STATUS and CL_CONF_STATUS, those of their codes that we use.
OBS_STATUS = {
    "A": "normal",
    "B": "break in the series",
    "E": "estimated by a model",
    "L": "exists but is not collected",
    "M": "not applicable",
    "O": "missing",
    "Q": "suppressed: secret",
    "U": "low reliability: partial coverage",
}
CONF_STATUS = {
    "F": "free",
    "C": "secret at the source",
    "A": "below our floor",
    "D": "hidden by us so that another cell stays hidden",
}
WITH_FIGURE = ("A", "B", "E", "U")
PLACE_KINDS = ("centre", "rest", "commune", "territory", "epci", "aav", "peers", "programme", "france")
