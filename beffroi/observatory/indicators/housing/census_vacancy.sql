select
    iris,
    cast(year as varchar) as period,
    vacant_homes as numerator,
    dwellings as denominator,
    dwellings as n
from sources.census_iris
