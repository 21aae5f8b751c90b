"""What the query of an indicator returns, brought to fixed columns: one row per place of the grain and period."""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

import duckdb

from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.release.columns import FIGURES

WORDS = {"period": None, "place_kind": "commune", "obs_status": "A", "conf_status": "F"}  # with what stands for null
RETURNED = (*WORDS, *FIGURES)


class WrongColumns(ValueError):
    """The query does not return the columns of its kind; says which."""


def base_sql(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> str:
    """The query of the base rows: the grain (`iris` or `commune`), then `RETURNED` in fixed types.

    A row whose conf_status is not F becomes Q, secret. A ratio over zero has no value: M, not applicable. A row without
    a value and without a reason becomes O, missing; zero stays zero. Without a value, no figure stays beside it.
    Raises `WrongColumns`.
    """
    returned = {row[0] for row in db.execute(f"describe {indicator.sql}").fetchall()}
    _check_columns(indicator, returned)
    words = (_word(name, default, returned) for name, default in WORDS.items())
    figures = (f"{name if name in returned else 'null'}::DOUBLE as {name}" for name in FIGURES)
    shown = (f"if(conf_status = 'F' and value is not null, {name}, null) as {name}" for name in FIGURES)
    return f"""
        with returned as ({indicator.sql}),
        typed as (select {indicator.grain}, {", ".join(words)}, {", ".join(figures)} from returned),
        valued as (select * replace ({value_sql(indicator)} as value) from typed)
        select * replace (
            {", ".join(shown)},
            case
                when conf_status <> 'F' then 'Q'
                when value is not null or obs_status not in ('A', 'B', 'E', 'U') then obs_status
                when denominator = 0 then 'M'
                else 'O'
            end as obs_status)
        from valued"""


def value_sql(indicator: Indicator) -> str:
    """The SQL of a value from its numerator and denominator; `value` itself where the query gives it."""
    if indicator.kind == "ratio":
        return f"{float(indicator.scale)}::DOUBLE * numerator / nullif(denominator, 0)"
    return "numerator" if indicator.kind == "count" else "value"


def _word(name: str, default: str | None, returned: set[str]) -> str:
    cell = f"{name if name in returned else 'null'}::VARCHAR"
    return f"coalesce({cell}, '{default}') as {name}" if default else f"{cell} as {name}"


def _check_columns(indicator: Indicator, returned: set[str]) -> None:
    where, needed = f"{indicator.slug}.sql", {indicator.grain, "period"}
    needed |= {"ratio": {"numerator", "denominator", "n"}, "count": {"numerator", "n"}}.get(indicator.kind, {"value"})
    if indicator.disclosure["floor"]:
        needed.add("n")
    if missing := needed - returned:
        raise WrongColumns(f"{where} returns no {', '.join(sorted(missing))}; kind {indicator.kind} needs it.")
    if unknown := returned - needed - set(RETURNED):
        known = f"{indicator.grain}, {', '.join(RETURNED)}"
        raise WrongColumns(f"{where} returns {', '.join(sorted(unknown))}; the columns are {known}.")
    if indicator.grain == "commune" and "place_kind" not in returned and {"centre", "rest"} & set(indicator.levels):
        raise WrongColumns(f"{where} gives communes only, but levels holds centre or rest; return `place_kind`.")
