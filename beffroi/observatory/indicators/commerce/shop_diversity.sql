with shares as (
    select commune, n, n / sum(n) over (partition by commune) as share
    from sources.bpe_2013
    where domain = 'B'
)

select
    commune,
    '2013' as period,
    sum(n) as n,
    exp(-sum(share * ln(share))) as value,
    if(sum(n) > 0, 'A', 'M') as obs_status
from territory.communes
left join shares using (commune)
group by commune
