select
    commune,
    '2013' as period,
    coalesce(sum(n) filter (facility = 'A504'), 0) as numerator,  -- restaurants
    coalesce(sum(n) filter (facility = 'A504' or domain = 'B'), 0) as denominator,
    denominator as n
from territory.communes
left join sources.bpe_2013 using (commune)
group by commune
