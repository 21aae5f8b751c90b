"""Outlines of communes, read from the published release as from any outside source."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq
import shapely
from django.conf import settings
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from beffroi.programme.moves import Refused


class OutlineMissing(Refused):
    """A perimeter cannot be checked without the outline of its commune, so it is not taken."""


def published() -> Path:
    """The table of published perimeters that this installation serves."""
    return Path(settings.BEFFROI_RELEASE) / "perimeters.parquet"


def outline_of(communes: Iterable[str]) -> BaseGeometry:
    """The communes of these codes as one geometry, in degrees, longitude first."""
    codes, known = list(communes), _outlines(published())
    if missing := [code for code in codes if code not in known]:
        raise OutlineMissing(
            *(
                _("Le contour de la commune %(code)s n’est pas publié : rien ne permet de vérifier.") % {"code": c}
                for c in missing
            )
        )
    return shapely.union_all(shapely.from_wkb([known[code] for code in codes]))


@lru_cache(maxsize=2)
def _outlines(table: Path) -> dict[str, bytes]:
    if not table.is_file():
        return {}
    rows = pq.read_table(table, columns=["place", "geometry"], filters=[("kind", "=", "commune")])
    return dict(zip(rows["place"].to_pylist(), rows["geometry"].to_pylist(), strict=True))
