"""What each field of an answer means, in French and in English, with an example: the OpenAPI document is made of it."""

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema

PLACE_KINDS = ("centre", "rest", "commune", "territory", "epci", "aav", "peers", "programme", "france")
PlaceKind = Literal["centre", "rest", "commune", "territory", "epci", "aav", "peers", "programme", "france"]
UNSAID = object()
Absence = Literal["secret", "missing", "not_collected", "not_applicable"]


def told(*, fr: str, en: str, example: Any = UNSAID, **rules: Any) -> Any:
    """A field with its meaning in both languages; the OpenAPI document keeps the one that is asked for.

    A field made of other described fields needs no example of its own.
    """
    examples = None if example is UNSAID else [example]
    return Field(rules.pop("default", ...), description=fr, examples=examples, json_schema_extra={"x-en": en}, **rules)


class Words(Schema):
    fr: str = told(fr="Texte français.", en="French text.", example="Vacance au recensement")
    en: str = told(fr="Texte anglais.", en="English text.", example="Census vacancy")


class Near(Schema):
    code: str = told(fr="Code proche de celui demandé.", en="A code near the one asked for.", example="acv-001")
    name: str = told(fr="Nom de ce code.", en="Name of that code.", example="Abbeville")


class Problem(Schema):
    """A refusal: what is wrong, where, and what would be right."""

    error: str = told(fr="Code stable du refus.", en="Stable code of the refusal.", example="unknown_territory")
    parameter: str | None = told(
        fr="Paramètre en cause, s’il y en a un.", en="The parameter at fault, when there is one.", example="territory"
    )
    message: Words = told(fr="Phrase qui dit ce qui serait juste.", en="What is right.")
    near: list[Near] = told(fr="Codes ou valeurs proches.", en="Codes or values that are near.")


class Page(Schema):
    count: int = told(fr="Nombre total de lignes.", en="Total number of rows.", example=246, ge=0)
    page: int = told(fr="Numéro de la page.", en="Number of the page.", example=1, ge=1)
    page_size: int = told(fr="Lignes par page.", en="Rows a page.", example=100, ge=1)
    pages: int = told(fr="Nombre de pages.", en="Number of pages.", example=3, ge=1)
    next: str | None = told(
        fr="Adresse de la page suivante (aussi dans l’en-tête Link).",
        en="Address of the next page (also in the Link header).",
        example="/api/v1/values?indicator=HAB-03&page=2",
    )
    previous: str | None = told(fr="Adresse de la page précédente.", en="Address of the previous page.", example=None)


class Commune(Schema):
    code: str = told(fr="Code Insee de la commune (COG 2026).", en="Insee code (COG 2026).", example="80001")
    name: str = told(fr="Nom de la commune.", en="Name of the commune.", example="Abbeville")
    epci: str = told(
        fr="SIREN de l’intercommunalité.", en="SIREN of the intercommunal body (EPCI).", example="200070993"
    )
    epci_name: str = told(fr="Nom de l’intercommunalité.", en="Name of the EPCI.", example="CA de la Baie de Somme")
    hall_lon: float = told(fr="Longitude de la mairie (degrés).", en="Town hall’s longitude (degrees).", example=1.83)
    hall_lat: float = told(fr="Latitude de la mairie (degrés).", en="Town hall’s latitude (degrees).", example=50.1)
    ort_signed: date | None = told(
        fr="Signature de la convention d’ORT.", en="Date of the ORT agreement.", example="2019-05-21"
    )


class Territory(Schema):
    """A beneficiary of the programme: a town, or a pair of towns with one convention."""

    code: str = told(fr="Code du territoire, stable.", en="Stable code of the territory.", example="acv-001")
    name: str = told(fr="Nom du territoire.", en="Name of the territory.", example="Abbeville")
    communes: list[Commune] = told(fr="Sa commune, ou ses deux communes.", en="Its commune, or its two communes.")
    department: str = told(fr="Code du département.", en="Department’s code.", example="80")
    department_name: str = told(fr="Nom du département.", en="Department’s name.", example="Somme")
    region: str = told(fr="Code de la région.", en="Region’s code.", example="32")
    region_name: str = told(fr="Nom de la région.", en="Region’s name.", example="Hauts-de-France")
    entry: str = told(
        fr="Liste d’entrée dans le programme : 2018 (les 222) ou later (entrées suivantes).",
        en="List of entry into the programme: 2018 (the 222) or later.",
        example="2018",
    )
    entry_date: date | None = told(fr="Date d’entrée, si connue.", en="Date of entry, if known.", example="2018-03-27")
    signed: date | None = told(
        fr="Signature de la convention initiale.", en="Date of the first convention.", example="2018-07-13"
    )
    phase2_signed: date | None = told(
        fr="Signature de l’avenant de phase 2.", en="Date of the phase 2 amendment.", example="2023-06-01"
    )
    phase: Literal["preparation", "initialisation", "deployment", "closed"] = told(
        fr="Phase que montrent les dates connues.", en="Phase shown by the known dates.", example="deployment"
    )
    is_pair: bool = told(fr="Vrai pour un binôme de communes.", en="True for a pair of communes.", example=False)
    is_overseas: bool = told(fr="Vrai outre-mer.", en="True overseas.", example=False)
    ort_signed: date | None = told(
        fr="Première signature d’une ORT dans le territoire.", en="First ORT agreement.", example="2019-05-21"
    )
    values: str = told(
        fr="Adresse de ses chiffres.", en="Address of its figures.", example="/api/v1/values?territory=acv-001"
    )


class Territories(Page):
    items: list[Territory] = told(fr="Territoires.", en="Territories.")


class Unit(Schema):
    key: str = told(fr="Clé de l’unité.", en="Key of the unit.", example="percent")
    symbol: Words = told(fr="Symbole.", en="Symbol.")
    label: Words = told(fr="Nom.", en="Name.")


class IndicatorSummary(Schema):
    code: str = told(fr="Code stable de l’indicateur.", en="Stable code of the indicator.", example="HAB-03")
    version: int = told(
        fr="Version de la méthode : elle augmente quand le calcul change.",
        en="Version of the method: it rises when the calculation changes.",
        example=1,
    )
    status: str = told(
        fr="validated (validé), experimental (expérimental) ou deprecated (abandonné).",
        en="validated, experimental or deprecated.",
        example="validated",
    )
    axis: str = told(fr="Clé de l’axe du programme.", en="Key of the programme’s axis.", example="housing")
    name: Words = told(fr="Nom.", en="Name.")
    question: Words = told(fr="Question à laquelle il répond.", en="Its question.")
    unit: Unit = told(fr="Unité de `value`.", en="Unit of `value`.")
    levels: list[PlaceKind] = told(
        fr="Niveaux où il est publié.", en="Levels where it is published.", example=["centre", "rest", "commune"]
    )
    periods: list[str] = told(
        fr="Périodes publiées, de la plus ancienne à la plus récente.", en="Periods, oldest first.", example=["2021"]
    )
    values: str = told(
        fr="Adresse de ses chiffres.", en="Address of its figures.", example="/api/v1/values?indicator=HAB-03"
    )


class Indicator(IndicatorSummary):
    """All that the catalogue says: other fields of the declaration follow those described here."""

    definition: Words = told(fr="Définition.", en="Definition.")
    not_said: Words = told(fr="Ce que le chiffre ne dit pas.", en="What the figure does not say.")
    formula: Words = told(fr="Formule en mots.", en="Formula in words.")
    kind: str = told(
        fr="ratio (numérateur sur dénominateur), count (compte), published (statistique du producteur) ou derived.",
        en="ratio (numerator over denominator), count, published (the producer’s own statistic) or derived.",
        example="ratio",
    )
    scale: float = told(
        fr="Pour un ratio : value = scale × numerator ÷ denominator.",
        en="For a ratio: value = scale × numerator ÷ denominator.",
        example=100,
    )
    decimals: int = told(fr="Décimales à afficher.", en="Decimals to show.", example=1)
    sources: list[str] = told(fr="Noms des sources.", en="Names of the sources.", example=["census_iris"])
    sql: str = told(fr="Le calcul, en SQL (DuckDB).", en="The calculation, in SQL (DuckDB).", example="select …")


class Indicators(Page):
    items: list[IndicatorSummary] = told(fr="Indicateurs.", en="Indicators.")


class Value(Schema):
    """One figure with what must stand beside it. Secret, missing, zero and not applicable are four different things."""

    indicator: str = told(fr="Code de l’indicateur.", en="Code of the indicator.", example="HAB-03")
    version: int = told(fr="Version de la méthode.", en="Version of the method.", example=1)
    place_kind: PlaceKind = told(
        fr="Niveau : centre, rest (reste de la commune), commune, territory (territoire du programme), epci, "
        "aav (aire d’attraction), peers (villes comparables), programme, france.",
        en="Level: centre, rest (of the commune), commune, territory (of the programme), epci, aav (attraction area), "
        "peers (comparable towns), programme, france.",
        example="centre",
    )
    place: str = told(
        fr="Code du lieu ; pour centre, rest et peers, celui de la commune.",
        en="Code of the place; for centre, rest and peers, the commune’s.",
        example="80001",
    )
    place_name: str | None = told(fr="Nom du lieu.", en="Name of the place.", example="Abbeville")
    perimeter: str = told(
        fr="Périmètre : iris-mairie (centre et reste), hors-programme ou programme (pairs), vide ailleurs.",
        en="Perimeter: iris-mairie (centre and rest), hors-programme or programme (peers), empty elsewhere.",
        example="iris-mairie",
    )
    period: str = told(
        fr="Année, ou fenêtre d’années (2015-2020).", en="A year, or a window of years (2015-2020).", example="2021"
    )
    value: float | None = told(
        fr="Valeur, dans l’unité de l’indicateur ; null quand `absence` dit pourquoi. Zéro est une valeur.",
        en="The value, in the indicator’s unit; null when `absence` says why. Zero is a value.",
        example=15.2,
    )
    absence: Absence | None = told(
        fr="Pourquoi il n’y a pas de valeur : secret (secret statistique), missing (donnée manquante), not_collected "
        "(existe mais n’est pas collectée ici), not_applicable (sans objet). null quand il y a une valeur.",
        en="Why there is no value: secret (statistical secrecy), missing, not_collected (exists, not collected here), "
        "not_applicable. null when there is a value.",
        example=None,
    )
    numerator: float | None = told(fr="Numérateur.", en="Numerator.", example=312.0)
    denominator: float | None = told(fr="Dénominateur.", en="Denominator.", example=2053.0)
    n: int | None = told(
        fr="Nombre d’unités observées (logements, ménages, ventes…).",
        en="Number of units observed (dwellings, households, sales…).",
        example=2053,
    )
    low: float | None = told(
        fr="Borne basse de l’intervalle, s’il est publié.", en="Lower bound, if any.", example=None
    )
    high: float | None = told(fr="Borne haute de l’intervalle.", en="Upper bound, if any.", example=None)
    obs_status: Literal["A", "E", "Q", "O", "L", "M", "B", "U"] = told(
        fr="État de l’observation (SDMX CL_OBS_STATUS) : A normale, E estimée par un modèle, Q supprimée (secret), "
        "O manquante, L existe mais non collectée, M sans objet, B rupture de série, U fiabilité faible.",
        en="Observation status (SDMX CL_OBS_STATUS): A normal, E estimated by a model, Q suppressed (secret), "
        "O missing, L exists but not collected, M not applicable, B break in series, U low reliability.",
        example="A",
    )
    conf_status: Literal["F", "C", "A", "D"] = told(
        fr="Confidentialité (SDMX CL_CONF_STATUS) : F libre, C secret à la source, A trop peu d’unités (notre seuil), "
        "D secret secondaire, pour qu’une soustraction ne révèle rien.",
        en="Confidentiality (SDMX CL_CONF_STATUS): F free, C secret at the source, A too few units (our floor), "
        "D secondary suppression, so that no subtraction reveals it.",
        example="F",
    )


class Values(Page):
    items: list[Value] = told(fr="Chiffres.", en="Figures.")


class Peer(Schema):
    commune: str = told(fr="Commune du programme.", en="Commune of the programme.", example="80001")
    peer: str = told(fr="Code de la commune comparable.", en="Code of the comparable commune.", example="62041")
    peer_name: str | None = told(fr="Son nom.", en="Its name.", example="Arras")
    peer_group: Literal["hors-programme", "programme"] = told(
        fr="Groupe : hors-programme ou programme.", en="Group: outside or inside the programme.", example="programme"
    )
    rank: int = told(fr="Rang : 1 est la plus proche.", en="Rank: 1 is the nearest.", example=1, ge=1)
    distance: float = told(
        fr="Distance sur les caractères d’avant 2018, sans unité.",
        en="Distance on features dated before 2018, without unit.",
        example=0.31,
        ge=0,
    )


class Peers(Page):
    items: list[Peer] = told(fr="Villes comparables.", en="Comparable towns.")


class ReleaseCard(Schema):
    """The manifest of the release served: what it was made of and how to check it."""

    release: str = told(fr="Nom de la livraison.", en="Name of the release.", example="2026.1")
    geography: dict[str, str] = told(
        fr="Géographie de référence et sa date.",
        en="Reference geography and its day.",
        example={"communes": "COG 2026", "date": "2026-01-01"},
    )
    scope: str = told(fr="Étendue : programme ou national.", en="Scope: programme or national.", example="programme")
    code: dict[str, Any] = told(
        fr="Version et somme de contrôle du code.", en="Version and checksum of the code.", example={"version": "0.1.0"}
    )
    counts: dict[str, Any] = told(fr="Nombres de lignes.", en="Numbers of rows.", example={"values": 98000})
    origins: list[dict[str, Any]] = told(
        fr="Sources, avec leurs fichiers et sommes de contrôle.",
        en="Sources, with their files and checksums.",
        example=[{"name": "census_iris", "producer": "Insee"}],
    )
    gates: list[dict[str, Any]] = told(
        fr="Contrôles passés par les chiffres.", en="Checks that the figures passed.", example=[{"passed": True}]
    )
    files: list[dict[str, Any]] = told(
        fr="Fichiers de la livraison, avec leur SHA-256.",
        en="Files of the release, with their SHA-256.",
        example=[{"path": "values.parquet", "bytes": 446338}],
    )


class Link(Schema):
    name: str = told(fr="Nom de la ressource.", en="Name of the resource.", example="territories")
    url: str = told(fr="Son adresse.", en="Its address.", example="/api/v1/territories")
    what: Words = told(fr="Ce qu’on y trouve.", en="What is found there.")


class Entry(Schema):
    title: Words = told(fr="Titre.", en="Title.")
    release: str = told(fr="Livraison servie.", en="Release served.", example="2026.1")
    links: list[Link] = told(fr="Ressources.", en="Resources.")


class Nothing(Schema):
    """The parameters of an address that has none."""
