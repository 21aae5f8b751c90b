"""Files that people bring are known by their content, limited, checked for viruses and kept by their checksum."""

import hashlib
import io
import socket
import struct
import threading
import zipfile
from contextlib import contextmanager

import pytest

from beffroi.foundations.documents import clamd, contents, store
from beffroi.foundations.documents.contents import DocumentRefused, Reason
from beffroi.foundations.documents.store import path_of, receive

PDF = b"%PDF-1.7\n%%EOF\n"
VIRUS = b"%PDF-1.7 EICAR"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))
    monkeypatch.delenv("BEFFROI_CLAMD", raising=False)


def office(*parts, mimetype=None):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        if mimetype is not None:
            archive.writestr("mimetype", mimetype)
        for part in parts:
            archive.writestr(part, "")
    return packed.getvalue()


def kept_files():
    return [path for path in store.folder().rglob("*") if path.is_file()]


def refusal_of(content, *, name):
    with pytest.raises(DocumentRefused) as refusal:
        receive(io.BytesIO(content), name=name)
    assert kept_files() == []
    return refusal.value.reason


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("convention.pdf", PDF, contents.PDF),
        ("Convention signée.PDF", PDF, contents.PDF),
        ("plan.png", b"\x89PNG\r\n\x1a\n....", contents.PNG),
        ("photo.jpeg", b"\xff\xd8\xff\xe0....", contents.JPEG),
        ("plan.gif", b"GIF89a....", contents.GIF),
        ("plan.webp", b"RIFF\x10\0\0\0WEBPVP8 ", contents.WEBP),
        ("plan.tif", b"II*\x00....", contents.TIFF),
        ("fiche.docx", office("[Content_Types].xml", "word/document.xml"), contents.DOCX),
        ("budget.xlsx", office("[Content_Types].xml", "xl/workbook.xml"), contents.XLSX),
        ("comité.pptx", office("[Content_Types].xml", "ppt/presentation.xml"), contents.PPTX),
        ("fiche.odt", office(mimetype=contents.ODT.media_type), contents.ODT),
        ("budget.ods", office(mimetype=contents.ODS.media_type), contents.ODS),
        ("comité.odp", office(mimetype=contents.ODP.media_type), contents.ODP),
    ],
)
def test_pdf_images_and_office_files_are_kept(name, content, expected):
    received = receive(io.BytesIO(content), name=name)
    assert received.media_type == expected.media_type
    assert received.bytes == len(content)
    assert received.is_scanned is False
    assert path_of(received.sha256).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("vide.pdf", b"", Reason.EMPTY),
        ("page.html", b"<html><script>", Reason.UNKNOWN_CONTENT),
        ("plan.svg", b"<svg onload='alert()'>", Reason.UNKNOWN_CONTENT),
        ("programme.exe", b"MZ\x90\0", Reason.UNKNOWN_CONTENT),
        ("ancien.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.UNKNOWN_CONTENT),
        ("faux.pdf", b"MZ\x90\0 named as a PDF", Reason.UNKNOWN_CONTENT),
        ("archive.zip", office("a.txt"), Reason.UNKNOWN_CONTENT),
        ("autre.odt", office(mimetype="application/epub+zip"), Reason.UNKNOWN_CONTENT),
        ("cassé.docx", b"PK\x03\x04 broken", Reason.UNKNOWN_CONTENT),
        ("image.pdf", b"\x89PNG\r\n\x1a\n", Reason.NAME_DISAGREES),
        ("convention", PDF, Reason.NAME_DISAGREES),
        ("convention.pdf.exe", PDF, Reason.NAME_DISAGREES),
        ("macros.docx", office("word/document.xml", "word/vbaProject.bin"), Reason.HOLDS_MACROS),
        ("macros.odt", office("Basic/Standard/Module1.xml", mimetype=contents.ODT.media_type), Reason.HOLDS_MACROS),
    ],
)
def test_anything_else_is_refused_and_nothing_is_kept(name, content, reason):
    assert refusal_of(content, name=name) is reason


def test_a_file_too_large_is_refused_before_it_is_read_whole():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"%PDF-" + b"0" * (size - 5)

    stream = Endless()
    with pytest.raises(DocumentRefused) as refusal:
        receive(stream, name="énorme.pdf", limit_bytes=3 * 1024**2)
    assert (refusal.value.reason, refusal.value.facts) == (Reason.TOO_LARGE, {"limit_bytes": 3 * 1024**2})
    assert stream.given <= 4 * 1024**2
    assert kept_files() == []


def test_the_same_content_is_kept_once_under_its_checksum_out_of_the_web_root(tmp_path):
    first, second = (receive(io.BytesIO(PDF), name=name) for name in ("a.pdf", "b.pdf"))
    assert first == second
    assert kept_files() == [tmp_path / "documents" / first.sha256[:2] / hashlib.sha256(PDF).hexdigest()]


@contextmanager
def fake_clamd(answer=None, *, server=None):
    """A clamd that knows one virus; `answer` makes it say something else, or nothing."""
    server = server or socket.create_server(("127.0.0.1", 0))
    received = []

    def serve():
        with server:
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(size)
                received.append(content)
                said = b"Win.Test.EICAR_HDB-1 FOUND" if b"EICAR" in content else b"OK"
                connection.sendall(b"stream: " + said + b"\0" if answer is None else answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield received, server.getsockname()
    finally:
        thread.join()


def test_a_file_without_virus_is_kept_and_said_to_be_checked(monkeypatch):
    monkeypatch.setattr(clamd, "PIECE", 4)
    with fake_clamd() as (received, (host, port)):
        monkeypatch.setenv("BEFFROI_CLAMD", f"{host}:{port}")
        kept = receive(io.BytesIO(PDF), name="sain.pdf")
    assert kept.is_scanned is True
    assert received == [PDF]


def test_a_file_with_a_virus_is_not_kept_and_the_virus_is_named(monkeypatch):
    with fake_clamd() as (_, (host, port)):
        monkeypatch.setenv("BEFFROI_CLAMD", f"{host}:{port}")
        with pytest.raises(DocumentRefused) as refusal:
            receive(io.BytesIO(VIRUS), name="infecté.pdf")
    assert refusal.value.reason is Reason.INFECTED
    assert refusal.value.facts == {"found": "Win.Test.EICAR_HDB-1"}
    assert kept_files() == []


def test_clamd_may_listen_on_a_socket_of_the_machine(monkeypatch, tmp_path):
    path = tmp_path / "clamd.ctl"
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen()
    with fake_clamd(server=server):
        monkeypatch.setenv("BEFFROI_CLAMD", str(path))
        assert receive(io.BytesIO(PDF), name="sain.pdf").is_scanned is True


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: "])
def test_a_file_that_could_not_be_checked_is_not_kept(monkeypatch, answer):
    with fake_clamd(answer) as (_, (host, port)):
        monkeypatch.setenv("BEFFROI_CLAMD", f"{host}:{port}")
        assert refusal_of(PDF, name="sain.pdf") is Reason.SCANNER_ABSENT


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl", "not an address"])
def test_a_scanner_that_is_named_and_absent_keeps_files_out(monkeypatch, address):
    monkeypatch.setenv("BEFFROI_CLAMD", address)
    assert refusal_of(PDF, name="sain.pdf") is Reason.SCANNER_ABSENT
