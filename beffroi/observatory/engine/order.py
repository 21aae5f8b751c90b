"""Dependencies are read from the SQL itself, so no list of them can go stale."""

from collections.abc import Mapping, Set
from graphlib import CycleError, TopologicalSorter

from beffroi.observatory.engine.declaration import BadDeclaration, Indicator

Step = tuple[str, str]
PLACES: Step = ("places", "")


def sorted_by_reading(indicators: Mapping[str, Indicator]) -> TopologicalSorter[str]:
    """Gives the slugs of the indicators that are ready to be computed, once those that they read are said done.

    An indicator that is read but not among `indicators` is there already. Raises `BadDeclaration` naming a circle, and
    where to cut it.
    """
    sorter = TopologicalSorter(
        {slug: indicators.keys() & indicator.comes_after for slug, indicator in indicators.items()}
    )
    try:
        sorter.prepare()
    except CycleError as circle:
        names = " → ".join(circle.args[1])
        raise BadDeclaration(
            f"these indicators read each other in a circle: {names}. One must read its source."
        ) from None
    return sorter


def steps(indicators: Mapping[str, Indicator], *, at_once: Set[str]) -> TopologicalSorter[Step]:
    """What makes the figures, prepared: `PLACES`, then for each indicator its rows and its figures.

    Rows wait for the figures that the query reads; and for places, unless all that it reads of the schema `territory`
    is among `at_once`. Figures wait for places, and for those that the indicator's gates look at. Raises as
    `sorted_by_reading`.
    """
    sorted_by_reading(indicators)
    sorter: TopologicalSorter[Step] = TopologicalSorter()
    for slug, indicator in indicators.items():
        waits = any(table.startswith("territory.") for table in indicator.reads - at_once)
        read = [("figures", part) for part in indicator.parts if part in indicators]
        sorter.add(("rows", slug), *read, *([PLACES] if waits else []))
        looked_at = sorted(indicators.keys() & indicator.comes_after)
        sorter.add(("figures", slug), ("rows", slug), PLACES, *(("figures", other) for other in looked_at))
    sorter.add(PLACES)
    sorter.prepare()
    return sorter


def in_order(indicators: Mapping[str, Indicator]) -> list[Indicator]:
    """Each indicator after those that it reads; ties in the order of codes. Raises as `sorted_by_reading`."""
    sorter = sorted_by_reading(indicators)
    ordered: list[Indicator] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=lambda slug: indicators[slug].code)
        ordered += [indicators[slug] for slug in ready]
        sorter.done(*ready)
    return ordered


def with_parts(indicators: Mapping[str, Indicator], codes: frozenset[str]) -> dict[str, Indicator]:
    """The indicators of `codes` and those that they or their gates read, near and far."""
    wanted = {slug for slug, indicator in indicators.items() if indicator.code in codes}
    while parts_of := {part for slug in wanted for part in indicators[slug].comes_after} - wanted:
        wanted |= parts_of
    return {slug: indicator for slug, indicator in indicators.items() if slug in wanted}
