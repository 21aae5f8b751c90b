"""`beffroi data check`: are the files there, are they what was declared, does the table still follow from them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from beffroi.foundations.progress import followed
from beffroi.observatory.intake.build import in_order, needs, shaped
from beffroi.observatory.intake.corrections import CorrectionRefused
from beffroi.observatory.intake.declaration import Source
from beffroi.observatory.intake.gates import GateFailed
from beffroi.observatory.intake.geography import CodesRefused
from beffroi.observatory.intake.origin import ArchivedFile, archived, read_origin, recipe
from beffroi.observatory.intake.raw import FileAbsent
from beffroi.observatory.intake.readers.refusal import FileRefused

REFUSALS = (FileRefused, CodesRefused, CorrectionRefused, GateFailed)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a source.

    `state` is one of: `current` (the table follows from the files as they are), `outdated` (the files, the
    declaration or what the table needs have changed since it was built), `not built`, `absent` (a file is not in the
    archive), `refused` (a file or the table is not what it must be); `why` says it in a sentence.
    """

    name: str
    state: str
    why: str = ""

    @property
    def is_right(self) -> bool:
        return self.state in ("current", "outdated", "not built")


def check(
    sources: Mapping[str, Source], names: Iterable[str] = (), *, archive: Path, tables: Path
) -> Iterator[Checked]:
    """Check the sources of `names` (all by default) and what they need; nothing is written."""
    for name in followed(in_order(sources, names), title="Checking sources"):
        yield check_source(sources[name], archive=archive, tables=tables)


def check_source(source: Source, *, archive: Path, tables: Path) -> Checked:
    """Checksums where they are declared, then every row, type, code, correction and gate, as for a build."""
    try:
        files = archived(source, archive=archive)
    except FileAbsent as absent:
        return Checked(source.name, "absent", str(absent))
    wrong = _other_checksum(source, files)
    if wrong:
        return Checked(source.name, "refused", wrong)
    missing = sorted(name for name in needs(source) if read_origin(name, tables=tables) is None)
    if missing:
        return Checked(
            source.name, "not built", f"It is checked with the tables {', '.join(missing)}: build them first."
        )
    before = read_origin(source.name, tables=tables)
    if before and before.recipe == recipe(source, files, needed=needs(source), tables=tables):
        return Checked(source.name, "current")
    try:
        shaped(source, archive=archive, tables=tables).close()
    except REFUSALS as refusal:
        return Checked(source.name, "refused", str(refusal))
    return Checked(source.name, "outdated" if before else "not built", "" if before else "Its files are as declared.")


def _other_checksum(source: Source, files: tuple[ArchivedFile, ...]) -> str:
    declared = {file.path: file.sha256 for file in source.files if file.sha256}
    for file in files:
        if declared.get(file.path, file.sha256) != file.sha256:
            said = f"{file.path} has the checksum {file.sha256}, not {declared[file.path]} as declared"
            return f"{said}: remove it and fetch it again."
    return ""
