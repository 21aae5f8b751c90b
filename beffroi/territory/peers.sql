-- What was known of every commune before the programme (2018), from the built source tables.
-- `population` is the census of 2017, or the first later one where 2017 is unknown (Mayotte, later mergers).
with census as (
    select commune,
        max(population) filter (census_year = 2007) as population_2007,
        max(population) filter (census_year = 2012) as population_2012,
        max(population) filter (census_year = 2017) as population_2017,
        arg_min(population, census_year) filter (census_year >= 2017 and population is not null) as population
    from sources.population group by commune
),
zones as (
    -- A commune of no urban unit (…000) or of no urban area (000, 997, 998) is alone in its own.
    select commune, population,
        if(urban_unit_2010 like '%000' or urban_unit_2010 is null, commune, urban_unit_2010) as urban_unit,
        if(aav_2010 in ('000', '997', '998') or aav_2010 is null, commune, aav_2010) as urban_area
    from sources.zones_2018 join census using (commune)
),
facilities as (
    select commune, sum(n) as facilities, count(distinct label) as facility_types
    from sources.bpe_2013 where year = 2013 group by commune
)
select commune, census.population, population_2007, population_2012, population_2017, area_km2,
    sum(zones.population) over (partition by urban_unit) as urban_unit_population,
    sum(zones.population) over (partition by urban_area) as urban_area_population,
    facilities, facility_types, coalesce(centrality, '') as centrality, coalesce(aav_category, '') as aav_category
from sources.communes
    join census using (commune) left join zones using (commune) left join facilities using (commune)
where census.population > 0
order by commune
