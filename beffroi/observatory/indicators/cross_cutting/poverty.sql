-- The rate is published, rounded to the unit: times the persons, it gives a number of poor persons, which adds up.
select
    communes.commune,
    cast(years.year as varchar) as period,
    filosofi.poverty_rate / 100 * filosofi.persons as numerator,
    filosofi.persons as denominator,
    filosofi.households as n,
    filosofi.poverty_rate - 0.5 as low,
    filosofi.poverty_rate + 0.5 as high,
    case when filosofi.poverty_rate is null then 'O' else 'A' end as obs_status,
    coalesce(filosofi.poverty_rate_conf, 'F') as conf_status
from territory.communes
cross join (select distinct year from sources.filosofi_commune) as years
left join sources.filosofi_commune as filosofi on filosofi.commune = communes.commune and filosofi.year = years.year
