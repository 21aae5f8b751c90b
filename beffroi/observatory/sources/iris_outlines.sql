-- The two files overlap: the second adds the one commune of the programme that is a single IRIS.
select iris, any_value(commune) as commune, any_value(name) as name, arg_min(geometry, "#file" = 'iris2020_acv_metropole.geojson.gz') as geometry
from raw
group by iris
