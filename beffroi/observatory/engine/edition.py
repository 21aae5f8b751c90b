"""The whole way from built tables to a release, as one function for the command line and for a notebook."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from beffroi.observatory.engine import ground, order, outlines, places, publish
from beffroi.observatory.engine.declaration import INDICATORS, Indicator, load_all
from beffroi.observatory.engine.run import Computed, compute
from beffroi.observatory.intake.build import in_order as tables_in_order
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.intake.loading import load_sources
from beffroi.territory.towns import Territory, territories

Follow = Callable[[list[Indicator]], Iterable[Indicator]]


class UnknownCode(LookupError):
    """A code that no indicator has; says which there are."""


def make_release(
    out: Path,
    *,
    tables: Path,
    scope: str = "programme",
    only: Iterable[str] = (),
    follow: Follow = iter,
    declarations: Path = INDICATORS,
    programme: Sequence[Territory] | None = None,
) -> dict[str, Any]:
    """Computes the indicators (all, or those of the codes `only` and their parts) and writes a release in `out`.

    `tables` is the folder of built source tables. `scope` changes which places are kept, never a figure: everything is
    computed for the whole country. `follow` sees the indicators pass, to show progress. `declarations` is a folder of
    indicators and `programme` a registry of territories, when not our own. Returns the manifest.

    Raises what its steps raise (`BadDeclaration`, `NotBuilt`, `ComputationFailed`, `GateClosed`); nothing is then
    written.
    """
    indicators, sources = _chosen(load_all(declarations), frozenset(only)), load_sources()
    read = {name for indicator in indicators.values() for name in indicator.sources}
    names = tables_in_order(sources, read | set(ground.TABLES))
    programme = territories() if programme is None else programme
    with ground.open_tables(tables, names=names) as db:
        ground.lay_communes(db, programme=programme)
        ordered, around = order.in_order(indicators), partial(ground.lay_around, programme=programme)
        computed = _followed(compute(ordered, db, around=around), ordered, follow)
        publish.refuse_closed_gates(computed)
        places.make_places(db, programme=programme)
        edition = publish.Edition(
            scope=scope,
            computed=computed,
            sources=sources,
            origins=[
                _origin(sources[name], tables, is_ground=name in ground.TABLES or name not in read)
                for name in sorted(names)
            ],
            perimeters=outlines.perimeter_rows(db, programme=programme),
        )
        return publish.publish(db, edition, out=out)


def _followed(computing: Iterable[Computed], indicators: list[Indicator], follow: Follow) -> list[Computed]:
    return [done for done, _ in zip(computing, follow(indicators), strict=True)]


def _chosen(indicators: Mapping[str, Indicator], codes: frozenset[str]) -> Mapping[str, Indicator]:
    known = {indicator.code for indicator in indicators.values()}
    if unknown := codes - known:
        raise UnknownCode(f"No indicator {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}.")
    return order.with_parts(indicators, codes) if codes else indicators


def _origin(source: Source, tables: Path, *, is_ground: bool) -> dict[str, Any]:
    """What the manifest says of a source: who, what, under which licence, and the checksums of its files.

    `is_ground` marks what stands under every figure: places, their codes, who resembles whom.
    """
    told = json.loads((tables / f"{source.name}.origin.json").read_text(encoding="utf-8"))
    return {
        "name": source.name,
        "producer": source.producer,
        "title": dict(source.title),
        "url": source.url_main,
        "licence": asdict(source.licence),
        "vintage": source.vintage,
        "files": told["files"],
        "rows": told["rows"],
        "declaration": told["declaration"],
        "is_ground": is_ground,
    }
