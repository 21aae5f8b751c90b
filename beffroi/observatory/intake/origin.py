"""What a table was made of, recorded beside it: what has not changed is not made again, and a release can say."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from beffroi.foundations.files import sha256, whole_file
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.intake.raw import files_of

SHAPING = ("build", "cells", "corrections", "dialect", "geography", "raw")
"""The modules, besides the readers, whose change may change a table."""


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of the archive: its path there, its checksum, its size."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Origin:
    """A table: its rows, the files that it was made of, and the checksums of its declaration and of its recipe."""

    name: str
    rows: int
    files: tuple[ArchivedFile, ...]
    declaration: str
    recipe: str


def read_origin(name: str, *, tables: Path) -> Origin | None:
    """What is recorded beside a table; None where the table was never made."""
    path = tables / f"{name}.origin.json"
    if not path.exists() or not (tables / f"{name}.parquet").exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    return Origin(**{**told, "files": tuple(ArchivedFile(**one) for one in told["files"])})


def write_origin(origin: Origin, *, tables: Path) -> None:
    with whole_file(tables / f"{origin.name}.origin.json") as draft:
        draft.write_text(json.dumps(asdict(origin), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def archived(source: Source, *, archive: Path) -> tuple[ArchivedFile, ...]:
    """The files of `source` as they lie in the archive. Raises `FileRefused` where one is not there."""
    return tuple(_archived(source, archive))


def _archived(source: Source, archive: Path) -> Iterator[ArchivedFile]:
    for file in source.files:
        for path in files_of(source, file, archive=archive):
            yield ArchivedFile(path.relative_to(archive).as_posix(), sha256(path), path.stat().st_size)


def recipe(source: Source, files: tuple[ArchivedFile, ...], *, needed: frozenset[str], tables: Path) -> str:
    """The checksum of all that a table depends on: its files, its declaration, this code, the tables it needs."""
    digest = hashlib.sha256(source.sha256.encode())
    digest.update(json.dumps([asdict(file) for file in files]).encode())
    here = Path(__file__).parent
    for path in (*(here / f"{module}.py" for module in SHAPING), *sorted((here / "readers").glob("*.py"))):
        digest.update(path.read_bytes())
    for name in sorted(needed):
        origin = read_origin(name, tables=tables)
        digest.update(f"{name} {origin.recipe if origin else ''}".encode())
    return digest.hexdigest()
