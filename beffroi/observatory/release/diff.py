"""What changed between two releases, and why: which figures moved, came and went, and what their makers changed."""

# ruff: noqa: S608 — queries are composed from names of columns that stand in `columns`

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from beffroi.observatory.release.columns import FIGURES, KEYS
from beffroi.observatory.release.read import Release, open_release

KEY = KEYS["values"]
CELLS = (*FIGURES, "obs_status", "conf_status")


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure that is not the same in the two releases; `before` is None when it is new, `after` when gone."""

    indicator: str
    place_kind: str
    place: str
    perimeter: str
    period: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one indicator. `why` holds codes: `source:<name>`, `method`, `part:<code>`, `code`, `scope`."""

    indicator: str
    moved: int
    added: int
    removed: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    before: str
    after: str
    changes: tuple[Change, ...]
    figures: tuple[Moved, ...]


def compare(before: Path, after: Path) -> Difference:
    """The difference between the releases of two folders; both are checked first (`DamagedRelease`)."""
    old, new = open_release(before), open_release(after)
    figures = tuple(_moved(before, after))
    codes = sorted({figure.indicator for figure in figures})
    changes = tuple(_change(code, [f for f in figures if f.indicator == code], old=old, new=new) for code in codes)
    return Difference(old.name, new.name, changes, figures)


def _change(code: str, figures: list[Moved], *, old: Release, new: Release) -> Change:
    added = sum(figure.before is None for figure in figures)
    removed = sum(figure.after is None for figure in figures)
    return Change(code, len(figures) - added - removed, added, removed, tuple(_why(code, old=old, new=new)))


def _why(code: str, *, old: Release, new: Release) -> list[str]:
    """The causes that the two releases tell: a cause may explain a figure; without any, none can have moved."""
    before, after = old.indicators.get(code), new.indicators.get(code)
    why = []
    if before is None or after is None or _method(before) != _method(after):
        why.append("method")
    why += [f"source:{name}" for name in _changed_sources(before, after, old=old, new=new)]
    by_slug = {entry["slug"]: part for release in (old, new) for part, entry in release.indicators.items()}
    parts = {by_slug[slug] for entry in (before, after) if entry for slug in entry["parts"] if slug in by_slug}
    why += [f"part:{part}" for part in sorted(parts) if set(_why(part, old=old, new=new)) - {"code", "scope", *why}]
    if old.manifest["scope"] != new.manifest["scope"]:
        why.append("scope")
    if old.manifest["code"]["sha256"] != new.manifest["code"]["sha256"]:
        why.append("code")
    return why


def _method(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(
        entry[name] for name in ("version", "sql_sha256", "kind", "scale", "aggregate", "levels", "disclosure")
    )


def _changed_sources(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, *, old: Release, new: Release
) -> list[str]:
    """Sources of the indicator, and of the ground under all indicators, whose files or declaration changed."""
    then, now = ({o["name"]: o for o in release.manifest["origins"]} for release in (old, new))
    read = {name for entry in (before, after) if entry for name in entry["sources"]}
    read |= {name for origins in (then, now) for name, origin in origins.items() if origin["is_ground"]}
    return sorted(name for name in read if _made_of(then.get(name)) != _made_of(now.get(name)))


def _made_of(origin: Mapping[str, Any] | None) -> Any:
    return origin and (origin["declaration"], sorted(file["sha256"] for file in origin["files"]))


def _moved(before: Path, after: Path) -> list[Moved]:
    same = " and ".join(f"b.{cell} is not distinct from a.{cell}" for cell in CELLS)
    columns = ", ".join(f"{side}.{cell}" for side in "ba" for cell in CELLS)
    with duckdb.connect() as db:
        found = db.execute(f"""
            select {", ".join(KEY)}, b.obs_status is not null, a.obs_status is not null, {columns}
            from read_parquet('{before / "values.parquet"}') b
            full join read_parquet('{after / "values.parquet"}') a using ({", ".join(KEY)})
            where not ({same}) order by {", ".join(KEY)}""").fetchall()
    keys, width = len(KEY), len(CELLS)
    return [
        Moved(
            **dict(zip(KEY, row[:keys], strict=True)),
            before=_cells(row[keys + 2 : keys + 2 + width], is_there=row[keys]),
            after=_cells(row[keys + 2 + width :], is_there=row[keys + 1]),
        )
        for row in found
    ]


def _cells(cells: Sequence[Any], *, is_there: bool) -> dict[str, Any] | None:
    return dict(zip(CELLS, cells, strict=True)) if is_there else None
