-- The file writes its types in French; the nomenclature beside gives Insee's codes.
select commune, year, facility, label, domain, n
from raw left join facilities using (label)
where n > 0
