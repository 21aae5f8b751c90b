-- Some places bear their postcode where the code of the commune should be, and it may be the code of another commune
-- (62160 is Bully-les-Mines by post, Boulogne-sur-Mer by Insee): a place over 0.05 degree (4 to 5 km) from the outline
-- of its commune is in none that we know.
select id, kind, spaces, open, lat, lon, updated,
    case when coalesce(ST_Distance(ST_Point(lon, lat), ST_GeomFromWKB(geometry)) < 0.05, true) then commune end as commune
from raw left join sources.commune_outlines using (commune)
