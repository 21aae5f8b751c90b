with schools as (
    select commune, iris, sum(n) as n
    from sources.bpe_2018_education
    -- Nursery, primary and grouped schools; collèges; general, vocational and agricultural lycées.
    where facility in ('C101', 'C102', 'C104', 'C105', 'C201', 'C301', 'C302', 'C303')
    group by commune, iris
),

young as (
    select commune, iris, pop_0_19 as people
    from sources.census_iris
    where year = 2021
),

areas as (
    select commune, iris, coalesce(n, 0) as n, people
    from schools
    full join young using (commune, iris)  -- a school known by its commune only has no IRIS
),

centred as (
    select commune, bool_or(areas.iris is null and n > 0) as has_unplaced
    from areas
    join territory.communes using (commune)
    where n_iris > 1 and commune in (select commune from territory.iris where is_centre)
    group by commune
)

select commune, 'commune' as place_kind, '2018' as period, sum(n) as numerator, sum(people) as denominator, sum(n) as n, 'A' as obs_status
from areas
join territory.communes using (commune)
group by commune
union all
select
    commune,
    if(coalesce(is_centre, false), 'centre', 'rest') as place_kind,
    '2018' as period,
    sum(n) as numerator,
    sum(people) as denominator,
    sum(n) as n,
    if(bool_or(has_unplaced), 'U', 'A') as obs_status
from areas
join centred using (commune)
left join territory.iris using (commune, iris)
where areas.iris is not null
group by commune, place_kind
