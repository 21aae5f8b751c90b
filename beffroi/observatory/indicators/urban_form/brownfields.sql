-- Sites that somebody checked. A land unit told by two producers has one area: it counts once. A reconverted site is none any more.
-- A commune of which no site was ever checked is missing, not zero: the inventory is partial.
-- A land unit may spill over the border (military camps): no more than the whole commune, and the figure is then unsure.
with checked as (
    select
        commune,
        count(*) as n,
        bool_or(area_m2 is null and status <> 'friche reconvertie') as lacks_area
    from sources.brownfields
    where verified
    group by commune
),
units as (
    select commune, sum(area_m2) / 10000 as area
    from (select distinct commune, area_m2 from sources.brownfields where verified and status <> 'friche reconvertie')
    group by commune
)
select
    communes.commune,
    '2024' as period,
    case when checked.n is not null then least(coalesce(units.area, 0), communes.area_km2 * 100) end as numerator,
    communes.area_km2 * 100 as denominator,
    checked.n,
    case
        when checked.n is null then 'O'
        when checked.lacks_area or units.area > communes.area_km2 * 100 then 'U'
        else 'A'
    end as obs_status
from territory.communes
left join checked on checked.commune = communes.commune
left join units on units.commune = communes.commune
