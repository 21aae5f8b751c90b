-- What is hidden, missing or without object on either side makes the gap so; the centre is asked first.
with sides as (
    select
        towns.commune,
        centre.period,
        centre.value as centre,
        rest.value as rest,
        case when centre.value is null then centre.obs_status else rest.obs_status end as obs_status,
        case when centre.value is null then centre.conf_status else rest.conf_status end as conf_status
    from territory.towns
    join indicators.census_vacancy as centre on centre.place_kind = 'centre' and centre.place = towns.commune
    join indicators.census_vacancy as rest
        on rest.place_kind = 'rest' and rest.place = towns.commune and rest.period = centre.period
)
select
    commune,
    period,
    centre - rest as value,
    case when centre - rest is not null then 1 end as n,
    case when centre - rest is null then obs_status else 'A' end as obs_status,
    case when centre - rest is null then conf_status else 'F' end as conf_status
from sides
