-- DCIRIS is "01004_0102" in a commune cut into IRIS, else the code of the commune alone.
select commune, case when place like '%\_%' escape '\' then replace(place, '_', '') end as iris,
    year::integer as year, facility, sector, sum(n)::bigint as n
from raw
group by all
