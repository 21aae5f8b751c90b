"""Is a received file whole, and is it what its name says? Servers answer pages of excuses with the status 200."""

import gzip
import zipfile
import zlib
from pathlib import Path

HEAD_BYTES = 1024
HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body")
BLOCK_BYTES = 1 << 20

SELF_ENDED = (".gz", ".xlsx", ".zip", ".parquet")
"""Formats whose own end is written inside them, so that a cut file shows."""


class NotTheFile(ValueError):
    """What was received is not the whole file that was asked for."""


def check(path: Path, *, name: str) -> None:
    """Refuse the file at `path` when it is not a whole file of the kind that `name` ends with.

    - An empty file and an HTML page are refused whatever the name, also inside a .gz.
    - .gz, .xlsx, .zip and .parquet are followed to their own end.
    - .csv and .geojson have no end of their own: only their beginning is looked at.

    Raises `NotTheFile`.
    """
    head = _head(path)
    _refuse_pages(head, name=name)
    if name.endswith(".gz"):
        _check_gzip(path, head, name=name)
    elif name.endswith((".xlsx", ".zip")):
        _check_zip(path, name=name)
    elif name.endswith(".parquet"):
        _check_parquet(path, head, name=name)
    else:
        _check_text(head, name=name)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _refuse_pages(head: bytes, *, name: str) -> None:
    if not head:
        raise NotTheFile(f"{name}: the file received is empty.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(HTML_MARKS):
        raise NotTheFile(
            f"{name}: an HTML page came instead of the file (the address may have moved, or the site asks for consent)."
        )


def _check_gzip(path: Path, head: bytes, *, name: str) -> None:
    if not head.startswith(b"\x1f\x8b"):
        raise NotTheFile(f"{name}: not a gzip file, though its name says so.")
    try:
        with gzip.open(path) as stream:
            _refuse_pages(stream.read(HEAD_BYTES), name=name)
            while stream.read(BLOCK_BYTES):
                pass
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NotTheFile(f"{name}: the gzip file is cut or damaged ({error}).") from error


def _check_zip(path: Path, *, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
    except (zipfile.BadZipFile, zlib.error) as error:
        raise NotTheFile(f"{name}: cut, damaged, or not a workbook or zip file ({error}).") from error
    if broken:
        raise NotTheFile(f"{name}: its part {broken} is damaged.")


def _check_parquet(path: Path, head: bytes, *, name: str) -> None:
    with path.open("rb") as stream:
        stream.seek(-min(4, path.stat().st_size), 2)
        tail = stream.read()
    if not (head.startswith(b"PAR1") and tail == b"PAR1"):
        raise NotTheFile(f"{name}: not a whole Parquet file (it must begin and end with PAR1).")


def _check_text(head: bytes, *, name: str) -> None:
    if head.startswith((b"\x1f\x8b", b"PK\x03\x04", b"PAR1")) or b"\0" in head:
        raise NotTheFile(f"{name}: a binary file came where text was expected; is the name in the declaration right?")
    if name.endswith((".geojson", ".json")) and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        raise NotTheFile(f"{name}: not JSON.")
