"""What a perimeter is brought in: GeoJSON, GeoPackage, zipped shapefile, read into outlines in degrees.

A file is known by its first bytes, never by its name. Nothing of it is trusted: its size, the size of what it holds,
the number of its features and of their points are limited before anything is read.
"""

import json
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pyogrio
import shapely
from django.utils.translation import gettext as _
from pyogrio.errors import CRSError, DataLayerError, DataSourceError
from shapely.geometry.base import BaseGeometry

from beffroi.foundations import archives
from beffroi.programme.conventions.projection_checks import (
    Surroundings,
    in_degrees,
    not_accepted,
    recognised,
    undeclared,
)
from beffroi.programme.moves import Refused

LIMIT_BYTES = 20 * 1024 * 1024
UNZIPPED_LIMIT_BYTES = 100 * 1024 * 1024
FEATURES_LIMIT = 200
POINTS_LIMIT = 200_000
ZIP_ENTRIES_LIMIT = 64
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
NAMES = ("name", "nom", "libelle", "label", "intitule")


class FileRefused(Refused):
    """A file that holds no perimeter that could be read."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feature of a file: how to name it in a message, its own name, its geometry in degrees, its projection."""

    feature: str
    name: str
    geometry: BaseGeometry
    epsg: int


def read(content: bytes, *, name: str, around: Surroundings | None = None) -> list[Outline]:
    """The features of a file, in its order. Raises `FileRefused` or `ProjectionRefused`, saying what would be right.

    `around` makes known the metres of a GeoJSON that declares no projection.
    """
    if len(content) > LIMIT_BYTES:
        raise FileRefused(
            _("« %(file)s » dépasse %(limit)s Mo : simplifiez ses contours.")
            % {"file": name, "limit": LIMIT_BYTES // 1024**2}
        )
    if content.startswith(b"SQLite format 3\0"):
        outlines = list(_from_geopackage(content, name=name))
    elif content.startswith(b"PK\x03\x04"):
        outlines = list(_from_zipped_shapefile(content, name=name))
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        outlines = list(_from_geojson(content, name=name, around=around))
    else:
        raise FileRefused(_unknown(name))
    if not outlines:
        raise FileRefused(_("« %(file)s » ne contient aucun objet.") % {"file": name})
    return outlines


def drawn(geometry: str, *, name: str) -> Outline:
    """An outline drawn on the map: a GeoJSON geometry in degrees."""
    return Outline(
        _("le dessin"), name, _geometry(_parsed(geometry, name=_("le dessin")), feature=_("le dessin")), 4326
    )


def _from_geojson(content: bytes, *, name: str, around: Surroundings | None) -> Iterator[Outline]:
    document = _parsed(content, name=name)
    declared = _declared_crs(document)
    epsg = recognised(declared or "EPSG:4326", file=name)
    features = _features(document)
    _check_number(len(features), name=name)
    for rank, feature in enumerate(features, start=1):
        properties = feature.get("properties")
        given = _name(properties if isinstance(properties, dict) else {})
        said = _said(rank, given)
        geometry = _geometry(feature.get("geometry"), feature=said)
        if around is not None and not declared:
            yield Outline(said, given, *undeclared(geometry, around=around, feature=said))
        else:
            yield Outline(said, given, in_degrees(geometry, epsg=epsg, feature=said), epsg)


def _from_geopackage(content: bytes, *, name: str) -> Iterator[Outline]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "perimeters.gpkg"
        path.write_bytes(content)
        yield from _from_layer(path, name=name)


def _from_zipped_shapefile(content: bytes, *, name: str) -> Iterator[Outline]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _from_layer(_unzip(content, into=Path(folder), name=name), name=name)


def _from_layer(path: Path, *, name: str) -> Iterator[Outline]:
    try:
        with warnings.catch_warnings():
            # What GDAL finds odd in a file is told by what it makes of it, not in the server's log.
            warnings.simplefilter("ignore", RuntimeWarning)
            meta, shapes, columns = _only_layer(path, name=name)
    except CRSError as fault:
        raise not_accepted(_("illisible"), file=name) from fault
    except (DataSourceError, DataLayerError, UnicodeDecodeError) as fault:
        raise FileRefused(_unknown(name)) from fault
    epsg = recognised(meta["crs"], file=name)
    for rank, shape in enumerate(shapes):
        properties = dict(zip(meta["fields"], (column[rank] for column in columns), strict=True))
        given = _name(properties)
        said = _said(rank + 1, given)
        geometry = _checked(shapely.from_wkb(shape) if shape is not None else None, feature=said)
        yield Outline(said, given, in_degrees(geometry, epsg=epsg, feature=said), epsg)


def _only_layer(path: Path, *, name: str) -> tuple[dict[str, Any], Any, Any]:
    layers = [str(layer) for layer, kind in pyogrio.list_layers(path) if kind is not None]
    if len(layers) != 1:
        raise FileRefused(
            _("« %(file)s » doit contenir une seule couche géographique ; il en contient %(n)s.")
            % {"file": name, "n": len(layers)}
        )
    _check_number(int(pyogrio.read_info(path, layer=layers[0])["features"]), name=name)
    meta, _fids, shapes, columns = pyogrio.raw.read(path, layer=layers[0])
    return meta, shapes, columns


def _unzip(content: bytes, *, into: Path, name: str) -> Path:
    """The parts of the only shapefile, under names of ours; what is unpacked is counted as it comes."""
    archive = into / "received.zip"
    archive.write_bytes(content)
    try:
        with archives.opened(archive) as received:
            left = UNZIPPED_LIMIT_BYTES
            for ending, part in _shapefile_parts(received.names, name=name).items():
                left -= received.unpack(part, to=into / f"perimeters{ending}", limit_bytes=left)
    except archives.ArchiveTooLarge as fault:
        raise FileRefused(
            _("« %(file)s » dépasse %(limit)s Mo une fois décompressé : simplifiez ses contours.")
            % {"file": name, "limit": UNZIPPED_LIMIT_BYTES // 1024**2}
        ) from fault
    except archives.ArchiveUnreadable as fault:
        raise FileRefused(_unknown(name)) from fault
    return into / "perimeters.shp"


def _shapefile_parts(names: Sequence[str], *, name: str) -> dict[str, str]:
    if len(names) > ZIP_ENTRIES_LIMIT:
        raise FileRefused(_("« %(file)s » contient trop de fichiers : un seul shapefile suffit.") % {"file": name})
    paths = {part: PurePosixPath(part) for part in names}
    shapes = [path for path in paths.values() if path.suffix.lower() == ".shp" and not path.name.startswith("._")]
    if len(shapes) != 1:
        raise FileRefused(
            _("« %(file)s » doit contenir un seul shapefile (.shp, .shx, .dbf, .prj) ; il en contient %(n)s.")
            % {"file": name, "n": len(shapes)}
        )
    own = {
        path.suffix.lower(): part
        for part, path in paths.items()
        if path.with_suffix("") == shapes[0].with_suffix("") and path.suffix.lower() in SHAPEFILE_PARTS
    }
    if missing := [ending for ending in SHAPEFILE_PARTS[:4] if ending not in own]:
        raise FileRefused(
            _("Il manque au shapefile de « %(file)s » : %(missing)s.") % {"file": name, "missing": ", ".join(missing)}
        )
    return own


def _parsed(text: str | bytes, *, name: str) -> dict[str, Any]:
    try:
        document = json.loads(text if isinstance(text, str) else text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise FileRefused(
            _("« %(file)s » n’est pas un GeoJSON : %(fault)s.") % {"file": name, "fault": fault}
        ) from fault
    if not isinstance(document, dict):
        raise FileRefused(_unknown(name))
    return document


def _features(document: dict[str, Any]) -> list[dict[str, Any]]:
    if document.get("type") == "FeatureCollection":
        features = document.get("features")
        return [f for f in features if isinstance(f, dict)] if isinstance(features, list) else []
    return [document] if document.get("type") == "Feature" else [{"geometry": document}]


def _declared_crs(document: dict[str, Any]) -> str:
    """GeoJSON is in degrees (RFC 7946); files of before 2016 may name another projection, and are heard."""
    declared = document.get("crs")
    properties = declared.get("properties") if isinstance(declared, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    return str(named) if named else ""


def _geometry(geojson: object, *, feature: str) -> BaseGeometry:
    try:
        geometry = shapely.from_geojson(json.dumps(geojson)) if geojson else None
    except (shapely.errors.ShapelyError, ValueError, RecursionError) as fault:
        raise FileRefused(
            _("%(feature)s : la géométrie n’est pas lisible (%(fault)s).") % {"feature": feature, "fault": fault}
        ) from fault
    return _checked(geometry, feature=feature)


def _checked(geometry: BaseGeometry | None, *, feature: str) -> BaseGeometry:
    if geometry is None or geometry.is_empty:
        raise FileRefused(_("%(feature)s : la géométrie est vide.") % {"feature": feature})
    if shapely.get_num_coordinates(geometry) > POINTS_LIMIT:
        raise FileRefused(
            _("%(feature)s : plus de %(limit)s points, simplifiez ce contour.")
            % {"feature": feature, "limit": POINTS_LIMIT}
        )
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        raise FileRefused(_("%(feature)s : une coordonnée n’est pas un nombre.") % {"feature": feature})
    return shapely.force_2d(geometry)


def _check_number(n: int, *, name: str) -> None:
    if n > FEATURES_LIMIT:
        raise FileRefused(
            _("« %(file)s » contient %(n)s objets ; au plus %(limit)s périmètres à la fois.")
            % {"file": name, "n": n, "limit": FEATURES_LIMIT}
        )


def _name(properties: dict[str, Any]) -> str:
    lowered = {str(key).lower(): value for key, value in properties.items()}
    found = next((lowered[key] for key in NAMES if lowered.get(key)), "")
    return str(found)[:160]


def _said(rank: int, name: str) -> str:
    return _("Objet n° %(rank)s (« %(name)s »)") % {"rank": rank, "name": name} if name else _("Objet n° %s") % rank


def _unknown(name: str) -> str:
    return _("« %(file)s » n’est ni un GeoJSON, ni un GeoPackage, ni un shapefile dans un zip.") % {"file": name}
