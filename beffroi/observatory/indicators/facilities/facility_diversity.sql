with counted as (
    select commune, count(distinct facility) as types, sum(n) as n
    from sources.bpe_2013
    group by commune
),

covered as (
    select distinct department from territory.communes join counted using (commune)
)

-- In a department that the BPE covers, a commune that it does not name has no facility.
select
    commune,
    '2013' as period,
    coalesce(types, 0) as value,
    coalesce(n, 0) as n
from territory.communes
join covered using (department)
left join counted using (commune)
