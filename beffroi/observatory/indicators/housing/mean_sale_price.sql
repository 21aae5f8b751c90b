-- The producer's mean is over sales, each with the same weight: times the number of sales it gives back a sum, which adds up.
with stated as (
    select
        communes.commune,
        years.year,
        dvf.sales,
        dvf.mean_price_m2,
        case
            when communes.overseas or communes.department in ('57', '67', '68') then 'L'  -- outside DVF, see HAB-08
            when seen.commune is null then 'O'
            when dvf.sales is null then 'M'  -- no sale, so no price
            else 'A'
        end as obs_status
    from territory.communes
    cross join (select distinct year from sources.dvf_commune) as years
    left join (select distinct commune from sources.dvf_commune) as seen on seen.commune = communes.commune
    left join sources.dvf_commune as dvf on dvf.commune = communes.commune and dvf.year = years.year
)
select
    commune,
    cast(year as varchar) as period,
    case when obs_status = 'A' then mean_price_m2 * sales end as numerator,
    case when obs_status = 'A' then sales end as denominator,
    case when obs_status = 'A' then sales end as n,
    obs_status
from stated
