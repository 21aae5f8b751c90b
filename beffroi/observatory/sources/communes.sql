-- Some town halls were put in another town of France, or with one coordinate written twice: a point over 0.05 degree
-- (4 to 5 km) from the commune's outline is not its town hall. Where the outline is missing nothing can be said.
with sited as (
    select raw.*, coalesce(ST_Distance(ST_Point(hall_lon, hall_lat), ST_GeomFromWKB(geometry)) < 0.05, true) as sited
    from raw left join sources.commune_outlines using (commune)
)
select * exclude ("#file", "#row", sited)
    replace (case when sited then hall_lon end as hall_lon, case when sited then hall_lat end as hall_lat)
from sited
