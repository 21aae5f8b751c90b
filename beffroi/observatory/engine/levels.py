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
CELL = f"{', '.join(FIGURES)}, obs_status, conf_status"
# Exact sums: they do not depend on the order of the rows.
EXACT = "sum({0}::DECIMAL(38, 9)) filter (has_figure)::DOUBLE"


class UnknownPlace(ValueError):
    """A query returns a code that the territory does not know; says which."""


def prepare(db: duckdb.DuckDBPyConnection) -> None:
    """Makes once the lists of parts and their weights, from the tables of the schema `territory`."""
    db.execute(f"""
        create or replace temp table towns as
        select commune, coalesce(c.n_iris, 0) as n_iris, coalesce(bool_or(i.is_centre), false) as has_centre
        from territory.towns join territory.communes c using (commune) left join territory.iris i using (commune)
        group by all;
        create or replace temp table iris_members as
        with centred as (select * from towns where has_centre and n_iris > 1),
        listed as (
            select 'commune' as place_kind, '' as perimeter, commune, iris, population from territory.iris
            union all
            select if(is_centre, 'centre', 'rest'), '{CENTRE_PERIMETER}', commune, iris, population
            from territory.iris semi join centred using (commune)
        )
        select place_kind, commune as place, perimeter, iris as part, {_weight("population")} as weight from listed;
        create or replace temp table commune_members as
        select place_kind, place, perimeter, commune as part, {_weight("c.population")} as weight
        from territory.members join territory.communes c using (commune)
        where place_kind not in ('centre', 'rest', 'commune')""")


def make_parts(indicator: Indicator, db: duckdb.DuckDBPyConnection) -> None:
    """Makes the table `cells` with centre, rest and commune, from the table `base`.

    Every commune of the programme has its rows at each period: O where the query returned none. Centre and rest are M
    for a commune of one IRIS, and L where no outline says which IRIS holds the town hall (overseas).
    """
    _refuse_unknown(indicator, db)
    db.execute("create or replace temp table periods as select distinct period from base")
    if indicator.grain == "iris":
        db.execute(f"create or replace temp table parts as select iris as part, period, {CELL} from base")
        db.execute(f"create or replace temp table cells as {_gather(indicator, 'iris_members')}")
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
    db.execute(
        f"create or replace temp table parts as select place as part, period, {CELL} from cells where {IS_COMMUNE}"
    )
    db.execute(f"insert into cells by name {_gather(indicator, 'commune_members')}")


IS_COMMUNE = "place_kind = 'commune'"


def _weight(population: str) -> str:
    return f"greatest(round(coalesce({population}, 0)), 1)::BIGINT"


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
                and place in (select commune from towns where n_iris = 1)""")
    db.execute(f"""
        insert into cells by name
        select place_kind, commune as place, perimeter, period, 'F' as conf_status,
            case when place_kind = 'commune' then 'O' when n_iris = 1 then 'M'
                when not has_centre then 'L' else 'O' end as obs_status
        from towns, periods,
            (values ('commune', ''), ('centre', '{CENTRE_PERIMETER}'), ('rest', '{CENTRE_PERIMETER}'))
                as kinds(place_kind, perimeter)
        where (place_kind, commune, period) not in (select (place_kind, place, period) from cells)""")


def _gather(indicator: Indicator, members: str) -> str:
    """The query that makes each place of `members` from `parts`."""
    return f"""
        with spread as (
            select m.place_kind, m.place, m.perimeter, periods.period, m.weight, {", ".join(f"p.{f}" for f in FIGURES)},
                p.value is not null as has_figure,
                coalesce(p.obs_status, 'O') as obs_status, coalesce(p.conf_status, 'F') as conf_status
            from {members} m cross join periods left join parts p on p.part = m.part and p.period = periods.period
        ), gathered as (
            select {KEY}, {_figures(indicator)}, {_cause()} as cause,
                sum(weight) filter (obs_status <> 'M') as applicable,
                coalesce(sum(weight) filter (has_figure), 0) as known,
                coalesce(sum(weight) filter (has_figure and obs_status <> 'U'), 0) as sure,
                bool_or(obs_status = 'E') as has_estimate, bool_or(obs_status = 'B') as has_break
            from spread group by {KEY}
        ), valued as (
            select * replace ({value_sql(indicator)} as value),
                known > 0 and (known >= {TOO_LITTLE} * applicable or place_kind in {DISTRIBUTIONS}) as is_shown
            from gathered
        )
        select {KEY}, {", ".join(f"if(is_shown, {figure}, null) as {figure}" for figure in FIGURES)},
            case
                when not is_shown then if(applicable is null, 'M', cause.obs)
                when sure < {PARTIAL} * applicable then 'U'
                when has_estimate then 'E'
                when has_break then 'B'
                else 'A'
            end as obs_status,
            if(is_shown or applicable is null, 'F', cause.conf) as conf_status
        from valued"""


def _cause() -> str:
    """Why parts have no figure: the absence that weighs most; of two that weigh the same, a secret first."""
    weights = (
        f"{{'weight': coalesce(sum(weight) filter (obs_status = '{obs}' and conf_status = '{conf}'), 0), "
        f"'rank': {rank}, 'obs': '{obs}', 'conf': '{conf}'}}"
        for rank, (obs, conf) in enumerate(ABSENCES)
    )
    return f"list_max([{', '.join(weights)}])"


def _figures(indicator: Indicator) -> str:
    """How each figure of a whole is made; a place of one part has the part's own."""
    if indicator.aggregate == "median":
        made = {"value": "median(value)", "n": "count(value)"}
    else:
        made = {figure: EXACT.format(figure) for figure in ("numerator", "denominator", "n")}
    own = {figure: f"any_value({figure})" for figure in FIGURES}
    whole = (f"if(count(*) = 1, {own[f]}, {made.get(f, 'null')}) as {f}" for f in FIGURES)
    return ", ".join(whole)
