-- The commune's own area serves overseas too, where IRIS have no outline; the rest is the commune less the centre.
with counted as (
    select
        communes.commune,
        census.year,
        100 * any_value(communes.area_km2) as area,
        sum(census.pop) as pop,
        sum(census.pop) filter (iris.is_centre) as centre_pop,
        100 * sum(iris.area_km2) filter (iris.is_centre) as centre_area,
        count(*) as n_iris
    from territory.communes
    join sources.census_iris as census on census.commune = communes.commune
    left join territory.iris on iris.iris = census.iris
    where communes.area_km2 > 0
    group by communes.commune, census.year
),
placed as (
    select commune, 'commune' as place_kind, year, pop, area from counted
    union all
    select commune, 'centre', year, centre_pop, centre_area from counted where n_iris > 1 and centre_area is not null
    union all
    select commune, 'rest', year, pop - centre_pop, area - centre_area
    from counted
    where n_iris > 1 and centre_area is not null
)
select commune, place_kind, cast(year as varchar) as period, pop as numerator, area as denominator, pop as n
from placed
