-- The workbook leaves out the communes under secrecy; a department of which it holds nobody (Mayotte) is not covered at all.
with disclosed as (
    select * from sources.lovac where vacant_2y is not null
),
years as (
    select distinct year from disclosed
),
covered as (
    select distinct department from territory.communes join disclosed using (commune)
)
select
    communes.commune,
    cast(years.year as varchar) as period,
    disclosed.vacant_2y as numerator,
    disclosed.dwellings as denominator,
    disclosed.dwellings as n,
    case when disclosed.commune is not null then 'A' when covered.department is null then 'O' else 'Q' end as obs_status,
    case when disclosed.commune is null and covered.department is not null then 'C' else 'F' end as conf_status
from territory.communes
cross join years
left join covered on covered.department = communes.department
left join disclosed on disclosed.commune = communes.commune and disclosed.year = years.year
