select
    iris,
    cast(year as varchar) as period,
    pop_65_plus as numerator,
    pop as denominator,
    pop as n
from sources.census_iris
