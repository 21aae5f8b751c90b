"""What a perimeter is brought in: read when it is what it says, refused with a sentence when it is not."""

import io
import json
import struct
import zipfile

import pytest
import shapely

from beffroi.programme.conventions import perimeter_files
from beffroi.programme.conventions.perimeter_files import FileRefused, drawn, read
from beffroi.programme.conventions.projection_checks import ProjectionRefused, Surroundings, recognised
from tests.programme.making_perimeters import CENTRE, OTHER_CENTRE, geojson, layer, projected, zipped


@pytest.fixture(autouse=True)
def _database():
    """None of this reads the database."""


def is_the_centre(geometry):
    return shapely.hausdorff_distance(geometry, CENTRE) < 1e-6


def shapefile(tmp_path, *geometries, epsg=2154, without=(), **traits):
    folder = tmp_path / "shapefile"
    folder.mkdir()
    layer(folder / "centre.shp", *geometries, epsg=epsg, **traits)
    return zipped(folder, without=without)


def test_a_geojson_gives_its_features_with_their_names():
    first, second = read(geojson(CENTRE, OTHER_CENTRE, names=["La Flèche"]), name="centres.geojson")
    assert (first.feature, first.name, first.epsg) == ("Objet n° 1 (« La Flèche »)", "La Flèche", 4326)
    assert (second.feature, second.name) == ("Objet n° 2", "")
    assert is_the_centre(first.geometry)


@pytest.mark.parametrize("wrap", [lambda g: g, lambda g: {"type": "Feature", "properties": None, "geometry": g}])
def test_a_lone_feature_or_geometry_is_a_geojson_too(wrap):
    document = wrap(json.loads(shapely.to_geojson(CENTRE)))
    (outline,) = read(b"\xef\xbb\xbf\n" + json.dumps(document).encode(), name="centre.json")
    assert is_the_centre(outline.geometry)


@pytest.mark.parametrize("declared", ["urn:ogc:def:crs:EPSG::2154", "EPSG:2154"])
def test_an_older_geojson_may_name_lambert_93(declared):
    (outline,) = read(geojson(projected(CENTRE, epsg=2154), crs=declared), name="centre.geojson")
    assert outline.epsg == 2154
    assert is_the_centre(outline.geometry)


def test_a_geojson_may_say_that_it_is_in_degrees():
    (outline,) = read(geojson(CENTRE, crs="urn:ogc:def:crs:OGC:1.3:CRS84"), name="centre.geojson")
    assert outline.epsg == 4326


@pytest.mark.parametrize("epsg", [2154, 4326, 3948])
def test_a_geopackage_is_read_in_the_projection_that_it_declares(tmp_path, epsg):
    path = layer(tmp_path / "centre.gpkg", projected(CENTRE, epsg=epsg), epsg=epsg, names=["Centre"])
    (outline,) = read(path.read_bytes(), name="centre.gpkg")
    assert (outline.name, outline.epsg) == ("Centre", epsg)
    assert is_the_centre(outline.geometry)


@pytest.mark.parametrize("epsg", [2154, 4326, 2975])
def test_a_zipped_shapefile_is_read_in_the_projection_of_its_prj(tmp_path, epsg):
    there = CENTRE if epsg != 2975 else shapely.box(55.45, -20.90, 55.46, -20.89)
    content = shapefile(tmp_path, projected(there, epsg=epsg), epsg=epsg)
    (outline,) = read(content, name="centre.zip")
    assert outline.epsg == epsg
    assert shapely.hausdorff_distance(outline.geometry, there) < 1e-6


ESRI = (
    'PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic"],'
    'PARAMETER["False_Easting",700000.0],PARAMETER["False_Northing",6600000.0],PARAMETER["Central_Meridian",3.0],'
    'PARAMETER["Standard_Parallel_1",44.0],PARAMETER["Standard_Parallel_2",49.0],'
    'PARAMETER["Latitude_Of_Origin",46.5],UNIT["Meter",1.0]]'
)


def test_the_text_of_lambert_93_as_other_software_writes_it_is_recognised(tmp_path):
    folder = tmp_path / "shapefile"
    folder.mkdir()
    layer(folder / "centre.shp", projected(CENTRE, epsg=2154), epsg=2154)
    (folder / "centre.prj").write_text(ESRI)
    (outline,) = read(zipped(folder), name="centre.zip")
    assert outline.epsg == 2154
    assert recognised(ESRI, file="centre.prj") == 2154


def test_a_text_that_describes_no_projection_is_refused():
    with pytest.raises(ProjectionRefused, match="Carte de 1850"):
        recognised('PROJCS["Carte de 1850"]', file="centre.prj")


def test_a_shapefile_without_its_projection_is_refused(tmp_path):
    content = shapefile(tmp_path, CENTRE, epsg=4326, without=(".prj",))
    with pytest.raises(FileRefused, match=r"Il manque au shapefile de « centre.zip » : \.prj"):
        read(content, name="centre.zip")


@pytest.mark.parametrize(
    "declared", ["EPSG:3857", "EPSG:32631", "EPSG:99999", "+proj=longlat +nadgrids=/etc/passwd", "n’importe quoi"]
)
def test_a_projection_that_is_not_one_of_frances_is_refused_with_those_that_are(declared):
    with pytest.raises(ProjectionRefused, match=r"n’est pas acceptée\. Exportez-le en Lambert-93 \(EPSG:2154\)"):
        read(geojson(CENTRE, crs=declared), name="centre.geojson")


def test_an_unreadable_prj_is_refused(tmp_path):
    folder = tmp_path / "shapefile"
    folder.mkdir()
    layer(folder / "centre.shp", CENTRE, epsg=4326)
    (folder / "centre.prj").write_text('PROJCS["Carte de 1850"]')
    with pytest.raises(ProjectionRefused):
        read(zipped(folder), name="centre.zip")


def test_metres_given_for_degrees_are_seen_and_the_feature_is_named():
    with pytest.raises(ProjectionRefused, match=r"Objet n° 1 .« Centre ».* ne sont pas celles de la projection"):
        read(geojson(projected(CENTRE, epsg=2154), names=["Centre"]), name="centre.geojson")


@pytest.mark.parametrize("epsg", [2154, 2975])
def test_metres_that_fall_around_the_town_are_taken_in_its_legal_projection_and_it_is_said(epsg):
    centre = CENTRE if epsg == 2154 else shapely.box(55.45, -20.89, 55.46, -20.88)
    around = Surroundings(within=centre.buffer(0.02), epsg=epsg)

    (outline,) = read(geojson(projected(centre, epsg=epsg)), name="centre.geojson", around=around)

    assert outline.epsg == epsg
    assert shapely.hausdorff_distance(outline.geometry, centre) < 1e-6


def test_metres_that_fall_nowhere_near_are_refused_and_told_to_declare_their_projection():
    around = Surroundings(within=shapely.box(2.30, 48.80, 2.40, 48.90), epsg=2154)

    with pytest.raises(ProjectionRefused, match=r"Objet n° 1 : .*Déclarez la projection"):
        read(geojson(projected(CENTRE, epsg=2154)), name="centre.geojson", around=around)


def test_a_geopackage_without_projection_is_refused(tmp_path):
    path = layer(tmp_path / "centre.gpkg", CENTRE, epsg=None)
    with pytest.raises(ProjectionRefused):
        read(path.read_bytes(), name="centre.gpkg")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "n’est ni un GeoJSON, ni un GeoPackage"),
        (b"%PDF-1.7", "n’est ni un GeoJSON, ni un GeoPackage"),
        (b'{"type": "FeatureCollection", "features": [', "n’est pas un GeoJSON"),
        (b'{"type": "FeatureCollection", "features": []}', "ne contient aucun objet"),
        (b'{"type": "FeatureCollection", "features": 3}', "ne contient aucun objet"),
        (b'{"type": "Feature", "geometry": null}', "Objet n° 1 : la géométrie est vide"),
        (b'{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": 3}}', "la géométrie n’est pas lisible"),
        (b'{"type": "Polygon", "coordinates": [[[0, 1], [1e999, 2], [3, 4], [0, 1]]]}', "pas un nombre|pas lisible"),
        (b'{"a":' * 100_000, "n’est pas un GeoJSON"),
        (b"SQLite format 3\0" + b"x" * 4096, "n’est ni un GeoJSON, ni un GeoPackage"),
        (b"PK\x03\x04" + b"x" * 100, "n’est ni un GeoJSON, ni un GeoPackage"),
    ],
    ids=[
        "nothing",
        "pdf",
        "cut",
        "no feature",
        "bad features",
        "null",
        "bad geometry",
        "infinite",
        "deep",
        "sqlite",
        "zip",
    ],
)
def test_what_is_no_perimeter_file_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        read(content, name="fichier")


def test_a_file_too_large_is_not_even_opened(monkeypatch):
    monkeypatch.setattr(perimeter_files, "LIMIT_BYTES", 1024)
    with pytest.raises(FileRefused, match="dépasse"):
        read(b"{" * 1025, name="gros.geojson")


def test_too_many_features_or_points_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(perimeter_files, "FEATURES_LIMIT", 1)
    with pytest.raises(FileRefused, match="contient 2 objets ; au plus 1"):
        read(geojson(CENTRE, OTHER_CENTRE), name="x.geojson")
    with pytest.raises(FileRefused, match="contient 2 objets ; au plus 1"):
        read(layer(tmp_path / "x.gpkg", CENTRE, OTHER_CENTRE, epsg=4326).read_bytes(), name="x.gpkg")
    monkeypatch.setattr(perimeter_files, "POINTS_LIMIT", 4)
    with pytest.raises(FileRefused, match="plus de 4 points"):
        read(geojson(CENTRE), name="x.geojson")


def test_a_geopackage_holds_one_layer(tmp_path):
    path = layer(tmp_path / "deux.gpkg", CENTRE, epsg=4326, layer="a")
    layer(path, OTHER_CENTRE, epsg=4326, layer="b", append=True)
    with pytest.raises(FileRefused, match="une seule couche géographique ; il en contient 2"):
        read(path.read_bytes(), name="deux.gpkg")


def test_a_zip_holds_one_shapefile(tmp_path):
    folder = tmp_path / "deux"
    folder.mkdir()
    layer(folder / "a.shp", CENTRE, epsg=4326)
    layer(folder / "b.shp", OTHER_CENTRE, epsg=4326)
    with pytest.raises(FileRefused, match=r"un seul shapefile .* il en contient 2"):
        read(zipped(folder), name="deux.zip")


def test_a_zip_with_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(perimeter_files, "ZIP_ENTRIES_LIMIT", 3)
    with pytest.raises(FileRefused, match="trop de fichiers"):
        read(shapefile(tmp_path, CENTRE, epsg=4326), name="x.zip")


def bomb(size, *, announced=None):
    """A shapefile of a few kilobytes that unpacks to `size` zeros; it may announce another size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.shp", b"\0" * size)
        for ending in (".shx", ".dbf", ".prj"):
            archive.writestr(f"x{ending}", b"")
    content = packed.getvalue()
    if announced is not None:
        content = content.replace(struct.pack("<L", size), struct.pack("<L", announced))
    return content


def test_a_zip_bomb_is_stopped_while_it_unpacks(monkeypatch):
    monkeypatch.setattr(perimeter_files, "UNZIPPED_LIMIT_BYTES", 2 * 1024**2)
    content = bomb(50 * 1024**2)
    assert len(content) < 100_000
    with pytest.raises(FileRefused, match="une fois décompressé"):
        read(content, name="bombe.zip")
    with pytest.raises(FileRefused):
        read(bomb(50 * 1024**2, announced=1000), name="menteuse.zip")


def test_a_zip_never_writes_outside_of_its_folder(tmp_path):
    packed = io.BytesIO()
    folder = tmp_path / "shapefile"
    folder.mkdir()
    layer(folder / "centre.shp", CENTRE, epsg=4326)
    with zipfile.ZipFile(packed, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"../../../{path.name}")
    before = set(tmp_path.rglob("*"))
    (outline,) = read(packed.getvalue(), name="x.zip")
    assert is_the_centre(outline.geometry)
    assert set(tmp_path.rglob("*")) == before


def test_an_outline_drawn_on_the_map_is_in_degrees():
    outline = drawn(shapely.to_geojson(CENTRE), name="Centre")
    assert (outline.name, outline.epsg) == ("Centre", 4326)
    with pytest.raises(FileRefused, match="« le dessin » n’est pas un GeoJSON"):
        drawn("", name="Centre")
    with pytest.raises(FileRefused, match="n’est ni un GeoJSON"):
        drawn("[]", name="Centre")


def test_heights_are_left_out():
    (outline,) = read(geojson(shapely.force_3d(CENTRE, 12.0)), name="x.geojson")
    assert not outline.geometry.has_z
