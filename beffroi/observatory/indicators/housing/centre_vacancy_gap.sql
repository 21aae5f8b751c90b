-- What is hidden, missing or without object on either side makes the gap so; the centre is asked first.
with sides as (
    select
        centre.place,
        centre.period,
        centre.value - rest.value as gap,
        'U' in (centre.obs_status, rest.obs_status) as is_unsure,
        if(centre.value is null, centre.obs_status, rest.obs_status) as obs_status,
        if(centre.value is null, centre.conf_status, rest.conf_status) as conf_status
    from indicators.census_vacancy as centre
    join indicators.census_vacancy as rest on rest.place = centre.place and rest.period = centre.period
    where centre.place_kind = 'centre' and rest.place_kind = 'rest'
)
select
    place as commune,
    period,
    gap as value,
    1 as n,
    case when gap is null then obs_status when is_unsure then 'U' else 'A' end as obs_status,
    if(gap is null, conf_status, 'F') as conf_status
from sides
