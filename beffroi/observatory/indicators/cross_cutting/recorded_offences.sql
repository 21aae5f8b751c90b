select
    communes.commune,
    cast(years.year as varchar) as period,
    offences.rate_per_1000 as value,
    offences.n,
    case
        when offences.commune is null then 'L'  -- published by the producer, but not in the extract that we hold
        when offences.rate_per_1000 is null then 'O'
        else 'A'
    end as obs_status,
    coalesce(offences.conf, 'F') as conf_status
from territory.communes
cross join (select distinct year from sources.offences) as years
left join sources.offences as offences
    on offences.commune = communes.commune
    and offences.year = years.year
    and offences.kind = 'Cambriolages de logement'
