import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from beffroi.foundations.files import sha256
from beffroi.observatory.release.read import DamagedRelease, Observation, open_release

FREE = {
    "indicator": "HAB-03",
    "version": 1,
    "place": "46042",
    "perimeter": "",
    "period": "2021",
    "low": None,
    "high": None,
}
CAHORS = FREE | {"place_kind": "commune", "value": 12.5, "numerator": 5.0, "denominator": 40.0, "n": 40}
ROWS = [
    CAHORS | {"obs_status": "A", "conf_status": "F"},
    CAHORS | {"period": "2016", "value": 0.0, "numerator": 0.0, "obs_status": "A", "conf_status": "F"},
    FREE
    | {"place_kind": "centre", "perimeter": "iris-mairie", "value": None, "numerator": None}
    | {"denominator": None, "n": None, "obs_status": "Q", "conf_status": "A"},
]


@pytest.fixture
def release_folder(tmp_path):
    """A release of three made-up figures about Cahors."""
    place = {"place_kind": "commune", "place": "46042", "name": "Cahors", "department": "46", "region": "76"}
    place |= {
        "lon": 1.44,
        "lat": 44.45,
        "population": 20000,
        "territory": "acv-035",
        "note": None,
        "epci": None,
        "aav": None,
    }
    peer = {"commune": "46042", "peer": "15014", "peer_group": "programme", "rank": 1, "distance": 0.4}
    outline = {"id": "iris-mairie-46042", "kind": "iris-mairie", "place": "46042", "name": "Centre"}
    outline |= {"algorithm": "town_hall_iris/v1", "epsg": 2154, "area_ha": 40.0, "date": "2020", "status": "frozen"}
    outline |= {"geometry": shapely.to_wkb(shapely.box(1.43, 44.44, 1.45, 44.46))}
    for name, rows in {"values": ROWS, "places": [place], "peers": [peer], "perimeters": [outline]}.items():
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / f"{name}.parquet")
    catalogue = {
        "indicators": [{"code": "HAB-03", "levels": ["centre", "commune"]}],
        "sources": [{"name": "census_iris"}],
    }
    (tmp_path / "catalogue.json").write_text(json.dumps(catalogue))
    files = [{"path": p.name, "sha256": sha256(p)} for p in sorted(tmp_path.iterdir())]
    (tmp_path / "manifest.json").write_text(json.dumps({"release": "made-up", "files": files}))
    return tmp_path


def test_a_release_answers_by_place_and_by_indicator(release_folder):
    release = open_release(release_folder)
    assert release.name == "made-up"
    assert [o.value for o in release.at("commune", "46042", code="HAB-03")] == [12.5, 0.0]
    assert [o.value for o in release.of("HAB-03", place_kind="commune", period="2021")] == [12.5]
    assert release.periods("HAB-03") == ["2016", "2021"]
    assert release.at("commune", "99999") == []


def test_a_hidden_figure_says_secret_and_a_zero_is_a_figure(release_folder):
    release = open_release(release_folder)
    assert [o.absence for o in release.at("centre", "46042")] == ["secret"]
    zero = release.of("HAB-03", place_kind="commune", period="2016")[0]
    assert (zero.value, zero.absence) == (0.0, None)


@pytest.mark.parametrize(
    ("status", "word"), [("Q", "secret"), ("O", "missing"), ("L", "not_collected"), ("M", "not_applicable")]
)
def test_the_four_absences_are_four_words(status, word):
    nothing = dict.fromkeys(("value", "numerator", "denominator", "n"))
    row = FREE | nothing | {"place_kind": "commune", "obs_status": status, "conf_status": "F"}
    assert Observation(**row).absence == word


def test_places_peers_and_outlines_come_with_the_release(release_folder):
    release = open_release(release_folder)
    assert release.places["commune", "46042"].name == "Cahors"
    assert [(p.peer, p.rank) for p in release.peers["46042"]] == [("15014", 1)]
    (centre,) = release.outlines["iris-mairie", "46042"]
    assert centre.geometry.contains(shapely.Point(1.44, 44.45))


def test_one_flipped_byte_is_refused_by_the_name_of_its_file(release_folder):
    values = release_folder / "values.parquet"
    flipped = bytearray(values.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    values.write_bytes(flipped)
    with pytest.raises(DamagedRelease, match=r"values\.parquet: not the file that was released"):
        open_release(release_folder)


def test_an_absent_file_is_named(release_folder):
    (release_folder / "peers.parquet").unlink()
    with pytest.raises(DamagedRelease, match=r"peers\.parquet: absent"):
        open_release(release_folder)


def test_a_folder_without_manifest_is_not_a_release(tmp_path):
    with pytest.raises(DamagedRelease, match="this folder is not a release"):
        open_release(tmp_path)


def test_a_manifest_cut_in_the_middle_is_named(release_folder):
    (release_folder / "manifest.json").write_text('{"files": [')
    with pytest.raises(DamagedRelease, match=r"manifest\.json: unreadable"):
        open_release(release_folder)
