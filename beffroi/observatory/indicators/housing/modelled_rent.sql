-- A model everywhere, so 'E'; `n` is the number of the commune's own advertisements, which may be 0 (rent of the neighbours' cell).
select
    communes.commune,
    cast(years.year as varchar) as period,
    rents.rent_m2 as value,
    rents.low,
    rents.high,
    rents.n_commune as n,
    case when rents.rent_m2 is null then 'O' else 'E' end as obs_status
from territory.communes
cross join (select distinct year from sources.rents) as years
left join sources.rents on rents.commune = communes.commune and rents.year = years.year and rents.dwelling = 'flat'
