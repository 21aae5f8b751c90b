"""Zip archives that people bring, opened with care: nothing that they say of themselves is believed."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PIECE = 1024 * 1024
# What the standard library raises on an archive that is broken, encrypted, cut short or packed in a way it cannot read
# (the last is a kind of RuntimeError).
FAULTS = (zipfile.BadZipFile, RuntimeError, EOFError, zlib.error)


class ArchiveUnreadable(ValueError):
    """The file is no zip archive, or one that is broken or encrypted."""


class ArchiveTooLarge(ValueError):
    """A part unpacks into more bytes than were allowed."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive open for reading; `names` are those of its parts, as it gives them, in its order."""

    names: tuple[str, ...]
    _parts: tuple[zipfile.ZipInfo, ...]
    _file: zipfile.ZipFile

    def beginning(self, name: str, *, n_bytes: int) -> bytes:
        """The first bytes of a part."""
        with self._file.open(self._part(name)) as packed:
            return packed.read(n_bytes)

    def unpack(self, name: str, *, to: Path, limit_bytes: int) -> int:
        """Write a part under a name of ours and return its size.

        The size that an archive announces may be a lie: bytes are counted as they come, and `ArchiveTooLarge` stops
        them. Its names are never made into paths.
        """
        size = 0
        with self._file.open(self._part(name)) as packed, to.open("wb") as unpacked:
            while piece := packed.read(PIECE):
                size += len(piece)
                if size > limit_bytes:
                    raise ArchiveTooLarge(f"{name} unpacks into more than {limit_bytes} bytes.")
                unpacked.write(piece)
        return size

    def _part(self, name: str) -> zipfile.ZipInfo:
        return self._parts[self.names.index(name)]


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive, for the time of a `with`; `ArchiveUnreadable` when it cannot be opened or read to the end."""
    try:
        with zipfile.ZipFile(path) as file:
            parts = tuple(file.infolist())
            yield Archive(tuple(part.filename for part in parts), parts, file)
    except FAULTS as fault:
        raise ArchiveUnreadable(str(fault)) from fault
