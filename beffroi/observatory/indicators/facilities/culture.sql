with venues as (
    select commune, sum(n) as n
    from sources.bpe_2013
    where facility in ('F302', 'F303')  -- theatres, cinemas
    group by commune
),

people as (
    -- The census of 2017: the last before the programme, and the first on communes that are nearly all those of today.
    select commune, population as inhabitants
    from sources.population
    where census_year = 2017
)

select commune, '2013' as period, coalesce(n, 0) as numerator, inhabitants as denominator, coalesce(n, 0) as n
from territory.communes
left join venues using (commune)
left join people using (commune)
