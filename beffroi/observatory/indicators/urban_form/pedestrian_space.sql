select
    towns.commune,
    '2021' as period,
    graph.pedestrian_m / 1000 as numerator,
    graph.street_m / 1000 as denominator,
    graph.segments as n,
    case when graph.commune is null then 'L' else 'A' end as obs_status
from territory.towns
left join sources.street_graph as graph on graph.commune = towns.commune
