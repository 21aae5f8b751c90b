import shapely
from django.db.models import Q, QuerySet

from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Perimeter
from beffroi.programme.facts import circles
from beffroi.programme.facts.columns import Column, Table, spaced
from beffroi.programme.people.roles import Circle

IN_FORCE = Q(starts_date__isnull=False)


def select(circle: Circle) -> QuerySet[Perimeter]:
    return circles.perimeters(circle).order_by("territory", "kind", "starts_date", "pk")


def outline(geojson: str) -> bytes:
    return shapely.to_wkb(shapely.from_geojson(geojson))


PERIMETERS = Table(
    name="perimeters",
    title="Perimeters",
    meaning="The outlines that hold or held, with the days between which they did. Publicly, no proposal.",
    select=select,
    columns=(
        Column("perimeter", "integer", "Number of the perimeter", "pk", True),
        Column("territory", "string", "Its territory", "territory", True, refers="territories.territory"),
        Column("kind", "string", "Which perimeter it is", "kind", True, codes=PerimeterKind),
        Column("name", "string", "Its name, where it is public", circles.public_words("name", when=IN_FORCE)),
        Column("area_ha", "number", "Area in the local projection, hectares", "area_ha", True),
        Column("communes", "string", "Insee codes of its communes, separated by spaces", "communes", made=spaced),
        Column("starts_date", "date", "First day on which it holds; empty for a proposal", "starts_date"),
        Column("ends_date", "date", "Last day on which it holds", "ends_date"),
        Column(
            "act_title",
            "string",
            "Title of the act that makes it hold, where it is public",
            circles.public_words("act_title", when=IN_FORCE),
        ),
        Column("act_date", "date", "Day of the act that makes it hold", "act_date"),
        Column("decision", "integer", "The decision that makes it hold", "decision", refers="decisions.decision"),
        Column("replaces", "integer", "The perimeter that it replaces", "replaces", refers="perimeters.perimeter"),
        Column("is_demonstration", "boolean", "Made up to show the software", "is_demonstration", True),
        Column("geometry", "geometry", "Its outline, degrees, longitude first", "geometry", True, made=outline),
    ),
)
