"""From base rows to places: IRIS make centre, rest and commune; communes make territory, EPCI, peers, France.

Both steps are one operation, `_gather`: the figure of a whole is made from those of its *published* parts only,
so a whole never reveals a hidden part by subtraction. What is left out shows in the coverage: the share of the
inhabitants of the parts, those where the figure is not applicable set aside, that live in parts with a figure.

- Below `PARTIAL` the whole is U, of low reliability; parts that are U themselves do not count towards it.
- Below `TOO_LITTLE` a place has no figure, and says why: the absence that weighs most among its parts (secret, missing,
  not collected). Peers, programme and France keep theirs, as U: they tell of the disclosed communes together, not of a
  place as a whole.
"""

# ruff: noqa: S608 — queries are composed from checked declarations, never from what a visitor types

import duckdb

from beffroi.observatory.engine.base import value_sql
from beffroi.observatory.engine.declaration import Indicator
from beffroi.observatory.engine.vocabulary import CENTRE_PERIMETER
from beffroi.observatory.release.columns import FIGURES, KEY

PARTIAL, TOO_LITTLE = 0.95, 0.5
DISTRIBUTIONS = ("peers", "programme", "france")
ABSENCES = (("O", "F"), ("L", "F"), ("Q", "D"), ("Q", "A"), ("Q", "C"))
PLACE = "place_kind, place, perimeter"
CELL = f"{', '.join(FIGURES)}, obs_status, conf_status"
EXACT = "DECIMAL(38, 9)"  # sums in this type do not depend on the order of the rows


class UnknownPlace(ValueError):
    """A query returns a code that the territory does not know; says which."""


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Makes once, in the schema `levels`, the lists of places and parts, from the tables of the schema `territory`.

    Places of IRIS and places of communes are numbered: `<grain>_places` (id, place_kind, place, perimeter, parts, and
    the weight of them all) and `<grain>_members` (id, part, weight).
    """
    db.execute("""
        create schema if not exists levels;
        create or replace table levels.towns as
        select commune, coalesce(c.n_iris, 0) as n_iris, coalesce(bool_or(i.is_centre), false) as has_centre
        from territory.towns join territory.communes c using (commune) left join territory.iris i using (commune)
        group by all""")
    iris = f"""
        select 'commune' as place_kind, commune as place, '' as perimeter, iris as part, population from territory.iris
        union all
        select if(is_centre, 'centre', 'rest'), commune, '{CENTRE_PERIMETER}', iris, population
        from territory.iris semi join (from levels.towns where has_centre and n_iris > 1) using (commune)"""
    communes = """
        select place_kind, place, perimeter, commune as part, c.population
        from territory.members join territory.communes c using (commune)
        where place_kind not in ('centre', 'rest', 'commune')"""
    for grain, listed in (("iris", iris), ("commune", communes)):
        _number(db, grain, listed)


def _number(db: duckdb.DuckDBPyConnection, grain: str, listed: str) -> None:
    """Joins of numbers cost less than joins of three words."""
    db.execute(f"""
        create or replace temp table listed as
        select * replace (greatest(round(coalesce(population, 0)), 1)::BIGINT as population) from ({listed});
        create or replace table levels.{grain}_places as
        select row_number() over (order by {PLACE})::INTEGER as id, {PLACE},
            count(*) as parts, sum(population) as weight
        from listed group by {PLACE};
        create or replace table levels.{grain}_members as
        select id, part, population as weight from listed join levels.{grain}_places using ({PLACE});
        drop table listed""")


def make_parts(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> None:
    """Makes the table `cells` with centre, rest and commune, from the table `base`.

    Every commune of the programme has its rows at each period: O where the query returned none. Centre and rest are M
    for a commune of one IRIS, and L where no outline says which IRIS holds the town hall (overseas).
    """
    _refuse_unknown(indicator, db)
    db.execute("create or replace temp table periods as select distinct period from base")
    if indicator.grain == "iris":
        parts = f"select iris as part, period, {CELL} from base"
        db.execute(f"create or replace temp table cells as {_gather(indicator, 'iris', parts)}")
    else:
        db.execute(f"""
            create or replace temp table cells as
            select place_kind, commune as place, if(place_kind = 'commune', '', '{CENTRE_PERIMETER}') as perimeter,
                period, {CELL} from base""")
    _complete(indicator, db)


def make_wholes(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> None:
    """Adds to `cells` the places made of communes, by sum or by median; nothing when `aggregate` is none."""
    if indicator.aggregate == "none":
        return
    parts = f"select place as part, period, {CELL} from cells where place_kind = 'commune'"
    db.execute(f"insert into cells by name {_gather(indicator, 'commune', parts)}")


def _refuse_unknown(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> None:
    known = {"iris": "territory.iris", "commune": "territory.communes"}[indicator.grain]
    unknown = db.execute(
        f"select distinct {indicator.grain} from base anti join {known} using ({indicator.grain}) limit 5"
    )
    if codes := [str(row[0]) for row in unknown.fetchall()]:
        raise UnknownPlace(f"{indicator.slug}.sql returns {', '.join(codes)}: no such {indicator.grain} in {known}.")


def _complete(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> None:
    if {"centre", "rest"} & set(indicator.levels):
        db.execute("""
            delete from cells where place_kind in ('centre', 'rest')
                and place in (select commune from levels.towns where n_iris = 1)""")
    db.execute(f"""
        insert into cells by name
        select place_kind, commune as place, perimeter, period, 'F' as conf_status,
            case when place_kind = 'commune' then 'O' when n_iris = 1 then 'M'
                when not has_centre then 'L' else 'O' end as obs_status
        from levels.towns, periods,
            (values ('commune', ''), ('centre', '{CENTRE_PERIMETER}'), ('rest', '{CENTRE_PERIMETER}'))
                as kinds(place_kind, perimeter)
        where (place_kind, commune, period) not in (select (place_kind, place, period) from cells)""")


def _gather(indicator: Indicator, grain: str, parts: str) -> str:
    """The query that makes each place of `levels.<grain>_places`, at each period, from the query `parts`.

    A part without a row at a period is missing there: it weighs what its place weighs more than the parts told.
    """
    exact = (f"{figure}::{EXACT} as exact_{figure}" for figure in SUMMED) if indicator.aggregate == "sum" else ()
    return f"""
        with parts as ({parts}), summed as (select {", ".join(("*", *exact))} from parts),
        told as (
            select id, period, {_figures(indicator)}, {_weights()},
                bool_or(obs_status = 'E') as has_estimate, bool_or(obs_status = 'B') as has_break
            from levels.{grain}_members join summed using (part) group by id, period
        ), gathered as (
            select place_kind, place, perimeter, periods.period, parts, told.* exclude (id, period),
                weight - coalesce(void, 0) as applicable, {_cause()} as cause
            from levels.{grain}_places places cross join periods
                left join told on told.id = places.id and told.period = periods.period
        ), valued as (
            select * replace ({value_sql(indicator)} as value),
                known > 0 and (known >= {TOO_LITTLE} * applicable or place_kind in {DISTRIBUTIONS}) as is_shown
            from (select * exclude ({", ".join(f"own_{f}" for f in FIGURES)}) replace ({_own()}) from gathered)
        )
        select {KEY}, {", ".join(f"if(is_shown, {figure}, null) as {figure}" for figure in FIGURES)},
            case
                when is_shown and coalesce(sure, 0) < {PARTIAL} * applicable then 'U'
                when is_shown and has_estimate then 'E'
                when is_shown and has_break then 'B'
                when is_shown then 'A'
                when applicable = 0 then 'M'
                else cause.obs
            end as obs_status,
            if(is_shown or applicable = 0, 'F', cause.conf) as conf_status
        from valued"""


SUMMED = ("numerator", "denominator", "n")


def _figures(indicator: Indicator) -> str:
    """How each figure of a whole is made; `own_…` is that of the part, for a place of one part."""
    if indicator.aggregate == "median":
        made = {"value": "median(value)", "n": "count(value)::DOUBLE"}
    else:
        made = {figure: f"sum(exact_{figure})::DOUBLE" for figure in SUMMED}
    whole = (f"{made.get(f, 'null::DOUBLE')} as {f}, any_value({f}) as own_{f}" for f in FIGURES)
    return ", ".join(whole)


def _own() -> str:
    return ", ".join(f"if(parts = 1, own_{f}, {f}) as {f}" for f in FIGURES)


def _weights() -> str:
    """What the parts told weigh: all of them, those with a figure, and those of each absence."""
    filters = {
        "told": "true",
        "void": "obs_status = 'M'",
        "known": "value is not null",
        "sure": "value is not null and obs_status <> 'U'",
    }
    filters |= {
        f"weight_{obs}_{conf}": f"value is null and obs_status = '{obs}' and conf_status = '{conf}'"
        for obs, conf in ABSENCES
    }
    return ", ".join(f"sum(weight) filter ({which}) as {name}" for name, which in filters.items())


def _cause() -> str:
    """Why parts have no figure: the absence that weighs most; of two that weigh the same, a secret first."""
    weights = {f"weight_{obs}_{conf}": f"coalesce(weight_{obs}_{conf}, 0)" for obs, conf in ABSENCES}
    weights["weight_O_F"] += " + weight - coalesce(told, 0)"
    causes = (
        f"{{'weight': {weights[f'weight_{obs}_{conf}']}, 'rank': {rank}, 'obs': '{obs}', 'conf': '{conf}'}}"
        for rank, (obs, conf) in enumerate(ABSENCES)
    )
    return f"list_max([{', '.join(causes)}])"
