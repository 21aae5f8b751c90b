-- A pair mostly repeats one figure, its territory's, in both towns: it is shared between them, so that the sum is right.
-- The list never writes a zero: a blank beside a figure is read as none, two blanks as not known.
with listed as (
    select
        towns.territory,
        towns.commune,
        actions.year,
        coalesce(actions.under_way, 0) as under_way,
        coalesce(actions.delivered, 0) as delivered
    from territory.towns
    join sources.acv_actions as actions on actions.commune = towns.commune
    where actions.under_way is not null or actions.delivered is not null
),
shared as (
    select *, count(*) over (partition by territory, year, under_way, delivered) as repeats from listed
)
select
    towns.commune,
    cast(years.year as varchar) as period,
    shared.delivered / shared.repeats as numerator,
    (shared.under_way + shared.delivered) / shared.repeats as denominator,
    (shared.under_way + shared.delivered) / shared.repeats as n,
    case when shared.commune is null then 'O' else 'A' end as obs_status
from territory.towns
cross join (select distinct year from sources.acv_actions) as years
left join shared on shared.commune = towns.commune and shared.year = years.year
