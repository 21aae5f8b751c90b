select commune, year::integer as year, sales, houses, flats, mean_price, mean_price_m2, mean_area from raw
