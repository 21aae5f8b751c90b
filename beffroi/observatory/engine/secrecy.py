"""What must not be read from a release, hidden in two moves on the cells of centre, rest and commune.

1. The floor: a cell with fewer units observed than the indicator's floor loses its figures (Q, A). A cell with no unit
   at all keeps its zero: there is nobody to recognise.
2. The complement: centre + rest = commune. Where exactly one of the three is hidden, subtraction would give it back;
   one more is hidden (Q, D): the rest, or the centre when it is the rest that is secret.

Larger places need no third move: they are sums of published communes only (`levels`), so that no difference between two
of them holds a hidden commune. The order is: floor, complement, then larger places.
"""

import numpy as np
from numpy.typing import NDArray

from beffroi.observatory.engine.cells import Cells
from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.engine.numbering import INSIDE, Places


def hidden(cells: Cells, indicator: Indicator, places: Places) -> Cells:
    """The same cells (centre, rest, commune) without what the floor of the indicator and the complement hide."""
    n = cells.figure("n")
    cells = cells.blank((n > 0) & (n < indicator.disclosure["floor"]), "Q", "A")
    return cells.blank(_complement(cells, places), "Q", "D") if indicator.is_additive else cells


def _complement(cells: Cells, places: Places) -> NDArray[np.bool_]:
    """The cells to hide beside the only secret one of three, where the two others have a figure."""
    kind, commune = places.inside(cells.place)
    groups = commune + len(places.codes["commune"]) * cells.period
    secret = cells.is_secret
    alone = np.bincount(groups, weights=secret) == 1
    alone &= np.bincount(groups, weights=~np.isnan(cells.figure("value"))) == 2
    only_rest = np.bincount(groups, weights=secret & (kind == KIND["rest"])) == 1
    return alone[groups] & (kind == np.where(only_rest[groups], KIND["centre"], KIND["rest"]))


KIND = {kind: number for number, kind in enumerate(INSIDE)}
