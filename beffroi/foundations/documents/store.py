"""Where the bytes are: one file per content, named by its checksum, under the installation's folder."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from beffroi.foundations.documents import clamd
from beffroi.foundations.documents.contents import DocumentRefused, Reason, check_name, content_of
from beffroi.foundations.home import home

LIMIT_BYTES = 50 * 1024 * 1024
PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """A file that is kept."""

    sha256: str
    bytes: int
    media_type: str
    is_scanned: bool


def folder() -> Path:
    """Of the documents of this installation; no web server is told of it."""
    return home() / "documents"


def path_of(sha256: str) -> Path:
    """Where the content with this checksum is, or would be."""
    return folder() / sha256[:2] / sha256


def receive(stream: IO[bytes], *, name: str, limit_bytes: int = LIMIT_BYTES) -> Received:
    """Keep a file, whole, once it is known to be what its name says, small enough and free of viruses.

    The virus check is made where BEFFROI_CLAMD names a clamd. The same content received twice is kept once. Raises
    `DocumentRefused`, and then nothing was kept.
    """
    with _draft() as draft:
        digest, size = _write(stream, to=draft, limit_bytes=limit_bytes)
        content = content_of(draft)
        check_name(name, content=content)
        if scanner := clamd.address():
            clamd.check(draft, at=scanner)
        kept = path_of(digest)
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft.chmod(0o640)
        draft.replace(kept)
    return Received(sha256=digest, bytes=size, media_type=content.media_type, is_scanned=bool(scanner))


@contextmanager
def _draft() -> Iterator[Path]:
    folder().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".receiving-", dir=folder())
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _write(stream: IO[bytes], *, to: Path, limit_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with to.open("wb") as kept:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > limit_bytes:
                raise DocumentRefused(Reason.TOO_LARGE, limit_bytes=limit_bytes)
            digest.update(piece)
            kept.write(piece)
        # The row that names this file is committed after: the bytes must be on the disk by then.
        kept.flush()
        os.fsync(kept.fileno())
    return digest.hexdigest(), size
