select
    iris,
    cast(year as varchar) as period,
    second_homes as numerator,
    dwellings as denominator,
    dwellings as n
from sources.census_iris
