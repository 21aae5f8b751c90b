with doctors as (
    select commune, sum(n) as doctors
    from sources.bpe_2013
    where facility = 'D201'  -- general practitioners
    group by commune
),

people as (
    -- The census of 2017: the last before the programme, and the first on communes that are nearly all those of today.
    select commune, population as inhabitants
    from sources.population
    where census_year = 2017
),

places as (
    select commune, doctors, inhabitants, hall_x, hall_y, floor(hall_x / 15000) as square_x, floor(hall_y / 15000) as square_y
    from territory.communes
    left join doctors using (commune)
    left join people using (commune)
),

offered as (
    -- Each practice is offered to its square of 15 km and to the eight around it.
    select commune as practice, doctors, hall_x, hall_y, square_x + east as square_x, square_y + north as square_y
    from places
    cross join range(-1, 2) as x(east)
    cross join range(-1, 2) as y(north)
    where doctors > 0 and inhabitants > 0
),

reached as materialized (
    -- 15 km in a straight line, about twenty minutes by car. The projections of two territories never come so close.
    select practice, offered.doctors, commune, inhabitants
    from places
    join offered using (square_x, square_y)
    where inhabitants > 0 and pow(places.hall_x - offered.hall_x, 2) + pow(places.hall_y - offered.hall_y, 2) <= pow(15000, 2)
),

supply as (
    select practice, any_value(doctors) / sum(inhabitants) as per_inhabitant
    from reached
    group by practice
),

access as (
    select commune, sum(per_inhabitant) as per_inhabitant
    from reached
    join supply using (practice)
    group by commune
)

select
    commune,
    '2013' as period,
    if(hall_x is null, null, coalesce(per_inhabitant, 0) * inhabitants) as numerator,
    inhabitants as denominator,
    coalesce(doctors, 0) as n,
    'E' as obs_status
from places
left join access using (commune)
