"""The files that a source wants in the archive."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import httpx

from beffroi.observatory.intake.declaration import Source, SourceFile


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of the archive: its `path` there, its public address, its checksum where it is known beforehand.

    With a `member`, the address gives a zip that holds the file under that name.
    """

    path: str
    url: str | None
    sha256: str | None = None
    member: str | None = None

    @property
    def package(self) -> "Wanted":
        """The zip itself, kept beside the file under the producer's name for it."""
        return Wanted(str(PurePosixPath(self.path).with_name(httpx.URL(str(self.url)).path.split("/")[-1])), self.url)


def wanted_files(source: Source, *, archive: Path) -> list[Wanted]:
    """What the declaration of `source` asks for, in its order.

    A file declared zipped (`a.csv.gz`) whose address gives it plain comes plain (`a.csv`): builds read either.

    A path with `*` stands for the files that the archive already holds under it; when there are none it is wanted
    as it is written, without an address, so that fetching it says what is missing.
    """
    return [wanted for file in source.files for wanted in _wanted(file, archive=archive)]


def _wanted(file: SourceFile, *, archive: Path) -> list[Wanted]:
    if "*" not in file.path:
        comes_plain = file.url is not None and not httpx.URL(file.url).path.endswith(".gz")
        zipped = (archive / file.path).exists() or not comes_plain
        return [Wanted(file.path if zipped else file.plain_path, file.url, file.sha256, file.member)]
    there = sorted(str(found.relative_to(archive)) for found in archive.glob(file.path))
    return [Wanted(path, None) for path in there or [file.path]]
