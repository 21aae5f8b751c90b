"""Lengths and areas are measured where they are: Lambert-93 at home, a local projection overseas."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from beffroi.territory.projections import NoProjection, area_ha, epsg_of, in_metres, points_in_metres
from beffroi.territory.towns import territories

# A square kilometre on the ground, in degrees at the latitude of each place.
HALF_SIDE_M, METRES_PER_DEGREE = 500, 111_320


def square_kilometre(lon: float, lat: float) -> shapely.Polygon:
    high = HALF_SIDE_M / METRES_PER_DEGREE
    wide = high / np.cos(np.radians(lat))
    return shapely.box(lon - wide, lat - high, lon + wide, lat + high)


@pytest.mark.parametrize(
    ("department", "epsg"),
    [("80", 2154), ("2A", 2154), ("971", 5490), ("972", 5490), ("973", 2972), ("974", 2975), ("976", 4471)],
)
def test_each_department_has_its_legal_projection(department: str, epsg: int):
    assert epsg_of(department) == epsg


def test_every_territory_of_the_programme_can_be_measured():
    assert {epsg_of(place.department) for place in territories()} == {2154, 5490, 2972, 2975, 4471}


def test_a_collectivity_overseas_is_refused():
    with pytest.raises(NoProjection, match="988"):
        epsg_of("988")


@given(st.sampled_from(territories()))
def test_a_square_kilometre_is_a_hundred_hectares_anywhere(place):
    town = place.communes[0]
    square = square_kilometre(town.hall_lon, town.hall_lat)

    assert area_ha(square, epsg=epsg_of(place.department)) == pytest.approx(100, rel=0.01)


def test_two_points_a_kilometre_apart_are_a_thousand_metres_apart():
    x, y = points_in_metres(np.array([2.35, 2.35]), np.array([48.85, 48.85 + 1000 / 111_200]), epsg=2154)

    assert np.hypot(np.diff(x), np.diff(y))[0] == pytest.approx(1000, rel=0.005)


def test_a_missing_point_stays_missing():
    x, y = points_in_metres(np.array([np.nan]), np.array([48.85]), epsg=2154)

    assert np.isnan(x).all()
    assert np.isnan(y).all()


def test_coordinates_that_are_not_degrees_are_refused():
    with pytest.raises(NoProjection, match="longitude comes first"):
        points_in_metres(np.array([652_000.0]), np.array([6_862_000.0]), epsg=2154)


def test_an_empty_outline_has_no_area():
    assert area_ha(shapely.Polygon(), epsg=2154) == 0
    assert in_metres(shapely.Polygon(), epsg=2154).is_empty
