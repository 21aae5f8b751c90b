with vintage as (
    select cast(max(year(updated)) as varchar) as period
    from sources.carpool
),

places as (
    select commune, sum(spaces) as spaces, count(*) as declared, count(spaces) as told
    from sources.carpool
    where open
    group by commune
)

select
    commune,
    period,
    spaces as numerator,
    population as denominator,
    coalesce(declared, 0) as n,
    1000.0 * spaces / nullif(population, 0) as value,
    -- Nothing declared is not zero: the inventory is voluntary. Told in part, the figure is a minimum.
    case when spaces is null then 'O' when told < declared then 'U' else 'A' end as obs_status
from territory.communes
cross join vintage
left join places using (commune)
