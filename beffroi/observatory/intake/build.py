"""From the archive to one Parquet table per source: the same files and the same declaration give the same bytes."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from graphlib import TopologicalSorter
from importlib import util
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pyarrow as pa

from beffroi.foundations.files import whole_file
from beffroi.foundations.progress import followed
from beffroi.foundations.side_by_side import in_turn
from beffroi.observatory.intake.cells import literal, quoted
from beffroi.observatory.intake.corrections import correct
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.intake.dialect import prepare
from beffroi.observatory.intake.gates import refuse_offenders
from beffroi.observatory.intake.geography import GEOGRAPHY, place
from beffroi.observatory.intake.origin import Origin, archived, read_origin, recipe, write_origin
from beffroi.observatory.intake.raw import make_raw


class UnknownSource(LookupError):
    """A name that no declaration bears."""


@dataclass(frozen=True, slots=True)
class Built:
    """A table that stands: its name, its rows, and whether it was made now or found up to date."""

    name: str
    rows: int
    made: bool


def build(
    sources: Mapping[str, Source],
    names: Iterable[str] = (),
    *,
    archive: Path,
    tables: Path,
    fresh: bool = False,
    workers: int = 1,
) -> Iterator[Built]:
    """Build the tables of `names` (all by default), each after those it needs, in the folder `tables`.

    A table whose files, declaration and needs have not changed is left as it is, unless `fresh`. A table that is
    refused is not written, and the one that was there before stays. Yields each table as it stands. With several
    `workers`, as many processes build side by side; the bytes are the same.
    """
    ordered = in_order(sources, names)
    making = partial(build_table, archive=archive, tables=tables, fresh=fresh)
    if workers == 1 or len(ordered) == 1:
        for name in followed(ordered, title="Building tables"):
            yield making(sources[name])
        return
    graph = {name: sorted(needs(sources[name])) for name in _longest_last(ordered, sources, archive=archive)}
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    # Not forked: a copy of a process with threads may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        building = in_turn(sorter, lambda name: pool.submit(making, sources[name]), workers=workers)
        for _, built in zip(followed(ordered, title="Building tables"), building, strict=True):
            yield built


def _longest_last(names: Iterable[str], sources: Mapping[str, Source], *, archive: Path) -> list[str]:
    """By the weight of their files: of the tables that may be built, `in_turn` takes the last first."""

    def weight(name: str) -> int:
        return sum(path.stat().st_size for file in sources[name].files for path in archive.glob(file.path))

    return sorted(names, key=weight)


def build_table(source: Source, *, archive: Path, tables: Path, fresh: bool = False) -> Built:
    """The table of `source`: `<name>.parquet`, and what it was made of in `<name>.origin.json`.

    Raises `FileRefused`, `CodesRefused`, `CorrectionRefused` or `GateFailed`, saying what would be right.
    """
    files = archived(source, archive=archive)
    now = recipe(source, files, needed=needs(source), tables=tables)
    before = read_origin(source.name, tables=tables)
    if before and before.recipe == now and not fresh:
        return Built(source.name, before.rows, made=False)
    with shaped(source, archive=archive, tables=tables) as con:
        rows = _write(con, source, tables=tables)
    write_origin(Origin(source.name, rows, files, source.sha256, now), tables=tables)
    return Built(source.name, rows, made=True)


def in_order(sources: Mapping[str, Source], names: Iterable[str] = ()) -> list[str]:
    """The names asked for (all by default) and all that they need, each after what it needs; else by name.

    Raises `UnknownSource` for a name that is not declared.
    """
    graph: dict[str, list[str]] = {}
    asked = list(names) or list(sources)
    while asked:
        name = asked.pop()
        if name not in sources:
            raise UnknownSource(f"No source is named {name}; there are {', '.join(sources)}.")
        graph[name] = sorted(needs(sources[name]))
        asked += [need for need in graph[name] if need not in graph]
    return list(TopologicalSorter(dict(sorted(graph.items()))).static_order())


def needs(source: Source) -> frozenset[str]:
    """The tables that must stand before this one: those that it reads, and those that place its communes."""
    return frozenset(source.needs) | frozenset(GEOGRAPHY if source.geography is not None else ())


def shaped(source: Source, *, archive: Path, tables: Path) -> duckdb.DuckDBPyConnection:
    """A connection of its own whose table `built` holds the rows of `source`, corrected, placed, past every gate."""
    con = duckdb.connect(config={"threads": 2})
    try:
        prepare(con, source)
        make_raw(con, source, archive=archive)
        con.execute("set threads = 1")  # sums of decimals depend on their order: one thread gives one order
        correct(con, source)
        _reshape(con, source, tables=tables)
        if source.geography is not None:
            place(con, source, tables=tables)
        refuse_offenders(con, source)
    except BaseException:
        con.close()
        raise
    return con


def _reshape(con: duckdb.DuckDBPyConnection, source: Source, *, tables: Path) -> None:
    """Make `built` of `raw`, by the source's SQL, its Python, or as it is."""
    con.execute("create schema sources")
    for name in sorted(needs(source)):
        con.execute(f"create view sources.{quoted(name)} as from {literal(str(tables / (name + '.parquet')))}")
    for path in source.paths:
        if path.suffix == ".csv":  # a nomenclature: <source>.<table>.csv
            name = quoted(path.name.split(".")[1])
            con.execute(f"create table {name} as from read_csv({literal(str(path))}, all_varchar = true)")
    if source.python is not None:
        con.register("reshaped", _called(source.python, con.table("raw").to_arrow_table()))
    query = "from reshaped" if source.python else source.sql or 'select * exclude ("#file", "#row") from raw'
    con.execute(f"create temp table built as {query}")


def _called(path: Path, raw: pa.Table) -> pa.Table:
    spec = util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is not Python.")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.reshape(raw)


def _write(con: duckdb.DuckDBPyConnection, source: Source, *, tables: Path) -> int:
    """Sorted by its key and written by the one thread that is left: the same rows give the same bytes."""
    names = [row[0] for row in con.execute("describe built").fetchall()]
    said = [name for file in source.files for name in file.set]
    ordered = dict.fromkeys([*source.key, *(name for name in names if name in said), *names])
    columns = ", ".join(quoted(name) for name in ordered)
    keys = ", ".join(quoted(name) for name in source.key)
    with whole_file(tables / f"{source.name}.parquet") as draft:
        con.execute(
            f"copy (select {columns} from built order by {keys}) to {literal(str(draft))} "
            "(format parquet, compression zstd)"
        )
    return int((con.execute("select count(*) from built").fetchone() or (0,))[0])
