with shops as (
    select commune, aav, coalesce(sum(n) filter (domain = 'B'), 0) as n
    from territory.communes
    left join sources.bpe_2013 using (commune)
    group by commune, aav
),

areas as (
    select aav, sum(n) as n
    from shops
    where aav <> '000'  -- Insee's code for communes outside any attraction area
    group by aav
)

select
    commune,
    '2013' as period,
    shops.n as numerator,
    areas.n as denominator,
    areas.n as n,
    100.0 * shops.n / nullif(areas.n, 0) as value,
    if(areas.n > 0, 'A', 'M') as obs_status
from shops
left join areas using (aav)
