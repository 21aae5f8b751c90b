with walk as (
    select
        commune,
        year,
        sum(pop * hall_800m_share) as near,
        sum(pop) as people,
        count(*) as n,
        bool_and(hall_800m_share is not null or pop = 0) as is_drawn
    from sources.census_iris
    left join territory.iris using (iris, commune)
    group by commune, year
)

select
    commune,
    cast(year as varchar) as period,
    if(is_drawn, near, null) as numerator,
    people as denominator,
    n,
    case when is_drawn then 'E' when n = 1 then 'M' else 'L' end as obs_status
from walk
