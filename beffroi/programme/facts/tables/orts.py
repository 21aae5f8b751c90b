from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Ort, Perimeter
from beffroi.programme.facts import circles
from beffroi.programme.facts.columns import Column, Table, spaced
from beffroi.programme.people.roles import Circle


def select(circle: Circle) -> QuerySet[Ort]:
    return circles.orts(circle).order_by("territory", "signed_date", "pk")


def sectors(number: int) -> str | None:
    """The sectors in the communes of an ORT that held at some time while it did."""
    ort = Ort.objects.get(pk=number)
    if ort.homologated_date is None:
        return None
    found = Perimeter.objects.filter(
        Q(ends_date=None) | Q(ends_date__gte=ort.homologated_date),
        territory=ort.territory_id,
        kind=PerimeterKind.ORT,
        starts_date__isnull=False,
    )
    held = found.filter(starts_date__lte=ort.ends_date) if ort.ends_date else found
    rows = held.order_by("pk").values_list("pk", "communes")
    return spaced(sector for sector, communes in rows if not communes or set(communes) & set(ort.communes))


ORTS = Table(
    name="orts",
    title="ORT: operations of territorial revitalisation",
    meaning=(
        "The ORT agreements of a territory, with the prefectoral act that makes each hold. Publicly, those that hold "
        "or held: by their act, or by the national list, which does not give the act."
    ),
    select=select,
    columns=(
        Column("ort", "integer", "Number of the ORT", "pk", True),
        Column("territory", "string", "Its territory", "territory", True, refers="territories.territory"),
        Column("communes", "string", "Insee codes of its communes, separated by spaces", "communes", True, made=spaced),
        Column("signed_date", "date", "Day on which the agreement was signed", "signed_date", True),
        Column("amended_date", "date", "Day of its last amendment", "amended_date"),
        Column(
            "act_title",
            "string",
            "Title of the prefectoral act, where it is public",
            circles.public_words("act_title", when=circles.is_homologated()),
        ),
        Column("act_date", "date", "Day of the prefectoral act; empty where it is unknown", "act_date"),
        Column(
            "starts_date",
            "date",
            "First day on which it holds: of the act, or of the agreement where the national list attests it",
            Coalesce("act_date", circles.attested_date()),
        ),
        Column("ends_date", "date", "Last day on which it holds; empty where none was set", "ends_date"),
        Column(
            "perimeters",
            "string",
            "Numbers of the perimeters that are its sectors of intervention, separated by spaces",
            F("pk"),
            made=sectors,
        ),
        Column("decision", "integer", "The decision that it follows", "decision", refers="decisions.decision"),
        Column("is_imported", "boolean", "Known from the national list, which gives no act", "is_imported", True),
        Column("is_demonstration", "boolean", "Made up to show the software", "is_demonstration", True),
    ),
)
