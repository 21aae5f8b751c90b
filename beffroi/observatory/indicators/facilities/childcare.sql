with nurseries as (
    select commune, sum(n) as n
    from sources.bpe_2013
    where facility = 'D502'
    group by commune
),

young as (
    select commune, sum(pop_0_19) as people
    from sources.census_iris
    where year = 2021
    group by commune
)

select commune, '2013' as period, coalesce(n, 0) as numerator, people as denominator, coalesce(n, 0) as n
from territory.communes
left join nurseries using (commune)
left join young using (commune)
