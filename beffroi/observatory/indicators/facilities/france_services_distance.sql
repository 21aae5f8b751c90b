with halls as (
    -- As vectors from the centre of the Earth: the chord between two is a straight line.
    select
        commune,
        floor(hall_lon) as square_x,
        floor(hall_lat) as square_y,
        array_value(cos(radians(hall_lat)) * cos(radians(hall_lon)), cos(radians(hall_lat)) * sin(radians(hall_lon)), sin(radians(hall_lat))) as point
    from territory.communes
),

offered as (
    -- Each counter is offered to its square of one degree and to the eight around it: 70 km at least.
    select
        floor(lon) + east as square_x,
        floor(lat) + north as square_y,
        array_value(cos(radians(lat)) * cos(radians(lon)), cos(radians(lat)) * sin(radians(lon)), sin(radians(lat))) as point
    from sources.france_services
    cross join range(-1, 2) as across(east)
    cross join range(-1, 2) as along(north)
    where format not in ('Bus_équivalent', 'Itinérante')  -- a round has no address to go to
),

measured as (
    select commune, array_distance(halls.point, offered.point) as chord
    from halls
    join offered using (square_x, square_y)
),

nearest as (
    -- Great circle, on a sphere of 6,371 km; from the chord, because the cosine of a short arc has lost its digits.
    select commune, 2 * 6371 * asin(min(chord) / 2) as km, count(*) filter (chord <= 2 * sin(10 / 6371)) as n
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
