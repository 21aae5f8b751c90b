-- Index of dissimilarity (Duncan and Duncan, 1955): half the sum of the distances between two distributions over IRIS.
with persons as (
    select
        census.commune, census.year, census.pop,
        filosofi.uncertainty,
        coalesce(filosofi.conf, 'F') as conf,
        census.pop * filosofi.poverty_rate / 100 as poor,
        census.pop * (1 - filosofi.poverty_rate / 100) as other
    from sources.census_iris as census
    left join sources.filosofi_iris as filosofi on filosofi.iris = census.iris and filosofi.year = census.year
),
apart as (
    select *, abs(poor / nullif(sum(poor) over town, 0) - other / nullif(sum(other) over town, 0)) as distance
    from persons
    window town as (partition by commune, year)
),
towns as (
    select
        commune, year,
        count(*) as n_iris,
        count(distance) as n,
        50 * sum(distance) as index,
        bool_or(conf = 'C') as is_secret,
        sum(pop) filter (distance is not null) >= 0.9 * sum(pop) as is_covered,
        sum(pop) filter (uncertainty = '2') > 0.5 * sum(pop) as is_uncertain
    from apart
    group by commune, year
)
-- Under five disclosed IRIS the index says more of how the commune is cut than of who lives where.
select
    commune,
    cast(year as varchar) as period,
    case when n >= 5 then index end as value,
    n,
    case
        when n >= 5 then if(is_covered and not coalesce(is_uncertain, false), 'A', 'U')
        when n_iris < 5 then 'M'
        else 'O'
    end as obs_status,
    case when n < 5 and n_iris >= 5 and is_secret then 'C' else 'F' end as conf_status
from towns
