-- Two editions of the legal populations may repeat one census year: the later one speaks.
with counted as (
    select commune, census_year, arg_max(population, edition) as population
    from sources.population
    where population > 0 and census_year in (2006, 2011, 2016, 2021)
    group by commune, census_year
),
grown as (
    select
        communes.commune,
        windows.first || '-' || windows.last as period,
        before.population as before,
        after.population as after,
        ln(after.population / before.population) / (windows.last - windows.first) as log_growth
    from territory.communes
    cross join (values (2006, 2011), (2011, 2016), (2016, 2021)) as windows(first, last)
    left join counted as before on before.commune = communes.commune and before.census_year = windows.first
    left join counted as after on after.commune = communes.commune and after.census_year = windows.last
)
-- Over 8 % a year in logarithm, a commune was merged or cut: no growth is computed across it.
select
    commune,
    period,
    after as numerator,
    before as denominator,
    after as n,
    case when abs(log_growth) <= 0.08 then 100 * (exp(log_growth) - 1) end as value,
    case when log_growth is null then 'O' when abs(log_growth) <= 0.08 then 'A' else 'M' end as obs_status
from grown
