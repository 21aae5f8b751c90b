-- The commune is in the name of the file (04070-Digne-les-Bains.geojson.gz). Lengths are in metres (Lambert 93).
with outlined as (
    select "#file"[:5] as commune, way, class,
        ST_Transform(ST_GeomFromWKB(geometry), 'EPSG:4326', 'EPSG:2154', always_xy := true) as line
    from raw
)
select commune, way, class, ST_Length(line) as length_m, ST_AsWKB(line) as geometry from outlined
