"""What a file is, by its first bytes and its inside, never by its name alone."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from beffroi.foundations import archives

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"


class Reason(StrEnum):
    """Why a file is not kept."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_CONTENT = "unknown_content"
    NAME_DISAGREES = "name_disagrees"
    HOLDS_MACROS = "holds_macros"
    INFECTED = "infected"
    SCANNER_ABSENT = "scanner_absent"


class DocumentRefused(ValueError):
    """A file that is not kept; `reason` is a code, `facts` what a sentence needs. Nothing was written."""

    def __init__(self, reason: Reason, **facts: object) -> None:
        told = ", ".join(f"{name}: {fact}" for name, fact in facts.items())
        super().__init__(f"The file is refused ({reason}). {told}".strip())
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Content:
    """A kind of file that is accepted, with the endings that its name may have."""

    media_type: str
    endings: tuple[str, ...]


PDF = Content("application/pdf", (".pdf",))
PNG = Content("image/png", (".png",))
JPEG = Content("image/jpeg", (".jpg", ".jpeg"))
GIF = Content("image/gif", (".gif",))
WEBP = Content("image/webp", (".webp",))
TIFF = Content("image/tiff", (".tif", ".tiff"))
DOCX = Content(f"{OFFICE}.wordprocessingml.document", (".docx",))
XLSX = Content(f"{OFFICE}.spreadsheetml.sheet", (".xlsx",))
PPTX = Content(f"{OFFICE}.presentationml.presentation", (".pptx",))
ODT = Content(f"{OPEN}.text", (".odt",))
ODS = Content(f"{OPEN}.spreadsheet", (".ods",))
ODP = Content(f"{OPEN}.presentation", (".odp",))
ACCEPTED = (PDF, PNG, JPEG, GIF, WEBP, TIFF, DOCX, XLSX, PPTX, ODT, ODS, ODP)

HEAD_BYTES = 16
SIGNATURES: tuple[tuple[Callable[[bytes], bool], Content], ...] = (
    (lambda head: head.startswith(b"%PDF-"), PDF),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), PNG),
    (lambda head: head.startswith(b"\xff\xd8\xff"), JPEG),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), GIF),
    (lambda head: head.startswith(b"RIFF") and head[8:12] == b"WEBP", WEBP),
    (lambda head: head.startswith((b"II*\x00", b"MM\x00*")), TIFF),
)
MAIN_PART = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}


def content_of(path: Path) -> Content:
    """What the file is; `DocumentRefused` when it is nothing that is accepted, or an office file with macros."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head:
        raise DocumentRefused(Reason.EMPTY)
    for matches, content in SIGNATURES:
        if matches(head):
            return content
    if head.startswith(b"PK\x03\x04"):
        return _office(path)
    raise DocumentRefused(Reason.UNKNOWN_CONTENT)


def check_name(name: str, *, content: Content) -> None:
    """The name must end as its content does, so that nobody opens one thing for another."""
    if not name.lower().endswith(content.endings):
        raise DocumentRefused(Reason.NAME_DISAGREES, name=name, expected=content.endings[0])


def _office(path: Path) -> Content:
    try:
        with archives.opened(path) as archive:
            names = frozenset(archive.names)
            # An OpenDocument file says what it is in its first part; a longer one would be something else.
            said = archive.beginning("mimetype", n_bytes=100) if "mimetype" in names else b""
    except archives.ArchiveUnreadable as fault:
        raise DocumentRefused(Reason.UNKNOWN_CONTENT) from fault
    media_type = said.decode("ascii", errors="replace")
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise DocumentRefused(Reason.HOLDS_MACROS)
    found = next((content for part, content in MAIN_PART.items() if part in names), None)
    found = found or next((content for content in (ODT, ODS, ODP) if content.media_type == media_type), None)
    if found is None:
        raise DocumentRefused(Reason.UNKNOWN_CONTENT)
    return found
