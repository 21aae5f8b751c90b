with centres as (
    select commune, centrality, count(*) over (partition by centrality) as of_level
    from territory.communes
    where centrality <> 'Communes non centre'
),

present as (
    select commune, centrality, of_level, facility
    from centres
    join sources.bpe_2013 using (commune)
),

basket as (
    -- A type belongs to the basket of a level when three quarters of its centres have it (ANCT and INRAE, 2020).
    select centrality, facility
    from present
    group by centrality, of_level, facility
    having count(*) >= 0.75 * of_level
),

sizes as (
    select centrality, count(*) as types
    from basket
    group by centrality
),

held as (
    select commune, count(*) as types
    from present
    join basket using (centrality, facility)
    group by commune
)

select
    commune,
    '2013' as period,
    if(sizes.types > 0, coalesce(held.types, 0), null) as numerator,
    sizes.types as denominator,
    sizes.types as n,
    100.0 * coalesce(held.types, 0) / sizes.types as value,
    case when sizes.types > 0 then 'A' when centrality is null then 'L' else 'M' end as obs_status
from territory.communes
left join sizes using (centrality)
left join held using (commune)
