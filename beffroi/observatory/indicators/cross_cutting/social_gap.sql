with income as (
    select
        towns.commune, years.year, census.iris, census.pop, filosofi.median_income, filosofi.note,
        coalesce(iris.is_centre, false) as is_centre,
        coalesce(filosofi.conf, 'F') as conf
    from territory.towns
    cross join (select distinct year from sources.census_iris) as years
    left join sources.census_iris as census on census.commune = towns.commune and census.year = years.year
    left join territory.iris on iris.iris = census.iris
    left join sources.filosofi_iris as filosofi on filosofi.iris = census.iris and filosofi.year = census.year
),
sides as (
    select
        commune, year,
        count(iris) as n_iris,
        count(median_income) as n,
        bool_or(is_centre) as has_centre,
        max(median_income) filter (is_centre) as centre,
        coalesce(bool_or(note <> '0') filter (is_centre), false) as is_noted,
        coalesce(bool_or(conf = 'C' and is_centre), false) as is_secret,
        sum(pop) filter (not is_centre) as pop_rest,
        sum(pop) filter (not is_centre and median_income is not null) as pop_known,
        sum(pop * median_income) filter (not is_centre) as income_known
    from income
    group by commune, year
),
compared as (
    -- Under half of the rest's inhabitants in disclosed IRIS, their mean would not be that of the rest.
    select *, case when pop_known >= 0.5 * pop_rest then 100 * (centre / (income_known / pop_known) - 1) end as gap
    from sides
)
select
    commune,
    cast(year as varchar) as period,
    case when n_iris > 1 then gap end as value,
    n,
    case
        when n_iris = 1 then 'M'
        when n_iris > 1 and not has_centre then 'L'
        when gap is null then 'O'
        when is_noted or pop_known < 0.9 * pop_rest then 'U'
        else 'A'
    end as obs_status,
    case when n_iris > 1 and is_secret then 'C' else 'F' end as conf_status
from compared
