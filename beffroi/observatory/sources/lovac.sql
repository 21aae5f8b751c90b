-- One row per commune and 1 January. The stock comes from the property files of the next year: both years are kept.
-- A commune may be disclosed in one year and secret, its cells empty, in another: that row is absent too.
with years as (
    select commune, 2019 as year, dwellings_2020 as dwellings, 2020 as dwellings_year,
        vacant_2019 as vacant, under_2y_2019 as vacant_under_2y, over_2y_2019 as vacant_2y
    from raw
    union all
    select commune, 2020, dwellings_2021, 2021, vacant_2020, under_2y_2020, over_2y_2020 from raw
    union all
    select commune, 2021, dwellings_2022, 2022, vacant_2021, under_2y_2021, over_2y_2021 from raw
)
from years where vacant_2y is not null
