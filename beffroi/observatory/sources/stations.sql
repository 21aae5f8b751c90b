-- One row per station (the file has one per line and station); its commune by name and department, old names too:
-- the commune of a former name is brought to its successor afterwards, as every code is.
with named as (
    select name, code[:2] as department, code, 1 as rank from sources.commune_codes where kind = 'COM'
    union all
    select name, code[:2], parent, 2 from sources.commune_codes where kind <> 'COM'
    union all
    select name_from, code_from[:2], code_from, 3 from sources.commune_moves where kind_from = 'COM'
),
best as (
    -- A name borne by two communes of one department says neither.
    select folded(name) as town, department, min(code) as commune, count(distinct code) as homonyms
    from named
    group by folded(name), department, rank
    qualify rank = min(rank) over (partition by folded(name), department)
),
station as (
    select uic, min(name) as name, any_value(folded(town)) as town, any_value(folded(department)) as department_name,
        bool_or(passengers) as passengers, bool_or(freight) as freight, avg(lat) as lat, avg(lon) as lon
    from raw
    group by uic
)
select uic, station.name, case when homonyms = 1 then commune end as commune, passengers, freight, lat, lon
from station
left join sources.departments d on folded(d.name) = department_name
left join best on best.town = station.town and best.department = d.department
