"""One indicator for one commune of the programme: its figures, its chart, its table, its trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beffroi.observatory.release.read import Peer
from beffroi.web.figures import charts, strip, trend, typography
from beffroi.web.figures.figure import PEER_GROUPS as PEER_LABELS
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.indicator import Indicator, colon, listed
from beffroi.web.figures.reading import OWN_LEVELS, PEER_GROUPS, REFERENCES, Reading
from beffroi.web.figures.scale import Scale
from beffroi.web.figures.table import Rows, body

SHAPES = {"hors-programme": "outside", "programme": "inside"}
ENOUGH_PEERS = 5


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """The figures of the comparable towns of one group, nearest first, and the figure of the group as a whole."""

    key: str
    whole: Figure | None
    figures: tuple[Figure, ...]

    @property
    def label(self) -> str:
        return str(PEER_LABELS[self.key])

    @property
    def values(self) -> list[float]:
        return [figure.value for figure in self.figures if figure.value is not None]


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page shows of one indicator for one commune, at one period."""

    indicator: Indicator
    commune: str
    period: str
    own: tuple[Figure, ...]
    around: tuple[Figure, ...]
    references: tuple[Figure, ...]
    peers: tuple[PeerGroup, ...]
    spread: tuple[float, ...]
    lines: tuple[trend.Line, ...]

    @property
    def identity(self) -> str:
        return f"{self.indicator.code.lower()}-{self.commune}"

    @property
    def headline(self) -> Figure:
        """The figure to read first: the centre when the indicator knows it here, else the commune."""
        valued = [figure for figure in self.own if figure.value is not None]
        return (valued or list(self.own))[0]

    @property
    def has_chart(self) -> bool:
        return any(figure.value is not None for figure in self.own)

    @property
    def covered(self) -> int:
        return len(self.spread)

    @property
    def town(self) -> str:
        return self.own[-1].place.name if self.own else self.commune

    @property
    def colon(self) -> str:
        return colon()

    @property
    def has_intervals(self) -> bool:
        return any(figure.has_interval for figure in self.own)

    @property
    def table(self) -> SafeString:
        """The values of the chart, and those around it, in the order in which one reads."""
        groups = [Rows("", [(figure.level, figure) for figure in (*self.own, *self.around, *self.references)])]
        for group in self.peers:
            whole = [(_("Ensemble"), group.whole)] if group.whole else []
            rows = [*whole, *((figure.place.name, figure) for figure in group.figures)]
            groups.append(Rows(group.label, rows, is_brief=True))
        return body([group for group in groups if group.rows], has_intervals=self.has_intervals)

    @property
    def scale(self) -> Scale:
        peers = [value for group in self.peers for value in group.values]
        return charts.scale_for(self.indicator, spread=[*self.spread, *peers], figures=(*self.own, *self.references))

    def chart(self, *, width: float | None = None) -> str:
        """The strip plot; fluid, or of a known width for print."""
        scale = self.scale
        drawing = strip.Strip(
            scale=scale,
            ticks=charts.ticks(scale, self.indicator),
            marks=[_mark(figure) for figure in self.own if figure.value is not None],
            references=charts.references(self.references),
            bands=[
                strip.Band(_band_label(group), [(SHAPES[group.key], value) for value in group.values])
                for group in self.peers
            ],
            spread=self.spread,
            spread_label=charts.spread_label(len(self.spread), self.indicator),
            beyond_label=charts.beyond(scale, [*self.spread, *self.peers[0].values]),
            title=self.title,
            description=self.description,
        )
        return strip.drawn(drawing, identity=self.identity, width=width)

    @property
    def title(self) -> str:
        return _("%(name)s, %(town)s, %(period)s") % {
            "name": self.indicator.name, "town": self.town, "period": typography.period(self.period)
        }  # fmt: skip

    @property
    def description(self) -> str:
        """The chart in words: the figures of the town, then those around it."""
        said = [f"{figure.level}{colon()}{figure.text}" for figure in (*self.own, *self.references)]
        for group in self.peers:
            if group.values:
                said.append(_band_summary(group))
        return f"{listed(said)}."

    @property
    def brief_comparison(self) -> str:
        """Like with like: the whole commune, then the middle of the whole communes that are comparable to it.

        The middle one, not their sum: one large town among ten would speak for the nine others.
        """
        communes = [figure for figure in self.own if figure.observation.place_kind == "commune"]
        commune = [figure for figure in communes if figure is not self.headline]
        outside = self.peers[0]
        if len(outside.values) >= ENOUGH_PEERS:
            middle = self.indicator.with_unit(median(outside.values))
            against = [_("%(group)s, médiane : %(value)s") % {"group": outside.label, "value": middle}]
        else:
            against = [f"{figure.level}{colon()}{figure.text}" for figure in self.references[:1]]
        return listed([*(f"{figure.level}{colon()}{figure.text}" for figure in commune), *against])

    @property
    def trend_chart(self) -> str:
        if not self.lines:
            return ""
        title = _("%(name)s : évolution") % {"name": self.indicator.name}
        return trend.drawn(
            self.lines,
            title=title,
            description=self.trend_sentence,
            identity=f"{self.identity}-e",
            span=self.scale.high - self.scale.low,
        )

    @property
    def trend_sentence(self) -> str:
        """« Commune : 4,1 % en 2019, 4,6 % en 2021. »"""
        said = []
        for line in self.lines:
            (first, before), (last, after) = line.points[0], line.points[-1]
            said.append(
                _("%(label)s : %(before)s en %(first)s, %(after)s en %(last)s.")
                % {
                    "label": line.label, "first": typography.period(first), "last": typography.period(last),
                    "before": self.indicator.with_unit(before), "after": self.indicator.with_unit(after),
                }
            )  # fmt: skip
        return " ".join(said)


def panel(reading: Reading, *, code: str, commune: str, period: str | None = None) -> Panel:
    """The panel of an indicator for a commune of the programme, at its last period unless another is asked."""
    period = period or reading.latest(code)
    indicator = reading.indicator(code)
    levels = indicator.levels

    def figures(kinds: Sequence[tuple[str, str]]) -> tuple[Figure, ...]:
        found = (reading.figure(code, kind=kind, place=place, period=period) for kind, place in kinds if kind in levels)
        return tuple(figure for figure in found if figure)

    base = (indicator.base, reading.holders[commune][indicator.base] if indicator.base == "territory" else commune)
    own = figures([("centre", commune), ("rest", commune), base])
    references = figures(REFERENCES)
    if any(figure.observation.place == "hors-programme" for figure in references):
        references = tuple(figure for figure in references if figure.observation.place != "france")
    if indicator.kind == "count":  # the total of the programme is no yardstick for one town
        references = ()
    return Panel(
        indicator=indicator,
        commune=commune,
        period=period,
        own=own,
        around=figures([each for each in reading.holders[commune].items() if each != base]),
        references=references,
        peers=tuple(_group(reading, code=code, commune=commune, period=period, key=key) for key in PEER_GROUPS),
        spread=tuple(
            row.value
            for row in reading.spread(code, period=period, kind=indicator.base).values()
            if row.value is not None
        ),
        lines=_lines(reading, code=code, commune=commune, period=period),
    )


def peers_of(reading: Reading, commune: str, *, key: str) -> list[Peer]:
    return [peer for peer in reading.release.peers.get(commune, ()) if peer.peer_group == key]


def _group(reading: Reading, *, code: str, commune: str, period: str, key: str) -> PeerGroup:
    found = (
        reading.figure(code, kind="commune", place=peer.peer, period=period)
        for peer in peers_of(reading, commune, key=key)
    )
    whole = reading.figure(code, kind="peers", place=commune, period=period, perimeter=key)
    return PeerGroup(key=key, whole=whole, figures=tuple(figure for figure in found if figure))


def _lines(reading: Reading, *, code: str, commune: str, period: str) -> tuple[trend.Line, ...]:
    indicator = reading.indicator(code)
    seen = reading.periods_seen[code]
    run = trend.comparable_run(seen[: seen.index(period) + 1], groups=indicator.comparable)
    lines = []
    for kind, place in (*((kind, commune) for kind in OWN_LEVELS), *REFERENCES[:1]):
        figures = [reading.figure(code, kind=kind, place=place, period=each) for each in run]
        points = [(f.observation.period, f.value) for f in figures if f and f.value is not None]
        if len(points) > 1:
            label = next(f.level for f in figures if f)
            lines.append(trend.Line(kind=kind, label=label, points=points))
    return tuple(lines) if any(line.kind != "programme" for line in lines) else ()


def _mark(figure: Figure) -> strip.Mark:
    seen = figure.observation
    assert seen.value is not None
    return strip.Mark(
        kind=seen.place_kind,
        label=f"{_short_level(figure)} {charts.brief(figure)}",
        value=seen.value,
        low=seen.low,
        high=seen.high,
    )


def _short_level(figure: Figure) -> str:
    return _("Reste") if figure.observation.place_kind == "rest" else figure.level


def _band_label(group: PeerGroup) -> str:
    if group.key == "programme":
        return _("Villes comparables du programme (%(count)s)") % {"count": len(group.values)}
    return _("Villes comparables hors programme (%(count)s)") % {"count": len(group.values)}


def _band_summary(group: PeerGroup) -> str:
    indicator = group.figures[0].indicator
    return _("%(label)s : de %(low)s à %(high)s, médiane %(middle)s") % {
        "label": _band_label(group),
        "low": indicator.written(min(group.values)),
        "high": indicator.with_unit(max(group.values)),
        "middle": indicator.with_unit(median(group.values)),
    }
