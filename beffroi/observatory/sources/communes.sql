-- Some town halls were put in another town of France, or with one coordinate written twice: a point over 0.05 degree
-- (4 to 5 km) from the commune's outline is not its town hall. Where the outline is missing nothing can be said.
-- A point inside the outline then stands for a town hall that is not known, as in Paris: `hall_known` says which it is.
with outlined as (
    select raw.*, ST_GeomFromWKB(geometry) as outline from raw left join sources.commune_outlines using (commune)
), sited as (
    select * exclude (outline), ST_PointOnSurface(outline) as inside,
        hall_lon is not null and coalesce(ST_Distance(ST_Point(hall_lon, hall_lat), outline) < 0.05, true) as hall_known
    from outlined
)
select * exclude ("#file", "#row", inside)
    replace (
        case when hall_known then hall_lon else round(ST_X(inside), 6) end as hall_lon,
        case when hall_known then hall_lat else round(ST_Y(inside), 6) end as hall_lat
    )
from sited
