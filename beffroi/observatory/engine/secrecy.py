"""What must not be read from a release, hidden in two moves on the table `cells`.

1. The floor: a cell with fewer units observed than the indicator's floor loses its figures (Q, A). A cell with no unit
   at all keeps its zero: there is nobody to recognise.
2. The complement: centre + rest = commune. Where exactly one of the three is hidden, subtraction would give it back;
   one more is hidden (Q, D): the rest, or the centre when it is the rest that is secret.

Larger places need no third move: they are sums of published communes only (`levels`), so that no difference between two
of them holds a hidden commune. The order is: floor, complement, then larger places.
"""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

import duckdb

from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.release.columns import FIGURES

BLANK = ", ".join(f"{figure} = null" for figure in FIGURES)


def hide(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> None:
    """Hides in `cells` (centre, rest, commune) what the floor of the indicator and the complement ask for."""
    if floor := indicator.disclosure["floor"]:
        db.execute(f"update cells set {BLANK}, obs_status = 'Q', conf_status = 'A' where n > 0 and n < {int(floor)}")
    if indicator.is_additive:
        db.execute(_hide_complement())


def _hide_complement() -> str:
    return f"""
        update cells set {BLANK}, obs_status = 'Q', conf_status = 'D'
        from ({ALONE}) as alone
        where cells.place = alone.place and cells.period = alone.period
            and cells.place_kind = if(alone.hidden = 'rest', 'centre', 'rest')"""


# Communes of which exactly one of the three cells is secret, the two others having figures.
ALONE = """
    select place, period, any_value(place_kind) filter (conf_status <> 'F') as hidden
    from cells where place_kind in ('centre', 'rest', 'commune')
    group by place, period
    having count(*) filter (conf_status <> 'F') = 1 and count(value) = 2"""
