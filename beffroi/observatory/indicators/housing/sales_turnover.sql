-- Moselle and Alsace keep a land register of their own (livre foncier), outside DVF; this series has no overseas commune.
-- The series loses years of sales of some communes (most often where the land register was redrawn): against the best
-- year of the commune, nothing after 20 sales is missing, not zero; under a quarter of 50 is of low reliability.
with stock as (
    select commune, sum(dwellings) as dwellings from sources.census_iris group by commune
),
best as (
    select commune, max(sales) as sales from sources.dvf_commune group by commune
),
stated as (
    select
        communes.commune,
        years.year,
        stock.dwellings,
        coalesce(dvf.sales, 0) as sales,
        case
            when communes.overseas or communes.department in ('57', '67', '68') then 'L'
            when best.sales is null or stock.dwellings is null then 'O'
            when dvf.sales is null and best.sales >= 20 then 'O'
            when stock.dwellings = 0 then 'M'
            when dvf.sales < best.sales / 4 and best.sales >= 50 then 'U'
            else 'A'
        end as obs_status
    from territory.communes
    cross join (select distinct year from sources.dvf_commune) as years
    left join stock on stock.commune = communes.commune
    left join best on best.commune = communes.commune
    left join sources.dvf_commune as dvf on dvf.commune = communes.commune and dvf.year = years.year
)
select
    commune,
    cast(year as varchar) as period,
    case when obs_status in ('A', 'U') then sales end as numerator,
    dwellings as denominator,
    dwellings as n,
    obs_status
from stated
