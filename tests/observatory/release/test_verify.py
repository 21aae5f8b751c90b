"""A damaged release is told, to the byte."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beffroi.foundations.files import sha256
from beffroi.observatory.release import write
from beffroi.observatory.release.columns import KEYS
from beffroi.observatory.release.verify import faults
from tests.observatory.release.test_publish import FILES


def reseal(folder):
    """As someone would who changes figures and makes the checksums agree."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for file in manifest["files"]:
        file["sha256"] = sha256(folder / file["path"])
    write.document(folder / "manifest.json", manifest)
    write.checksums(folder)


def change(folder, table, edit):
    rows = pq.read_table(folder / f"{table}.parquet")
    pq.write_table(edit(rows), folder / f"{table}.parquet")
    reseal(folder)


def test_a_whole_release_has_no_fault(first_release):
    assert faults(first_release) == []


@pytest.mark.parametrize("name", FILES.split())
@pytest.mark.parametrize("where", [0, 0.5, -1])
def test_one_flipped_byte_names_its_file(own_release, name, where):
    content = bytearray((own_release / name).read_bytes())
    content[where if where in (0, -1) else len(content) // 2] ^= 1
    (own_release / name).write_bytes(content)

    found = faults(own_release)

    assert found
    assert any(name in fault for fault in found)


def test_a_missing_file_an_unlisted_file_and_missing_checksums_are_told(own_release):
    (own_release / "notes.txt").write_text("mine")
    assert "notes.txt: the manifest does not list it" in faults(own_release)[0]

    (own_release / "notes.txt").unlink()
    (own_release / "SHA256SUMS").unlink()
    assert "SHA256SUMS: absent" in faults(own_release)[0]

    (own_release / "peers.csv").unlink()
    assert "peers.csv: absent, but the manifest lists it" in faults(own_release)[0]


def test_a_folder_that_is_no_release_says_how_to_make_one(tmp_path):
    assert "this folder is not a release" in faults(tmp_path)[0]


def test_a_figure_changed_with_its_checksums_is_stopped_by_a_gate(own_release):
    def double(rows):
        values = [None if value is None else 2 * value for value in rows["value"].to_pylist()]
        return rows.set_column(rows.column_names.index("value"), rows.field("value"), [values])

    change(own_release, "values", double)

    told = "\n".join(faults(own_release))
    assert "HAB-03, the value is its numerator over its denominator: " in told


@pytest.mark.parametrize("table", sorted(KEYS))
def test_a_row_given_twice_is_told(own_release, table):
    change(own_release, table, lambda rows: pa.concat_tables([rows, rows.slice(0, 1)]))

    assert any(f"{table}.parquet: two rows for" in fault for fault in faults(own_release))


def test_a_place_without_a_name_is_told(own_release):
    change(own_release, "places", lambda rows: rows.filter([kind != "aav" for kind in rows["place_kind"].to_pylist()]))

    assert any("places.parquet: no aav 126, which has figures" in fault for fault in faults(own_release))
