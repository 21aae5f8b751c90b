"""Urban form on the real extracts: partial inventories and missing outlines must not pass for empty towns."""

import pytest

pytestmark = pytest.mark.shared


def test_centre_and_rest_share_out_the_inhabitants_and_the_area_of_the_commune(ask):
    [(towns, people, hectares)] = ask("""
        with placed as (
            select place, sum(if(place_kind = 'commune', -numerator, numerator)) as people,
                sum(if(place_kind = 'commune', -denominator, denominator)) as hectares
            from indicators.human_density where place_kind in ('centre', 'rest', 'commune')
            group by place having count(value) = 3)
        select count(*), max(abs(people)), max(abs(hectares)) from placed""")

    assert towns == 229
    assert people == 0
    assert hectares < 1e-6


def test_most_centres_are_denser_than_the_rest_of_their_commune(ask):
    [(share,)] = ask("""
        select avg((centre.value > rest.value)::int)
        from indicators.human_density centre join indicators.human_density rest using (place, period)
        where centre.place_kind = 'centre' and rest.place_kind = 'rest'
            and centre.value is not null and rest.value is not null""")

    assert share > 0.9


def test_a_town_overseas_has_a_density_but_no_centre_without_outlines(told):
    value, status, _ = told("human_density", "97311")

    assert (round(value, 2), status) == (0.12, "A")
    assert told("human_density", "97311", kind="centre") == (None, "L", "F")


def test_mayotte_is_missing_from_the_census_file_and_not_empty(told):
    assert told("human_density", "97611") == (None, "O", "F")


def test_a_town_that_no_inventory_looked_at_has_no_brownfield_figure_rather_than_zero(ask, told):
    [(known, unknown)] = ask("""
        select count(value), count(*) - count(value) from indicators.brownfields
        where place_kind = 'commune' and place in (select commune from territory.towns)""")

    assert (known, unknown) == (223, 23)
    assert told("brownfields", "78335") == (None, "O", "F")


def test_zero_brownfield_means_that_every_checked_site_was_reconverted(ask):
    assert (
        ask("""
        select count(*) from indicators.brownfields join sources.brownfields on commune = place
        where place_kind = 'commune' and value = 0 and verified and status <> 'friche reconvertie' and area_m2 > 0""")
        == [(0,)]
    )


def test_sites_without_a_project_are_counted_once_each_among_those_checked(ask):
    [(ours,)] = ask("select numerator from indicators.brownfields_without_project where place = 'france'")
    [(theirs,)] = ask("""
        select count(*) from sources.brownfields join territory.communes using (commune)
        where verified and status = 'friche sans projet'""")

    assert ours == theirs


def test_pedestrian_ways_are_known_for_the_towns_whose_streets_we_hold_and_no_other(ask):
    rows = ask("""
        select obs_status, count(*) from indicators.pedestrian_space where place_kind = 'commune'
        group by obs_status order by obs_status""")

    assert rows == [("A", 36), ("L", 210)]
