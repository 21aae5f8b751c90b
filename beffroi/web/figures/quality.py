"""The quality box: what must stand beside a number, in seven lines at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from beffroi.web.figures import typography
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.indicator import Indicator, colon, listed, spoken
from beffroi.web.figures.reading import Reading

UNITS_OBSERVED = {
    "dwellings": gettext_lazy("logements"),
    "persons": gettext_lazy("personnes"),
    "households": gettext_lazy("ménages"),
    "sales": gettext_lazy("ventes"),
    "facilities": gettext_lazy("équipements"),
    "none": gettext_lazy("unités"),
}
COVERED = ngettext_lazy(
    "%(covered)s des %(count)s commune du programme", "%(covered)s des %(count)s communes du programme", "count"
)


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    text: str


def quality_box(reading: Reading, figures: Sequence[Figure], *, covered: int) -> list[Line]:
    """Source, geography, n and coverage, precision, breaks, secrecy, comparability: always in this order.

    `figures` are the headlines of one indicator: one, or one for each town of a pair. `covered` counts the communes of
    the programme that have a value at this period.
    """
    indicator = figures[0].indicator
    return [
        Line(_("Source"), sources(indicator)),
        Line(_("Géographie"), _geography(reading, figures[0])),
        Line(_("Observations"), _observed(figures, covered=covered, total=len(reading.holders))),
        Line(_("Précision"), _precision(figures)),
        Line(_("Ruptures"), _breaks(indicator)),
        Line(_("Secret"), _secrecy(indicator)),
        Line(_("Comparaison"), _comparison(indicator)),
    ]


def sources(indicator: Indicator) -> str:
    """Producer, title, vintage and licence of each source."""
    vintage = _("millésime")
    return listed(
        f"{source['producer']}, {title(source)}, {vintage} {source['vintage']} ({licence(source)})"
        for source in indicator.sources
    )


def title(source: Mapping[str, Any]) -> str:
    return spoken(source["title"])


def licence(source: Mapping[str, Any]) -> str:
    return source["licence"]["name"]


def _geography(reading: Reading, figure: Figure) -> str:
    """The geography of the release, that of the sources when it is older, and the perimeter of the centre."""
    said = [_("communes du %(cog)s") % {"cog": reading.release.manifest["geography"]["communes"]}]
    years = sorted({str(source["geography"]) for source in figure.indicator.sources if source.get("geography")})
    if years:
        said.append(_("sources en géographie %(years)s") % {"years": ", ".join(years)})
    if figure.indicator.perimeter_sensitive:
        said.append(_("centre : IRIS de la mairie"))
    return listed(said)


def _observed(figures: Sequence[Figure], *, covered: int, total: int) -> str:
    unit = UNITS_OBSERVED[figures[0].indicator.disclosure["unit"]]
    counted = [f"{figure.count} {unit} ({figure.place_name})" for figure in figures if figure.count]
    coverage = str(COVERED % {"covered": covered, "count": total})
    return listed([*counted, coverage])


def _precision(figures: Sequence[Figure]) -> str:
    spans = [f"{figure.place_name}{colon()}{figure.interval}." for figure in figures if figure.has_interval]
    method = figures[0].indicator.uncertainty_method
    return " ".join([*spans, method]) if spans or method else _("aucun intervalle publié")


def _breaks(indicator: Indicator) -> str:
    known = [f"{_date(each['date'])}{colon()}{spoken(each['what'])}" for each in indicator.breaks or []]
    return " ".join(known) or _("aucune connue")


def _date(text: object) -> str:
    year, *rest = str(text).split("-")
    return year if not rest or rest == ["01", "01"] else "/".join([*reversed(rest), year])


def _secrecy(indicator: Indicator) -> str:
    floor, unit = indicator.disclosure["floor"], indicator.disclosure["unit"]
    if unit == "none" or not floor:
        return _("aucun seuil ajouté ici ; ce que le producteur tient secret le reste")
    return _("rien n’est publié sous %(floor)s %(unit)s, ni ce qui permettrait de le retrouver") % {
        "floor": floor, "unit": UNITS_OBSERVED[unit]
    }  # fmt: skip


def _comparison(indicator: Indicator) -> str:
    groups = indicator.comparable
    joined = [_(" et ").join([", ".join(group[:-1]), group[-1]]) for group in groups if len(group) > 1]
    said = [_("comparables entre eux : %(periods)s") % {"periods": typography.period(each)} for each in joined]
    if not said:
        said.append(_("entre lieux, à la même date ; pas encore dans le temps"))
    if indicator.declared.get("not_comparable_with"):
        said.append(_("non comparable avec : %(what)s") % {"what": indicator.not_comparable_with})
    return ". ".join(text[0].upper() + text[1:].rstrip(".") for text in said) + "."
