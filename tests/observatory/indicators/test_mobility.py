"""Mobility: what the worked examples cannot hold, seen on the real extracts."""

import numpy as np
import pytest

EARTH_KM = 6371


def nearest_km(halls, places):
    """Distance in km from each hall (n × 2, degrees) to the nearest of all places (m × 2): no grid, haversine."""
    lon, lat = np.radians(halls.T)[:, :, None]
    other_lon, other_lat = np.radians(places.T)[:, None, :]
    half = np.sin((lat - other_lat) / 2) ** 2
    half = half + np.cos(lat) * np.cos(other_lat) * np.sin((lon - other_lon) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(half)).min(axis=1)


def points(found):
    columns = found.fetchnumpy()
    return np.column_stack([np.asarray(columns[name], float) for name in columns])


@pytest.mark.shared
def test_no_nearer_station_hides_outside_the_squares_that_are_searched(figures):
    measured = points(
        figures.sql("""
            select hall_lon, hall_lat, value from indicators.station_distance join territory.communes on commune = place
            where place_kind = 'commune' and value is not null and hash(commune) % 40 = 0""")
    )
    stations = points(figures.sql("select lon, lat from sources.stations where passengers"))
    assert len(measured) > 500
    np.testing.assert_allclose(measured[:, 2], nearest_km(measured[:, :2], stations), rtol=1e-6, atol=1e-4)


@pytest.mark.shared
def test_no_commune_is_farther_from_a_station_than_the_search_reaches(figures):
    farthest = figures.sql("select max(value) from indicators.station_distance where place_kind = 'commune'")
    assert farthest.fetchone()[0] < 70


@pytest.mark.shared
def test_corsica_is_not_collected_and_overseas_has_no_passenger_train(figure):
    assert figure("station_distance", "2A004")["obs_status"] == "L"
    assert figure("station_distance", "97311")["obs_status"] == "M"
    assert figure("station_distance", "97311")["value"] is None


@pytest.mark.shared
def test_half_the_towns_of_the_programme_have_a_station_within_a_kilometre(figure):
    assert 0.5 < figure("station_distance", "programme", kind="programme")["value"] < 1.2


@pytest.mark.shared
def test_walkers_are_a_minority_everywhere_but_in_the_densest_towns(figures):
    low, middle, high = (
        figures.sql("""
        select unnest(quantile_cont(value, [0.01, 0.5, 0.99])) from indicators.walkers_to_centre
        where place_kind = 'commune' and value is not null""")
        .fetchnumpy()
        .popitem()[1]
    )
    assert 2 < low < middle < high < 60
    assert 10 < middle < 25


@pytest.mark.shared
def test_every_town_of_metropolitan_france_has_its_walkers_and_no_town_overseas(figures):
    by_status = dict(
        figures.sql("""
            select overseas, list_sort(list_distinct(list(obs_status))) from indicators.walkers_to_centre
            join territory.communes on commune = place join territory.towns using (commune)
            where place_kind = 'commune' group by overseas""").fetchall()
    )
    assert by_status[False] == ["E"]
    assert set(by_status[True]) <= {"L", "O"}


@pytest.mark.shared
def test_a_commune_where_nothing_is_declared_is_missing_and_never_zero(figures):
    zeros, silent = figures.sql("""
        with told as (select distinct commune from sources.carpool where open and spaces is not null)
        select count(*) filter (value = 0 and commune is null), count(*) filter (commune is null)
        from indicators.carpool_places left join told on commune = place where place_kind = 'commune'""").fetchone()
    assert zeros == 0
    assert silent > 30_000


@pytest.mark.shared
def test_the_street_grid_is_known_for_36_communes_and_finer_in_poissy_than_in_arles(figures, figure):
    known = figures.sql("select count(value) from indicators.pedestrian_grid where place_kind = 'commune'")
    assert known.fetchone()[0] == 36
    assert figure("pedestrian_grid", "78498")["value"] < 110 < 250 < figure("pedestrian_grid", "13004")["value"]
    assert figure("pedestrian_grid", "46042")["obs_status"] == "L"
