-- Moselle and Alsace keep a land register of their own (livre foncier), outside DVF; this series has no overseas commune.
-- A commune with sales in another year and no line this year had none; one never seen may have changed its code: missing.
with stock as (
    select commune, sum(dwellings) as dwellings from sources.census_iris group by commune
),
seen as (
    select distinct commune from sources.dvf_commune
),
stated as (
    select
        communes.commune,
        years.year,
        stock.dwellings,
        coalesce(dvf.sales, 0) as sales,
        case
            when communes.overseas or communes.department in ('57', '67', '68') then 'L'
            when seen.commune is null or stock.dwellings is null then 'O'
            when stock.dwellings = 0 then 'M'
            else 'A'
        end as obs_status
    from territory.communes
    cross join (select distinct year from sources.dvf_commune) as years
    left join stock on stock.commune = communes.commune
    left join seen on seen.commune = communes.commune
    left join sources.dvf_commune as dvf on dvf.commune = communes.commune and dvf.year = years.year
)
select
    commune,
    cast(year as varchar) as period,
    case when obs_status = 'A' then sales end as numerator,
    case when obs_status = 'A' then dwellings end as denominator,
    case when obs_status = 'A' then dwellings end as n,
    obs_status
from stated
