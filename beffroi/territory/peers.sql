-- What was known of every commune before the programme (2018), from the built source tables.
-- `population` is the census of 2017, or the first later one where 2017 is unknown (Mayotte, later mergers).
with census as (
    select commune,
        max(population) filter (census_year = 2007) as population_2007,
        max(population) filter (census_year = 2012) as population_2012,
        max(population) filter (census_year = 2017) as population_2017,
        arg_min(population, census_year) filter (census_year >= 2017 and population is not null) as population
    from sources.population
    where census_year in (2007, 2012) or census_year >= 2017
    group by commune
),
coded as (
    -- A commune of no urban unit (…000) or of no urban area (000, 997, 998) is alone in its own.
    select commune, census.population,
        if(urban_unit_2010 like '%000', commune, urban_unit_2010) as unit_2010,
        if(aav_2010 in ('000', '997', '998'), commune, aav_2010) as area_2010,
        if(coalesce(urban_unit, '000') like '%000', commune, urban_unit) as unit_2020,
        if(coalesce(aav, '000') = '000', commune, aav) as area_2020
    from sources.communes c join census using (commune) left join sources.zones_2018 using (commune)
),
units_2010 as (select unit_2010, sum(population) as inhabitants from coded group by unit_2010),
units_2020 as (select unit_2020, sum(population) as inhabitants from coded group by unit_2020),
areas_2010 as (select area_2010, sum(population) as inhabitants from coded group by area_2010),
areas_2020 as (select area_2020, sum(population) as inhabitants from coded group by area_2020),
zones as (
    -- Communes merged since 2018 have no zone of 2010: those of 2020 (drawn on the census of 2017) stand in.
    select commune,
        if(unit_2010 is not null, units_2010.inhabitants, units_2020.inhabitants) as urban_unit_population,
        if(area_2010 is not null, areas_2010.inhabitants, areas_2020.inhabitants) as urban_area_population
    from coded
        left join units_2010 using (unit_2010) left join units_2020 using (unit_2020)
        left join areas_2010 using (area_2010) left join areas_2020 using (area_2020)
),
facilities as (
    -- One row for each kind of facility: that is the key of the table.
    select commune, sum(n) as facilities, count(*) as facility_types
    from sources.bpe_2013 where year = 2013 group by commune
)
select c.commune, census.population, population_2007, population_2012, population_2017, c.area_km2,
    urban_unit_population, urban_area_population, facilities, facility_types,
    coalesce(c.centrality, '') as centrality, coalesce(c.aav_category, '') as aav_category
from sources.communes c
    join census using (commune) join zones using (commune) left join facilities using (commune)
where census.population > 0
order by c.commune
