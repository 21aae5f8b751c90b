-- One row per commune and edition of the file. The census behind an edition was found by its figures: legal
-- populations are those of two years before until the edition of 2021, which that of 2022 repeats; the editions of
-- 2023 and 2024 are the census of 2021, those of 2025 and 2026 the censuses of 2022 and 2023.
with long as (
    from (select * exclude ("#file", "#row") from raw)
    unpivot include nulls (population for edition_name in (columns(* exclude (commune))))
),
dated as (
    select commune, right(edition_name, 4)::integer as edition, population from long
),
moved as (
    -- A commune that took in another, or was cut, covers another ground from that day.
    select distinct code_to as commune, date
    from sources.commune_moves
    where kind_from = 'COM' and kind_to = 'COM' and move in ('20', '21', '30', '31', '32', '33', '34')
)
select commune, edition,
    case
        when edition < 2008 then edition
        when edition <= 2021 then edition - 2
        when edition = 2022 then 2019
        when edition <= 2024 then 2021
        else edition - 3
    end as census_year,
    case when exists (from moved m where m.commune = d.commune and m.date > make_date(edition, 1, 1)) then null
        else population end as population
from dated d
