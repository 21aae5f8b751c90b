-- One row per station (the file has one per line and station); its commune by its name in its department, old names
-- too: the commune of a former name is brought to its successor afterwards, as every code is. A station on a border
-- may bear the neighbouring department: a name that one commune only bears in France is then enough.
with named as (
    select name, code[:2] as department, code, 1 as rank from sources.commune_codes where kind = 'COM'
    union all
    select name, code[:2], parent, 2 from sources.commune_codes where kind <> 'COM'
    union all
    select name_from, code_from[:2], code_from, 3 from sources.commune_moves where kind_from = 'COM'
),
known as (
    select folded(name) as town, department, min(code) as commune
    from named
    group by folded(name), department, rank
    having count(distinct code) = 1 -- a name borne by two communes says neither
    qualify rank = min(rank) over (partition by folded(name), department)
),
unique_in_france as (
    select town, min(commune) as commune from known group by town having count(*) = 1
),
row_of_station as (
    -- Œ and Ÿ of Windows were read as Latin-1 by the producer: they arrive as control characters.
    select *, folded(translate(town, chr(140) || chr(159), 'ŒŸ')) as folded_town from raw
),
station as (
    -- The rows of a station may lie in neighbouring communes: the one whose name it bears, else the first line's.
    select uic, min(name) as name, bool_or(passengers) as passengers, bool_or(freight) as freight,
        arg_min({town: folded_town, department: folded(department), lat: lat, lon: lon},
            {other: not starts_with(folded(name), folded_town), line: line, lat: lat}) as point
    from row_of_station
    group by uic
)
select uic, station.name, coalesce(known.commune, u.commune) as commune, passengers, freight, point.lat, point.lon
from station
left join sources.departments d on folded(d.name) = point.department
left join known on known.town = point.town and known.department = d.department
left join unique_in_france u on u.town = point.town
