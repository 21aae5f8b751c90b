-- The two files overlap: the second adds the one commune of the programme that is a single IRIS.
select iris, commune, name, geometry
from raw
qualify row_number() over (partition by iris order by "#file" desc) = 1
