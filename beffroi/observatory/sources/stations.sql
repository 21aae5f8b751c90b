-- One row per station (the file has one per line and station); its commune by name and department.
with
official as (
    select c.code, c.kind, c.parent,
        fold(c.name) as town, fold(d.name) as department
    from sources.commune_codes c join sources.departments d on c.department = d.department
),
named as (
    select town, department, min(case when kind = 'COM' then code else parent end) as commune
    from official group by all
    having count(distinct case when kind = 'COM' then code else parent end) = 1
),
stations as (
    select uic, min(name) as name, any_value(fold(town)) as town, any_value(fold(department)) as department,
        bool_or(passengers) as passengers, bool_or(freight) as freight, avg(lat) as lat, avg(lon) as lon
    from raw group by uic
)
select uic, name, commune, passengers, freight, lat, lon
from stations left join named using (town, department)
