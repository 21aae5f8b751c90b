with schools as (
    select
        education.commune,
        sum(n) as n,
        coalesce(sum(n) filter (education.iris is not null), 0) as located,
        coalesce(sum(n) filter (is_centre), 0) as central
    from sources.bpe_2018_education as education
    left join territory.iris using (iris, commune)
    -- Nursery, primary and grouped schools; collèges; general, vocational and agricultural lycées.
    where facility in ('C101', 'C102', 'C104', 'C105', 'C201', 'C301', 'C302', 'C303')
    group by education.commune
),

centres as (
    select distinct commune
    from territory.iris
    where is_centre
),

towns as (
    select
        communes.commune,
        coalesce(n, 0) as n,
        coalesce(located, 0) as located,
        coalesce(central, 0) as central,
        case
            when n_iris = 1 then 'M'
            when centres.commune is null then 'L'
            when coalesce(n, 0) = 0 then 'M'
            when located = 0 then 'O'
            when located < n then 'U'
            else 'A'
        end as obs_status
    from territory.towns
    join territory.communes using (commune)
    left join centres using (commune)
    left join schools using (commune)
)

select
    commune,
    '2018' as period,
    if(obs_status in ('A', 'U'), central, null) as numerator,
    if(obs_status in ('A', 'U'), located, null) as denominator,
    n,
    obs_status
from towns
