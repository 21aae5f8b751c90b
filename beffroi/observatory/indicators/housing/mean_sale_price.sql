-- The producer's mean is over sales, each with the same weight: times the number of sales it gives back a sum, which adds up.
-- HAB-08 says where sales are known; where there was none, there is no price.
select
    turnover.place as commune,
    turnover.period,
    dvf.mean_price_m2 * dvf.sales as numerator,
    dvf.sales as denominator,
    dvf.sales as n,
    case when turnover.numerator = 0 then 'M' else turnover.obs_status end as obs_status,
    turnover.conf_status
from indicators.sales_turnover as turnover
left join sources.dvf_commune as dvf
    on dvf.commune = turnover.place
    and cast(dvf.year as varchar) = turnover.period
    and turnover.value is not null
where turnover.place_kind = 'commune'
