-- Without object in a commune of one IRIS; not collected where no IRIS has an outline, hence none that holds the town hall.
with counted as (
    select
        towns.commune,
        years.year,
        case
            when count(census.iris) = 0 then 'O'
            when count(census.iris) = 1 then 'M'
            when coalesce(bool_or(iris.is_centre), false) then 'A'
            else 'L'
        end as obs_status,
        sum(census.pop) filter (iris.is_centre) as centre,
        sum(census.pop) as whole
    from territory.towns
    cross join (select distinct year from sources.census_iris) as years
    left join sources.census_iris as census on census.commune = towns.commune and census.year = years.year
    left join territory.iris on iris.iris = census.iris
    group by towns.commune, years.year
)
select
    commune,
    cast(year as varchar) as period,
    case when obs_status = 'A' then centre end as numerator,
    whole as denominator,
    whole as n,
    obs_status
from counted
