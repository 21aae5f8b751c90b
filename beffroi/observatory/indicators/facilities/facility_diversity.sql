select
    commune,
    '2013' as period,
    count(distinct facility) as value,
    coalesce(sum(n), 0) as n
from territory.communes
left join sources.bpe_2013 using (commune)
-- In a department that the BPE covers, a commune that it does not name has no facility.
where department in (
    select department
    from territory.communes
    join sources.bpe_2013 using (commune)
)
group by commune
