-- As in FUP-08, a commune of which no site was ever checked is missing, not zero.
with checked as (
    select
        commune,
        count(*) as n,
        count(*) filter (status = 'friche sans projet') as without_project
    from sources.brownfields
    where verified
    group by commune
)
select
    communes.commune,
    '2024' as period,
    checked.without_project as numerator,
    checked.n,
    case when checked.n is null then 'O' else 'A' end as obs_status
from territory.communes
left join checked on checked.commune = communes.commune
