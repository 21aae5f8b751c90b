"""`beffroi data build`: from the archive to one Parquet table per source, the same bytes for the same files."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from graphlib import TopologicalSorter
from importlib import util
from pathlib import Path

import duckdb
import pyarrow as pa

from beffroi.foundations.files import sha256, whole_file
from beffroi.foundations.progress import followed
from beffroi.observatory.intake.cells import literal, quoted
from beffroi.observatory.intake.corrections import correct
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.intake.dialect import prepare
from beffroi.observatory.intake.gates import refuse_offenders
from beffroi.observatory.intake.geography import GEOGRAPHY, place
from beffroi.observatory.intake.raw import files_of, make_raw


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Built:
    """A table that was made, or found up to date: its rows and what it was made of."""

    name: str
    rows: int
    files: tuple[ArchivedFile, ...]
    declaration: str
    recipe: str
    made: bool


def build(
    sources: Mapping[str, Source], names: Iterable[str] = (), *, archive: Path, tables: Path, fresh: bool = False
) -> Iterator[Built]:
    """Build the tables of `names` (all by default), each after those it needs; yields what was made."""
    chosen = in_order(sources, names)
    for name in followed(chosen, title="Building tables"):
        yield build_table(sources[name], archive=archive, tables=tables, fresh=fresh)


def in_order(sources: Mapping[str, Source], names: Iterable[str] = ()) -> list[str]:
    """The names asked for (all by default) and all that they need, each after what it needs."""
    graph: dict[str, set[str]] = {}
    asked = list(names) or list(sources)
    while asked:
        name = asked.pop()
        if name not in sources:
            raise UnknownSource(f"No source is named {name}. There are {', '.join(sources)}.")
        graph[name] = needs(sources[name])
        asked += [need for need in graph[name] if need not in graph]
    return [name for name in TopologicalSorter({name: sorted(graph[name]) for name in sorted(graph)}).static_order()]


def needs(source: Source) -> set[str]:
    """The tables that must stand before this one: those that it reads, and those that place its communes."""
    return {*source.needs, *(GEOGRAPHY if source.geography is not None else ())}


class UnknownSource(LookupError):
    """A name that no declaration bears."""


def build_table(source: Source, *, archive: Path, tables: Path, fresh: bool = False) -> Built:
    """The table of `source`, made unless its files, its declaration and what it needs are as they were."""
    files = tuple(_archived(source, archive))
    recipe = _recipe(source, files, tables)
    before = read_origin(source.name, tables=tables)
    if before and before.recipe == recipe and not fresh:
        return before
    with duckdb.connect(config={"threads": 2, "preserve_insertion_order": True}) as con:
        _shape(con, source, archive=archive, tables=tables)
        refuse_offenders(con, source)
        rows = _write(con, source, tables=tables)
    built = Built(source.name, rows, files, source.sha256, recipe, made=True)
    with whole_file(tables / f"{source.name}.origin.json") as draft:
        draft.write_text(json.dumps(_origin(built), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return built


def read_origin(name: str, *, tables: Path) -> Built | None:
    """What is recorded beside a table; None where the table was never made."""
    path = tables / f"{name}.origin.json"
    if not path.exists() or not (tables / f"{name}.parquet").exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    files = tuple(ArchivedFile(**one) for one in told["files"])
    return Built(name, told["rows"], files, told["declaration"], told["recipe"], made=False)


def _origin(built: Built) -> dict[str, object]:
    told = asdict(built)
    return {key: told[key] for key in ("name", "files", "rows", "declaration", "recipe")}


def _archived(source: Source, archive: Path) -> Iterator[ArchivedFile]:
    for file in source.files:
        for path in files_of(source, file, archive=archive):
            yield ArchivedFile(path.relative_to(archive).as_posix(), sha256(path), path.stat().st_size)


def _recipe(source: Source, files: tuple[ArchivedFile, ...], tables: Path) -> str:
    """A checksum of all that the table depends on: its files, its declaration, this code, the tables it needs."""
    digest = hashlib.sha256(source.sha256.encode())
    digest.update(json.dumps([asdict(file) for file in files]).encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    for name in sorted(needs(source)):
        origin = read_origin(name, tables=tables)
        digest.update((origin.recipe if origin else "").encode())
    return digest.hexdigest()


def _shape(con: duckdb.DuckDBPyConnection, source: Source, *, archive: Path, tables: Path) -> None:
    prepare(con, source)
    make_raw(con, source, archive=archive)
    correct(con, source)
    for name in source.needs:
        table = literal(str(tables / f"{name}.parquet"))
        con.execute("create schema if not exists sources")
        con.execute(f"create view sources.{quoted(name)} as from read_parquet({table})")
    for path in source.paths:
        if path.suffix == ".csv":
            nomenclature = path.name.split(".")[1]
            con.execute(f"create temp table {nomenclature} as from read_csv({literal(str(path))}, all_varchar = true)")
    if (source.folder / f"{source.name}.py").exists():
        con.register("shaped", _reshape(source, con.table("raw").to_arrow_table()))
        con.execute("create temp table built as from shaped")
    else:
        query = source.sql or 'select * exclude ("#file", "#row") from raw'
        con.execute(f"create temp table built as {query}")
    if source.geography is not None:
        place(con, source, tables=tables)


def _reshape(source: Source, raw: pa.Table) -> pa.Table:
    spec = util.spec_from_file_location(source.name, source.folder / f"{source.name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.reshape(raw)


def _write(con: duckdb.DuckDBPyConnection, source: Source, *, tables: Path) -> int:
    """Sorted by its key and written by one thread: the same rows give the same bytes."""
    con.execute("set threads = 1")
    keys = ", ".join(quoted(name) for name in source.key)
    with whole_file(tables / f"{source.name}.parquet") as draft:
        con.execute(f"copy (from built order by {keys}) to {literal(str(draft))} (format parquet, compression zstd)")
    return int((con.execute("select count(*) from built").fetchone() or (0,))[0])
