select
    iris,
    cast(year as varchar) as period,
    flats as numerator,
    dwellings as denominator,
    dwellings as n
from sources.census_iris
