with counted as (
    select
        commune,
        coalesce(sum(n) filter (domain = 'B'), 0) as shops,
        coalesce(sum(n), 0) as facilities
    from territory.communes
    left join sources.bpe_2013 using (commune)
    group by commune
),

france as (
    select sum(shops) / sum(facilities) as share
    from counted
)

select
    commune,
    '2013' as period,
    shops as numerator,
    facilities * share as denominator,  -- the shops expected if the commune were like France
    facilities as n
from counted
cross join france
