select
    communes.commune,
    cast(years.year as varchar) as period,
    filosofi.median_income as value,
    filosofi.households as n,
    case when filosofi.median_income is null then 'O' else 'A' end as obs_status,
    coalesce(filosofi.median_income_conf, 'F') as conf_status
from territory.communes
cross join (select distinct year from sources.filosofi_commune) as years
left join sources.filosofi_commune as filosofi on filosofi.commune = communes.commune and filosofi.year = years.year
