from django.db.models import F, QuerySet

from beffroi.programme.facts.columns import Column, Table, spaced
from beffroi.programme.people.roles import Circle
from beffroi.programme.towns.models import Territory, TerritoryCommune


def select(circle: Circle) -> QuerySet[Territory]:
    return Territory.objects.order_by("code")


def communes(code: str) -> str | None:
    held = TerritoryCommune.objects.filter(territory=code, ends_date=None).order_by("order")
    return spaced(held.values_list("commune", flat=True))


TERRITORIES = Table(
    name="territories",
    title="Territories",
    meaning="What the programme counts: a town, or two towns with one convention.",
    select=select,
    columns=(
        Column("territory", "string", "Code of the territory", "code", True),
        Column("programme", "string", "Key of the programme", "programme", True),
        Column("name", "string", "Name of the town, or of the pair", "name", True),
        Column("region", "string", "Insee code of its region", "region", True),
        Column("department", "string", "Insee code of the department that follows it", "department", True),
        Column(
            "departments",
            "string",
            "Insee codes of all the departments that it reaches, separated by spaces",
            "departments",
            made=spaced,
        ),
        Column("communes", "string", "Insee codes of its towns today, separated by spaces", F("code"), made=communes),
        Column("epcis", "string", "SIREN of its intercommunal bodies, separated by spaces", "epci_codes", made=spaced),
        Column("entry", "string", "When it entered: 2018, or later", "entry", True),
        Column("entry_date", "date", "Day of its entry, where it is known", "entry_date"),
        Column("is_pair", "boolean", "Two towns with one convention", "is_pair", True),
        Column("is_overseas", "boolean", "In an overseas department", "is_overseas", True),
        Column(
            "registered_signature_date",
            "date",
            "Day of signature of its first convention, by the national registers",
            "registered_signature_date",
        ),
        Column(
            "registered_phase2_date",
            "date",
            "Day of what it signed for phase 2, by the national registers",
            "registered_phase2_date",
        ),
    ),
)
