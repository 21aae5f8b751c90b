-- The producer's mean is over sales, each with the same weight: times the number of sales it gives back a sum, which adds up.
with seen as (
    select distinct commune from sources.dvf_commune
)
select
    communes.commune,
    cast(years.year as varchar) as period,
    dvf.mean_price_m2 * dvf.sales as numerator,
    dvf.sales as denominator,
    dvf.sales as n,
    case
        when dvf.mean_price_m2 is not null then 'A'
        when communes.overseas or communes.department in ('57', '67', '68') then 'L'  -- outside DVF, see HAB-08
        when seen.commune is null then 'O'
        else 'M'  -- no sale, so no price
    end as obs_status
from territory.communes
cross join (select distinct year from sources.dvf_commune) as years
left join seen on seen.commune = communes.commune
left join sources.dvf_commune as dvf
    on dvf.commune = communes.commune
    and dvf.year = years.year
    and not communes.overseas
    and communes.department not in ('57', '67', '68')
