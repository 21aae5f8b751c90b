select epci, min(name) as name, ST_AsWKB(ST_Union_Agg(ST_GeomFromWKB(geometry))) as geometry
from raw
group by epci
