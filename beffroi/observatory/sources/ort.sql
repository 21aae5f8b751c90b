select commune, case status[:1] when '1' then 'acv' when '2' then 'pvd' when '3' then 'other' end as status,
    signed, signed_date, end_date
from raw
