-- The price is a mean over flats and houses sold: the rent is mixed in the same proportions, so that both parts are of one basket.
-- 2020 is the sale year nearest to the rents (2018) of which the price is known.
with basket as (
    select dvf.commune, dvf.year, dvf.sales, dvf.mean_price_m2,
        dvf.flats / (dvf.flats + dvf.houses) as flats,
        dvf.houses / (dvf.flats + dvf.houses) as houses
    from sources.dvf_commune as dvf
    join territory.communes using (commune)
    where dvf.year = 2020
        and dvf.flats + dvf.houses > 0
        and not communes.overseas
        and communes.department not in ('57', '67', '68')  -- outside DVF, see HAB-08
),
rent as (
    select basket.*,
        basket.flats * flat.rent_m2 + basket.houses * house.rent_m2 as middle,
        basket.flats * flat.low + basket.houses * house.low as low,
        basket.flats * flat.high + basket.houses * house.high as high
    from basket
    left join sources.rents as flat on flat.commune = basket.commune and flat.dwelling = 'flat'
    left join sources.rents as house on house.commune = basket.commune and house.dwelling = 'house'
)
select
    communes.commune,
    '2020' as period,
    100 * 12 * rent.middle / rent.mean_price_m2 as value,
    100 * 12 * rent.low / rent.mean_price_m2 as low,
    100 * 12 * rent.high / rent.mean_price_m2 as high,
    case when rent.middle is not null then rent.sales end as n,
    case
        when rent.middle / rent.mean_price_m2 is not null then 'E'
        when communes.overseas or communes.department in ('57', '67', '68') then 'L'
        else 'O'
    end as obs_status
from territory.communes
left join rent on rent.commune = communes.commune
