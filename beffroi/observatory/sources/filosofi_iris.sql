-- The producer hides all the figures of an IRIS or none: one confidentiality for the row.
select iris, iris[:5] as commune, year, poverty_rate, q1, median_income, q3, d1, d9, d9_d1, gini, uncertainty, note,
    median_income_conf as conf
from raw
