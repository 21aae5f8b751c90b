"""An archive that someone brings is read with care, whatever it says of itself."""

import io
import zipfile

import pytest

from beffroi.foundations import archives


@pytest.fixture
def brought(tmp_path):
    """An archive with two parts, one of which would climb out of its folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes.txt", b"cadre" * 1000)
        archive.writestr("../../etc/passwd", b"root")
    path = tmp_path / "brought.zip"
    path.write_bytes(packed.getvalue())
    return path


def test_a_part_is_written_where_we_say(brought, tmp_path):
    with archives.opened(brought) as archive:
        assert archive.names == ("notes.txt", "../../etc/passwd")
        assert archive.beginning("notes.txt", n_bytes=5) == b"cadre"
        assert archive.unpack("../../etc/passwd", to=tmp_path / "ours", limit_bytes=10) == 4

    assert (tmp_path / "ours").read_bytes() == b"root"


def test_bytes_are_counted_as_they_come(brought, tmp_path):
    with archives.opened(brought) as archive, pytest.raises(archives.ArchiveTooLarge, match="more than 4999 bytes"):
        archive.unpack("notes.txt", to=tmp_path / "ours", limit_bytes=4999)


@pytest.mark.parametrize("spoilt", ["cut short", "no archive", "one byte changed"])
def test_what_cannot_be_read_to_the_end_is_unreadable(brought, tmp_path, spoilt):
    whole = brought.read_bytes()
    at = whole.index(b"notes.txt") + 12
    changed = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
    brought.write_bytes(
        {"cut short": whole[:60], "no archive": b"PK\x03\x04 hello", "one byte changed": changed}[spoilt]
    )

    with pytest.raises(archives.ArchiveUnreadable), archives.opened(brought) as archive:
        archive.unpack("notes.txt", to=tmp_path / "ours", limit_bytes=10_000)
