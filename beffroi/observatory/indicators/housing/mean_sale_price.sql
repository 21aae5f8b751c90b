-- The producer's mean is over sales, each with the same weight: times the number of sales it gives back a sum, which adds up.
-- HAB-08 says where sales are known; where there was none, there is no price.
with turnover as (
    select place as commune, period, value, numerator, obs_status, conf_status
    from indicators.sales_turnover where place_kind = 'commune'
),
priced as (
    select commune, period, mean_price_m2, sales
    from turnover join sources.dvf_commune as dvf using (commune)
    where cast(dvf.year as varchar) = period and value is not null
)
select
    commune,
    period,
    priced.mean_price_m2 * priced.sales as numerator,
    priced.sales as denominator,
    priced.sales as n,
    case when turnover.numerator = 0 then 'M' else turnover.obs_status end as obs_status,
    turnover.conf_status
from turnover left join priced using (commune, period)
