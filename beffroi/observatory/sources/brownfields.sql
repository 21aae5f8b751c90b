-- Sites that nobody checked come under "MTE non vérifié" (or "… non vérifié par le Cerema") and a producer who does not exist.
select site, commune, area_m2, status,
    not (contains(lower(coalesce(origin, '')), 'non vérifié') or coalesce(producer, '') = 'lou dupont') as verified,
    coalesce(lat, regexp_extract(point, 'POINT ?\((\S+) (\S+)\)', 2)::double) as lat,
    coalesce(lon, regexp_extract(point, 'POINT ?\((\S+) (\S+)\)', 1)::double) as lon
from raw
