-- Banks, temporary work agencies and estate agencies: the services of the BPE that take a shop window.
select
    commune,
    '2013' as period,
    coalesce(sum(n) filter (facility in ('A203', 'A503', 'A505')), 0) as numerator,
    coalesce(sum(n) filter (facility in ('A203', 'A503', 'A505') or domain = 'B'), 0) as denominator,
    denominator as n
from territory.communes
left join sources.bpe_2013 using (commune)
group by commune
