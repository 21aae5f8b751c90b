"""The portrait of a territory, put together: its indicators by axis, each with a panel for each of its towns."""

from collections.abc import Sequence
from dataclasses import dataclass

from beffroi.territory.towns import Territory
from beffroi.web.figures import quality
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.indicator import Indicator
from beffroi.web.figures.panel import Panel, panel
from beffroi.web.figures.reading import Axis, Reading

# What a mayor asks first. The first six that the release knows here open the page and the print.
IN_BRIEF = ("HAB-03", "HAB-01", "TRA-01", "TRA-04", "HAB-17", "COM-08", "MOB-01", "EQU-02", "TRA-02", "HAB-18")
BRIEF_COUNT = 6


@dataclass(frozen=True, slots=True)
class Block:
    """One indicator in a portrait: a panel for each town, the figure of the pair when there are two."""

    indicator: Indicator
    panels: tuple[Panel, ...]
    whole: Figure | None
    quality: Sequence[quality.Line]

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def period(self) -> str:
        return self.panels[0].period


@dataclass(frozen=True, slots=True)
class Family:
    """An axis of the programme with its blocks."""

    axis: Axis
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    territory: Territory
    families: tuple[Family, ...]

    @property
    def brief(self) -> list[Block]:
        """The key figures, in the declared order; one without any value here gives its place to the next."""
        known = {block.code: block for family in self.families for block in family.blocks}
        chosen = [known[code] for code in IN_BRIEF if code in known]
        return [block for block in chosen if any(panel.has_chart for panel in block.panels)][:BRIEF_COUNT]


def portrait_of(reading: Reading, territory: Territory) -> Portrait:
    families = (
        Family(axis=axis, blocks=tuple(block_of(reading, code=code, territory=territory) for code in axis.codes))
        for axis in reading.axes()
    )
    return Portrait(territory=territory, families=tuple(families))


def block_of(reading: Reading, *, code: str, territory: Territory, period: str | None = None) -> Block:
    """An indicator of a territory, at its last period unless another is asked."""
    towns = territory.communes if reading.indicator(code).base == "commune" else territory.communes[:1]
    panels = tuple(panel(reading, code=code, commune=town.code, period=period) for town in towns)
    headlines = [each.headline for each in panels if each.own]
    whole = None
    if len(panels) > 1:
        whole = reading.figure(code, kind="territory", place=territory.code, period=panels[0].period)
    return Block(
        indicator=panels[0].indicator,
        panels=panels,
        whole=whole,
        quality=quality.quality_box(reading, headlines, covered=panels[0].covered) if headlines else (),
    )
