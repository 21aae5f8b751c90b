"""An indicator over the whole programme: its rows town by town, sorted and paged by address, its map, its spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.territory.names import folded
from beffroi.territory.towns import Territory, Town, territories
from beffroi.web.figures import charts, outline, strip, typography
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.indicator import Indicator, colon, language, listed
from beffroi.web.figures.reading import REFERENCES, Reading

PAGE = 50
COLUMNS = {
    "nom": gettext_lazy("Nom"),
    "departement": gettext_lazy("Département"),
    "centre": gettext_lazy("Centre"),
    "reste": gettext_lazy("Reste"),
    "commune": gettext_lazy("Commune entière"),
    "territoire": gettext_lazy("Territoire"),
    "n": gettext_lazy("Observés"),
    "statut": gettext_lazy("Statut"),
}
LEVEL_OF = {"centre": "centre", "reste": "rest", "commune": "commune", "territoire": "territory"}


@dataclass(frozen=True, slots=True)
class Row:
    """A commune of the programme, or a territory for what is done together; `hall` in degrees."""

    name: str
    department: str
    territory: str
    hall: tuple[float, float]
    figures: dict[str, Figure | None]

    @property
    def cells(self) -> list[Figure | None]:
        return list(self.figures.values())

    @property
    def main(self) -> Figure | None:
        """The figure of the whole: the last and largest level."""
        return next(reversed(self.figures.values()))

    @property
    def count(self) -> str:
        return self.main.count if self.main else ""

    @property
    def status(self) -> str:
        if self.main is None:
            return ""
        return str(self.main.absence.word) if self.main.absence else self.main.remark or _("valeur normale")


@dataclass(frozen=True, slots=True)
class National:
    """An indicator over the programme at one period."""

    indicator: Indicator
    period: str
    rows: Sequence[Row]
    references: Sequence[Figure]
    levels: Sequence[str]  # the keys of LEVEL_OF that the page shows, the whole last

    @property
    def columns(self) -> list[tuple[str, str]]:
        kept = {"nom", "departement", "n", "statut", *self.levels}
        return [(key, str(label)) for key, label in COLUMNS.items() if key in kept]

    def sorted_by(self, key: str, *, down: bool) -> list[Row]:
        """The rows in the order of a column; those without a value come last both ways. No rank is ever given."""
        if key in LEVEL_OF or key == "n":
            known = [row for row in self.rows if _amount(row, key) is not None]
            unknown = [row for row in self.rows if _amount(row, key) is None]
            return sorted(known, key=lambda row: _amount(row, key) or 0.0, reverse=down) + unknown
        words = {
            "nom": lambda row: row.name,
            "departement": lambda row: row.department,
            "statut": lambda row: row.status,
        }
        return sorted(self.rows, key=lambda row: (folded(words[key](row)), folded(row.name)), reverse=down)

    def values(self, level: str) -> dict[str, float]:
        """Values by place at a level of this page."""
        figures = (row.figures[level] for row in self.rows)
        return {each.observation.place: each.value for each in figures if each and each.value is not None}


def levels_of(indicator: Indicator) -> list[str]:
    """The levels that the page shows: centre, rest and commune, or the territory alone."""
    whole = ["territoire"] if indicator.base == "territory" else ["centre", "reste", "commune"]
    return [key for key in whole if LEVEL_OF[key] in indicator.levels]


def national(reading: Reading, code: str, *, period: str) -> National:
    indicator = reading.indicator(code)
    levels = levels_of(indicator)

    def row(place: str, *, name: str, territory: Territory, town: Town) -> Row:
        figures = {key: reading.figure(code, kind=LEVEL_OF[key], place=place, period=period) for key in levels}
        return Row(name, territory.department, territory.code, (town.hall_lon, town.hall_lat), figures)

    rows = []
    for territory in territories():
        if indicator.base == "territory":
            rows.append(row(territory.code, name=territory.name, territory=territory, town=territory.communes[0]))
        else:
            rows += [row(town.code, name=town.name, territory=territory, town=town) for town in territory.communes]
    references = (reading.figure(code, kind=kind, place=place, period=period) for kind, place in REFERENCES[:2])
    kept = [] if indicator.kind == "count" else [figure for figure in references if figure]
    return National(indicator, period, rows, kept, levels)


def _amount(row: Row, key: str) -> float | None:
    if key == "n":
        return row.main.observation.n if row.main else None
    figure = row.figures.get(key)
    return figure.value if figure else None


def spread_chart(whole: National, *, level: str) -> str:
    """The distribution over the programme's communes."""
    values = list(whole.values(level).values())
    if not values:
        return ""
    scale = charts.scale_for(whole.indicator, spread=values, figures=whole.references)
    drawing = strip.Strip(
        scale=scale,
        ticks=charts.ticks(scale, whole.indicator),
        marks=[],
        references=charts.references(whole.references),
        bands=[],
        spread=values,
        spread_label=charts.spread_label(len(values), whole.indicator),
        beyond_label=charts.beyond(scale, values),
        title=_("Répartition de l’indicateur dans le programme"),
        description=spread_sentence(whole, level=level),
    )
    return strip.drawn(drawing, identity=f"spread-{level}")


def spread_sentence(whole: National, *, level: str) -> str:
    """« La moitié des communes est entre 8,1 et 11,9 % ; médiane 9,8 %. »"""
    values = list(whole.values(level).values())
    if len(values) < 2:
        return ""
    first, middle, third = quantiles(values, n=4, method="inclusive")
    span = typography.span(
        whole.indicator.written(first),
        whole.indicator.written(third),
        symbol=whole.indicator.symbol,
        language=language(),
    )
    if whole.indicator.base == "territory":
        said = _("%(count)s territoires ont une valeur. La moitié du milieu va %(span)s ; la médiane est %(middle)s.")
    else:
        said = _("%(count)s communes ont une valeur. La moitié du milieu va %(span)s ; la médiane est %(middle)s.")
    return said % {"count": len(values), "span": span, "middle": whole.indicator.with_unit(middle)}


@dataclass(frozen=True, slots=True)
class Class:
    kind: str
    label: str
    count: int


def country(reading: Reading, whole: National, *, level: str) -> tuple[str, list[Class]]:
    """The map of the communes by class of equal numbers, and the legend of its classes."""
    values = whole.values(level)
    bounds, found = outline.classes(values)
    spots = []
    for row in whole.rows:
        figure = row.figures[level]
        kind = f"q{found[figure.observation.place]}" if figure and figure.value is not None else "none"
        spots.append(outline.Spot(*row.hall, row.department, kind))
    counts = {kind: sum(spot.kind == kind for spot in spots) for kind in {spot.kind for spot in spots}}
    legend = [
        Class(f"q{i}", label, counts.get(f"q{i}", 0)) for i, label in enumerate(_labels(whole, bounds, values), 1)
    ]
    if counts.get("none"):
        legend.append(Class("none", _("sans valeur publiée"), counts["none"]))
    said = listed(f"{each.label}{colon()}{each.count}" for each in legend)
    title = _("Carte des communes du programme par classe de valeur")
    return outline.country_map(reading.release, spots, title=title, description=said, identity="country"), legend


def _labels(whole: National, bounds: Sequence[float], values: dict[str, float]) -> list[str]:
    if not values:
        return []
    write = whole.indicator
    edges = [min(values.values()), *bounds, max(values.values())]
    return [
        typography.span(write.written(low), write.written(high), symbol=write.symbol, language=language())
        for low, high in pairwise(edges)
    ]
