select commune, year::integer as year, kind, unit, n, rate_per_1000, inhabitants,
    case when released = 'ndiff' then 'C' else 'F' end as conf
from raw
