with halls as (
    -- Kilometres from the centre of the Earth: a distance then needs no trigonometry.
    select
        commune,
        floor(hall_lon) as square_x,
        floor(hall_lat) as square_y,
        6371 * cos(radians(hall_lat)) * cos(radians(hall_lon)) as x,
        6371 * cos(radians(hall_lat)) * sin(radians(hall_lon)) as y,
        6371 * sin(radians(hall_lat)) as z
    from territory.communes
),

offered as (
    -- Each counter is offered to its square of one degree and to the eight around it: 70 km at least.
    select
        floor(lon) + east as square_x,
        floor(lat) + north as square_y,
        6371 * cos(radians(lat)) * cos(radians(lon)) as x,
        6371 * cos(radians(lat)) * sin(radians(lon)) as y,
        6371 * sin(radians(lat)) as z
    from sources.france_services
    cross join range(-1, 2) as across(east)
    cross join range(-1, 2) as along(north)
    where format not in ('Bus_équivalent', 'Itinérante')  -- a round has no address to go to
),

measured as (
    select commune, sqrt(pow(halls.x - offered.x, 2) + pow(halls.y - offered.y, 2) + pow(halls.z - offered.z, 2)) as km
    from halls
    join offered using (square_x, square_y)
),

nearest as (
    select commune, min(km) as km, count(*) filter (km <= 20) as n
    from measured
    group by commune
)

select
    commune,
    '2024' as period,
    n,
    km as value,
    if(km is null, 'O', 'A') as obs_status
from territory.communes
left join nearest using (commune)
