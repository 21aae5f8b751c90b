"""What a release holds, and that the same inputs give the same bytes."""

import csv
import gzip
import json

import geopandas
import pyarrow.parquet as pq
import pytest

from beffroi.observatory.engine.edition import UnknownCode, make_release
from beffroi.observatory.engine.ground import NotBuilt
from beffroi.observatory.engine.publish import GateClosed, code_version
from beffroi.observatory.release.columns import names
from beffroi.observatory.release.read import open_release
from tests.observatory.engine.small import write
from tests.observatory.release import workshop

FILES = """SHA256SUMS catalogue.json datapackage.json dcat.jsonld manifest.json peers.csv peers.parquet perimeters.csv
perimeters.parquet places.csv places.parquet values.csv.gz values.parquet"""


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_inputs_give_the_same_bytes_on_two_runs_and_in_another_folder(first_release, tmp_path):
    again = workshop.release(tmp_path / "elsewhere" / "further", name="another-name")

    assert contents(again) == contents(first_release)


def test_a_release_is_thirteen_files_that_its_reader_opens(first_release):
    opened = open_release(first_release)

    assert sorted(contents(first_release)) == FILES.split()
    (figure,) = opened.of("HAB-03", place_kind="centre", period="2021")[2:3]
    assert (figure.place, figure.value, figure.perimeter) == ("46042", 30.0, "iris-mairie")
    assert opened.places["territory", "acv-002"].name == "Aurillac – Arpajon-sur-Cère"
    assert [peer.peer for peer in opened.peers["97105"]] == ["97117"]
    assert {outline.name for outline in opened.outlines["iris", "46042"]} == {"Centre", "Terre-Rouge"}


def test_the_gap_is_made_from_published_figures(first_release):
    figures = {row.place: row for row in open_release(first_release).of("HAB-04", place_kind="commune")}

    assert figures["46042"].value == 21.0
    assert figures["15014"].absence == "missing"


def test_places_say_what_a_reader_should_know(first_release):
    places = open_release(first_release).places

    assert places["commune", "15014"].note == "one-iris part-of-pair"
    assert places["commune", "97105"].note == "no-outline later-entry"
    assert places["commune", "46102"].territory is None
    assert (places["commune", "46042"].epci, places["commune", "46042"].aav) == ("200023737", "137")
    assert (places["territory", "acv-002"].epci, places["territory", "acv-002"].aav) == ("241500230", "126")
    assert places["epci", "241500230"].population == 31_000
    assert places["france", "france"].lon is None


def test_the_csv_holds_what_the_parquet_holds(first_release):
    with gzip.open(first_release / "values.csv.gz", "rt", encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    table = pq.read_table(first_release / "values.parquet")

    assert rows[0] == table.column_names == names("values")
    assert len(rows) == table.num_rows + 1
    for row, cells in zip(rows[1:], table.to_pylist(), strict=True):
        assert [None if cell == "" else cell for cell in row[:6]] == [
            None if cell == "" else str(cell) for cell in list(cells.values())[:6]
        ]
        assert (float(row[6]) if row[6] else None) == cells["value"]


def test_perimeters_are_geoparquet_in_degrees(first_release):
    frame = geopandas.read_parquet(first_release / "perimeters.parquet")

    assert frame.crs == "OGC:CRS84"
    centre = frame.set_index("id").loc["iris-mairie/46042"]
    assert centre.geometry.contains(frame.set_index("id").loc["iris/460420101"].geometry.centroid)
    assert 300 < centre.area_ha < 400
    assert frame.set_index("id").loc["commune/97105"].epsg == 5490


def test_the_manifest_says_what_the_release_is_made_of(first_release):
    manifest = json.loads((first_release / "manifest.json").read_text())

    origins = {origin["name"]: origin for origin in manifest["origins"]}
    assert origins["census_iris"]["producer"] == "Insee"
    assert origins["census_iris"]["licence"]["key"] == "lov2"
    assert len(origins["census_iris"]["files"][0]["sha256"]) == 64
    assert origins["population"]["is_ground"]
    assert manifest["code"] == code_version()
    assert all(gate["passed"] for gate in manifest["gates"])
    assert manifest["counts"]["indicators"] == 2
    assert {file["path"]: file["rows"] for file in manifest["files"]}["peers.csv"] == manifest["counts"]["peers"]
    assert manifest["release"].startswith(f"{manifest['code']['version']}-programme-")


def test_the_checksum_of_the_code_leaves_out_the_release_that_ships_and_its_draft(tmp_path, monkeypatch):
    (tmp_path / "observatory" / "shipped").mkdir(parents=True)
    (tmp_path / "observatory" / ".shipped.draft").mkdir()
    (tmp_path / "observatory" / "code.py").write_text("one")
    monkeypatch.setattr("beffroi.__file__", str(tmp_path / "__init__.py"))
    before = code_version()["sha256"]

    (tmp_path / "observatory" / "shipped" / "places.csv").write_text("one")
    (tmp_path / "observatory" / ".shipped.draft" / "places.csv").write_text("one")
    assert code_version()["sha256"] == before

    (tmp_path / "observatory" / "code.py").write_text("two")
    assert code_version()["sha256"] != before


def test_the_package_describes_every_table_with_its_keys_codes_and_units(first_release):
    package = json.loads((first_release / "datapackage.json").read_text())

    resources = {resource["path"]: resource for resource in package["resources"]}
    values = resources["values.parquet"]["schema"]
    assert [field["name"] for field in values["fields"]] == names("values")
    assert values["primaryKey"] == ["indicator", "place_kind", "place", "perimeter", "period"]
    fields = {field["name"]: field for field in values["fields"]}
    assert {"value": "Q", "label": "suppressed: secret"} in fields["obs_status"]["categories"]
    assert {"value": "HAB-03", "label": "value in: per cent"} in fields["indicator"]["categories"]
    assert "geometry" not in [field["name"] for field in resources["perimeters.csv"]["schema"]["fields"]]
    assert any("Licence Ouverte 2.0" in source["title"] for source in package["sources"])


def test_the_catalogue_for_machines_names_each_origin_with_its_licence(first_release):
    dcat = json.loads((first_release / "dcat.jsonld").read_text())

    assert dcat["@type"] == "dcat:Dataset"
    derived = {origin["dct:identifier"]: origin for origin in dcat["prov:wasDerivedFrom"]}
    assert "odbl" in derived["population"]["dct:license"]["@id"]
    assert dcat["dct:rights"] == []
    assert {d["dct:title"] for d in dcat["dcat:distribution"]} >= {"values.parquet", "values.csv.gz", "catalogue.json"}


def test_figures_computed_from_a_share_alike_source_say_so(tmp_path):
    sql = """select commune, '2017' as period, max(population) as numerator, 1 as n
        from sources.population group by commune"""
    rows = [{"commune": "46042", "population": 3}]
    example = {"name": "e", "given": {"sources.population": rows}, "expect": [{"numerator": 3}]}
    kind = {"kind": "count", "denominator": None, "grain": "commune", "levels": ["commune"], "bounds": [0, None]}
    kind |= {"disclosure": {"floor": 0, "unit": "none"}, "code": "HAB-09", "scale": 1}
    write(tmp_path / "own" / "housing", "people", sql=sql, examples=[example], **kind)

    folder = workshop.release(tmp_path, declarations=tmp_path / "own")

    dcat = json.loads((folder / "dcat.jsonld").read_text())
    assert "Figures under ODbL, to be shared alike: HAB-09." in dcat["dct:rights"][1]["@value"]
    package = json.loads((folder / "datapackage.json").read_text())
    assert [licence["name"] for licence in package["licenses"]] == ["etalab-2.0", "ODbL-1.0"]


def test_the_national_scope_keeps_every_commune_and_changes_no_figure(first_release, tmp_path):
    national = open_release(workshop.release(tmp_path, scope="national"))
    programme = open_release(first_release)

    every = {row.place: row for row in national.of("HAB-03", place_kind="commune")}
    assert len(every) == len(workshop.COMMUNES)
    for row in programme.of("HAB-03", place_kind="commune"):
        assert every[row.place] == row


def test_one_indicator_is_run_with_its_parts(tmp_path):
    folder = workshop.release(tmp_path, only=("HAB-04",))

    assert sorted(open_release(folder).indicators) == ["HAB-03", "HAB-04"]


def test_an_unknown_code_says_which_there_are(tmp_path):
    with pytest.raises(UnknownCode, match="No indicator HAB-99; there are HAB-03, HAB-04"):
        workshop.release(tmp_path, only=("HAB-99",))


def test_a_closed_gate_refuses_the_release_and_leaves_the_former_one(tmp_path):
    kept = workshop.release(tmp_path)
    before = contents(kept)
    write(tmp_path / "indicators" / "housing", bounds=[0, 25])

    with pytest.raises(GateClosed) as refusal:
        workshop.release(tmp_path, declarations=tmp_path / "indicators")

    assert "HAB-03, at most 25:\n    centre, 46042, iris-mairie, 2021" in str(refusal.value)
    assert contents(kept) == before


def test_a_table_that_was_not_built_is_asked_for(tmp_path):
    with pytest.raises(NotBuilt, match=r"no table acv_outlines, .*; run `beffroi data build`"):
        make_release(tmp_path / "out", tables=tmp_path, declarations=workshop.declare(tmp_path / "indicators"))
