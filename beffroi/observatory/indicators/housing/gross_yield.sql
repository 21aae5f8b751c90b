-- The price is a mean over flats and houses sold: the rent is mixed in the same proportions, so that both parts are of one basket.
-- 2020 is the sale year nearest to the rents (2018) of which the price is known.
with sold as (
    select commune, year, flats / (flats + houses) as flats, houses / (flats + houses) as houses
    from sources.dvf_commune
    where year = 2020 and flats + houses > 0
),
rent as (
    select
        sold.commune,
        sold.flats * flat.rent_m2 + sold.houses * house.rent_m2 as middle,
        sold.flats * flat.low + sold.houses * house.low as low,
        sold.flats * flat.high + sold.houses * house.high as high
    from sold
    join sources.rents as flat on flat.commune = sold.commune and flat.dwelling = 'flat'
    join sources.rents as house on house.commune = sold.commune and house.dwelling = 'house'
    where flat.rent_m2 + house.rent_m2 is not null
)
select
    price.place as commune,
    price.period,
    100 * 12 * rent.middle / price.value as value,
    100 * 12 * rent.low / price.value as low,
    100 * 12 * rent.high / price.value as high,
    price.n,
    case when price.value is null then price.obs_status when rent.middle is null then 'O' else 'E' end as obs_status,
    price.conf_status
from indicators.mean_sale_price as price
left join rent on rent.commune = price.place
where price.place_kind = 'commune' and price.period = '2020'
