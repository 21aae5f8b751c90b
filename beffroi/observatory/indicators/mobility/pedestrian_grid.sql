select
    commune,
    '2021' as period,
    street_m as numerator,
    junctions as denominator,
    junctions as n,
    if(junctions is null, 'L', 'A') as obs_status
from territory.communes
left join sources.street_graph using (commune)
