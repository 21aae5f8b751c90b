from xml.etree import ElementTree

import pytest
import shapely

from beffroi.territory.towns import towns
from beffroi.web.figures import outline


def drawn(reading, town):
    hall = (town.hall_lon, town.hall_lat)
    return outline.commune_map(reading.release, town.code, hall=hall, title=town.name, identity="map")


def test_a_town_is_drawn_with_its_iris_its_centre_and_its_town_hall(reading):
    svg = drawn(reading, next(town for town in towns() if town.code == "47001"))
    ElementTree.fromstring(svg)
    assert all(f'class="map-{part}"' in svg for part in ("commune", "iris", "centre", "hall"))


def test_overseas_the_town_is_drawn_without_a_centre(reading):
    svg = drawn(reading, next(town for town in towns() if town.code.startswith("97")))
    assert 'class="map-hall"' in svg
    assert "map-centre" not in svg


def test_a_place_without_an_outline_has_no_map(reading):
    assert outline.commune_map(reading.release, "00000", hall=(0, 45), title="", identity="map") == ""


def test_an_outline_keeps_its_holes_and_its_parts():
    square = shapely.box(0, 0, 1, 1).difference(shapely.box(0.4, 0.4, 0.6, 0.6))
    view, _height = outline.View.over((0, 0, 3, 1), width=300)
    path = outline.traced(shapely.union(square, shapely.box(2, 0, 3, 1)), view=view, tolerance=0.1)
    assert path.count("M") == 3
    assert path.count("z") == 3


def test_the_country_shows_every_commune_once_and_overseas_apart(reading):
    spots = [
        outline.Spot(town.hall_lon, town.hall_lat, town.code[:3] if town.code > "97" else town.code[:2], "q1")
        for town in towns()
    ]
    svg = outline.country_map(reading.release, spots, title="Carte", description="", identity="country")
    paths = [node.get("d") for node in ElementTree.fromstring(svg).iter() if "map-spot" in node.get("class", "")]
    assert sum(path.count("h0") for path in paths) == len(spots)
    assert "La Réunion" in svg


@pytest.mark.parametrize("count", [1, 4, 5, 246])
def test_classes_hold_equal_numbers_and_every_place(count):
    values = {str(index): float(index) for index in range(count)}
    bounds, found = outline.classes(values)
    sizes = [list(found.values()).count(number) for number in sorted(set(found.values()))]
    assert found.keys() == values.keys()
    assert len(sizes) == len(bounds) + 1
    assert max(sizes) - min(sizes) <= 1


def test_equal_values_share_a_class():
    bounds, found = outline.classes({"a": 0.0, "b": 0.0, "c": 0.0, "d": 0.0, "e": 7.0})
    assert found["a"] == found["d"] != found["e"]
    assert bounds == [0.0]


def test_no_value_gives_no_class():
    assert outline.classes({}) == ([], {})
