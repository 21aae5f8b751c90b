"""What may be asked: the parameters of each address, and nothing else."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Schema

from beffroi.api.fields import PlaceKind, told
from beffroi.api.refusals import Refusal

LARGEST_PAGE = 10_000


class Asked(Schema):
    format: Literal["json", "csv"] | None = told(
        fr="Forme de la réponse : json ou csv ; à défaut, l’en-tête Accept décide.",
        en="Form of the answer: json or csv; by default the Accept header decides.",
        example="json",
        default=None,
    )


class AskedPage(Asked):
    page: int = told(fr="Numéro de la page.", en="Number of the page.", example=1, default=1, ge=1)
    page_size: int = told(
        fr="Lignes par page, 10 000 au plus.",
        en="Rows a page, at most 10,000.",
        example=100,
        default=100,
        ge=1,
        le=LARGEST_PAGE,
    )


class AskedTerritories(AskedPage):
    region: str | None = told(fr="Code ou nom de région.", en="Region’s code or name.", example="32", default=None)
    department: str | None = told(
        fr="Code ou nom de département.", en="Department’s code or name.", example="80", default=None
    )
    phase: str | None = told(
        fr="Phase : preparation, initialisation, deployment, closed.",
        en="Phase: preparation, initialisation, deployment, closed.",
        example="deployment",
        default=None,
    )
    pair: bool | None = told(
        fr="true : les binômes seulement ; false : les autres.", en="true: only pairs.", example=True, default=None
    )


class AskedIndicators(AskedPage):
    axis: str | None = told(fr="Clé d’un axe.", en="Key of an axis.", example="housing", default=None)


class AskedValues(AskedPage):
    indicator: str | None = told(fr="Code d’indicateur.", en="Indicator’s code.", example="HAB-03", default=None)
    place_kind: PlaceKind | None = told(fr="Niveau.", en="Level.", example="centre", default=None)
    place: str | None = told(fr="Code du lieu.", en="Code of the place.", example="80001", default=None)
    territory: str | None = told(
        fr="Code de territoire : le territoire, ses communes, leurs centres, restes et pairs.",
        en="Territory’s code: the territory, its communes, their centres, rests and peers.",
        example="acv-001",
        default=None,
    )
    period: str | None = told(
        fr="Année ou fenêtre d’années.", en="Year or window of years.", example="2021", default=None
    )
    perimeter: Literal["", "iris-mairie", "hors-programme", "programme"] | None = told(
        fr="Périmètre ; vide : les lieux sans périmètre nommé.",
        en="Perimeter; empty: places without a named one.",
        example="iris-mairie",
        default=None,
    )


class AskedOfTerritory(AskedPage):
    territory: str | None = told(fr="Code de territoire.", en="Territory’s code.", example="acv-001", default=None)


class AskedVersions(AskedOfTerritory): ...


class AskedDecisions(AskedOfTerritory): ...


class AskedOrts(AskedOfTerritory): ...


class AskedActions(AskedOfTerritory):
    axis: str | None = told(fr="Clé d’un axe.", en="Key of an axis.", example="housing", default=None)
    state: str | None = told(fr="État de l’action.", en="State of the action.", example="works", default=None)


class AskedLines(AskedOfTerritory):
    action: str | None = told(fr="Nom de l’action.", en="Name of the action.", example="acv-001/1", default=None)
    funder_kind: str | None = told(fr="Nature du financeur.", en="Kind of the funder.", example="region", default=None)
    funder: str | None = told(fr="Nom du financeur.", en="Name of the funder.", example="Anah", default=None)
    instrument: str | None = told(fr="Instrument.", en="Instrument.", example="grant", default=None)
    origin: str | None = told(fr="Origine de l’argent.", en="Origin of the money.", example="ordinary", default=None)
    state: str | None = told(fr="État de la ligne.", en="State of the line.", example="committed", default=None)
    stage: Literal["planned", "requested", "accepted", "committed", "paid"] | None = told(
        fr="Les lignes qui ont un montant à cette étape.",
        en="The lines that have an amount at this stage.",
        example="paid",
        default=None,
    )


class AskedTotals(AskedLines):
    by: str = told(
        fr="Ce par quoi totaliser, séparé par des virgules.",
        en="What totals are told by, separated by commas.",
        example="funder_kind,instrument,origin",
        default="funder_kind,instrument,origin",
    )


class AskedDocument(Schema):
    lang: Literal["fr", "en"] = told(
        fr="Langue des descriptions.", en="Language of the descriptions.", example="fr", default="fr"
    )


def refuse_unknown(request: HttpRequest, kind: type[Schema]) -> None:
    """A parameter that does not exist, or is given twice, would be silently ignored: it is refused."""
    known = list(kind.model_fields)
    for name, given in request.GET.lists():
        if name not in known:
            raise _bad(
                name,
                fr=f"Le paramètre « {name} » n’existe pas ici. Paramètres possibles : {', '.join(known)}.",
                en=f"There is no parameter “{name}” here. Possible parameters: {', '.join(known)}.",
            )
        if len(given) > 1:
            raise _bad(
                name,
                fr=f"Le paramètre « {name} » est donné {len(given)} fois ; donnez-le une fois.",
                en=f"The parameter “{name}” is given {len(given)} times; give it once.",
            )


def refusal_of(fault: dict[str, Any], *, request: HttpRequest) -> Refusal:
    """The refusal for a parameter that pydantic could not read."""
    name = str(fault["loc"][-1])
    typed = request.GET.get(name)
    rules = fault.get("ctx", {})
    match fault["type"]:
        case "literal_error":
            fr = f"une valeur parmi {rules['expected'].replace(' or ', ' ou ')}"
            en = f"one of {rules['expected']}"
        case "greater_than_equal":
            fr, en = f"un nombre entier d’au moins {rules['ge']}", f"a whole number of at least {rules['ge']}"
        case "less_than_equal":
            fr, en = f"un nombre entier d’au plus {rules['le']}", f"a whole number of at most {rules['le']}"
        case "bool_parsing":
            fr, en = "true ou false", "true or false"
        case _:
            fr, en = "un nombre entier", "a whole number"
    return _bad(
        name,
        fr=f"Le paramètre « {name} » vaut « {typed} » ; il faut {fr}.",
        en=f"The parameter “{name}” is “{typed}”; it must be {en}.",
    )


def _bad(name: str, *, fr: str, en: str) -> Refusal:
    return Refusal(status=422, error="bad_parameter", fr=fr, en=en, parameter=name)
