with halls as (
    -- As vectors from the centre of the Earth: the chord between two is a straight line.
    select commune, hall_lon as lon, hall_lat as lat,
        array_value(cos(radians(lat)) * cos(radians(lon)), cos(radians(lat)) * sin(radians(lon)), sin(radians(lat))) as point
    from territory.communes
    where not overseas and department not in ('2A', '2B')
),

offered as materialized (
    -- Each station is offered to its square and to the eight around it. Squares of 0.3 degree hold all
    -- within 20 km, on the latitudes of France; squares of one degree, all within 70 km.
    select
        side,
        floor(lon / side) + east as square_x,
        floor(lat / side) + north as square_y,
        array_value(cos(radians(lat)) * cos(radians(lon)), cos(radians(lat)) * sin(radians(lon)), sin(radians(lat))) as point
    from sources.stations
    cross join (values (0.3::double), (1)) as squares(side)
    cross join range(-1, 2) as across(east) cross join range(-1, 2) as along(north)
    where passengers
),

around as materialized (
    select commune, min(chord) as chord, count(*) filter (chord <= 2 * sin(10 / 6371)) as n  -- within 20 km
    from (
        select commune, array_distance(halls.point, offered.point) as chord
        from halls
        join offered on side = 0.3 and square_x = floor(halls.lon / 0.3) and square_y = floor(halls.lat / 0.3)
    )
    group by commune
),

remote as materialized (
    select * from halls anti join (select commune from around where chord <= 20 / 6371) using (commune)
),

beyond as (
    select commune, min(array_distance(remote.point, offered.point)) as chord
    from remote
    join offered on side = 1 and square_x = floor(remote.lon) and square_y = floor(remote.lat)
    group by commune
)

select
    commune,
    '2020' as period,
    -- Great circle, on a sphere of 6,371 km; from the chord, because the cosine of a short arc has lost its digits.
    2 * 6371 * asin(coalesce(beyond.chord, around.chord) / 2) as value,
    if(value is null, null, coalesce(n, 0)) as n,
    case
        when overseas then 'M'  -- no passenger train
        when department in ('2A', '2B') then 'L'  -- Corsica's railway is not in the national file
        when value is null then 'O'
        else 'A'
    end as obs_status
from territory.communes
left join around using (commune)
left join beyond using (commune)
