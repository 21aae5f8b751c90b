"""The centre, for now, is the IRIS that holds the town hall; where there is none, the reason is said."""

import gzip
import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from beffroi.territory.perimeters import (
    Centre,
    IrisOutline,
    NoCentre,
    Status,
    TownHall,
    TownHallOutside,
    points_inside,
    shares_within,
    town_hall_iris,
)
from beffroi.territory.projections import in_metres
from beffroi.territory.towns import territory_of, towns

DRAWN_ON = date(2020, 1, 1)
# Two IRIS of Cahors side by side, with a gap of 0.001° (about 80 m) between the first and the third.
WEST = IrisOutline("460420101", "46042", "Centre", shapely.box(1.43, 44.44, 1.44, 44.45))
EAST = IrisOutline("460420102", "46042", "Est", shapely.box(1.44, 44.44, 1.45, 44.45))
FAR = IrisOutline("460420103", "46042", "Loin", shapely.box(1.451, 44.44, 1.46, 44.45))
ELSEWHERE = IrisOutline("461020101", "46102", "Figeac", shapely.box(1.42, 44.44, 1.43, 44.45))


def centre_at(lon: float, lat: float = 44.445) -> Centre:
    return town_hall_iris(TownHall("46042", lon, lat), outlines=[FAR, EAST, WEST, ELSEWHERE], drawn_on=DRAWN_ON)


def test_the_centre_is_the_iris_that_holds_the_town_hall():
    centre = centre_at(1.444)

    assert centre.iris == "460420102"
    assert centre.reason is None
    assert centre.perimeter.id == "iris-mairie/46042"
    assert (centre.perimeter.kind, centre.perimeter.name) == ("iris-mairie", "Est")
    assert (centre.perimeter.epsg, centre.perimeter.status) == (2154, Status.FROZEN)
    assert centre.perimeter.area_ha == pytest.approx(88.4, abs=0.5)
    assert centre.perimeter.date == DRAWN_ON


def test_a_town_hall_on_a_shared_edge_takes_the_lowest_code():
    assert centre_at(1.44).iris == "460420101"


def test_a_town_hall_in_a_gap_takes_the_nearest_iris():
    assert centre_at(1.4503).iris == "460420102"
    assert centre_at(1.4508).iris == "460420103"


def test_the_iris_of_another_commune_is_never_the_centre():
    assert centre_at(1.4297).iris == "460420101"


def test_a_town_hall_outside_its_commune_is_refused():
    with pytest.raises(TownHallOutside, match="796 m outside the commune"):
        centre_at(1.42)


def test_a_commune_of_one_iris_has_no_centre_apart():
    centre = town_hall_iris(TownHall("46042", 1.435, 44.445), outlines=[WEST], drawn_on=DRAWN_ON)

    assert (centre.iris, centre.perimeter, centre.reason) == (None, None, NoCentre.NOT_APPLICABLE)


def test_where_no_outline_was_published_that_is_the_reason():
    centre = town_hall_iris(TownHall("97311", -54.03, 5.5), outlines=[WEST], drawn_on=DRAWN_ON)

    assert (centre.iris, centre.perimeter, centre.reason) == (None, None, NoCentre.NO_OUTLINE)


def test_a_pair_has_two_centres():
    pair = territory_of("15014")
    outlines = [
        IrisOutline(f"{town.code}010{number}", town.code, "", shapely.Point(lon, town.hall_lat).buffer(0.005))
        for town in pair.communes
        for number, lon in enumerate((town.hall_lon, town.hall_lon + 0.01), start=1)
    ]

    centres = [
        town_hall_iris(TownHall(town.code, town.hall_lon, town.hall_lat), outlines=outlines, drawn_on=DRAWN_ON)
        for town in pair.communes
    ]

    assert [centre.iris for centre in centres] == ["150140101", "150120101"]


def test_the_representative_point_is_inside_a_bent_outline():
    bent = shapely.Polygon([(1, 44), (1.1, 44), (1.1, 44.1), (1.09, 44.1), (1.09, 44.01), (1, 44.01)])

    outline = in_metres(bent, epsg=2154)

    (x, y), nowhere = points_inside(np.array([outline, shapely.Polygon()]))

    assert outline.contains(shapely.Point(x, y))
    assert not outline.contains(outline.centroid)
    assert all(np.isnan(nowhere))


def around_the_hall(*outlines):
    """The shares of outlines, told in degrees, within 640 m of a town hall of Cahors."""
    point = in_metres(shapely.Point(1.44, 44.45), epsg=2154)
    return shares_within(in_metres(np.array(outlines), epsg=2154), point=point, radius_m=640)


def test_a_disc_inside_an_outline_takes_its_own_area():
    outline = shapely.box(1.40, 44.42, 1.48, 44.48)

    (share,) = around_the_hall(outline)

    area_m2 = 0.08 * 111_320 * np.cos(np.radians(44.45)) * 0.06 * 111_120
    assert share == pytest.approx(np.pi * 640**2 / area_m2, rel=0.01)


def test_an_outline_near_the_hall_is_wholly_within_and_a_far_one_not_at_all():
    near, far = shapely.box(1.4399, 44.4499, 1.4401, 44.4501), shapely.box(1.6, 44.4, 1.7, 44.5)

    assert around_the_hall(near, far, shapely.Polygon()).tolist() == [pytest.approx(1), 0, 0]


@pytest.mark.shared
def test_every_town_hall_is_in_an_iris_of_its_commune_or_has_its_reason(shared: Path):
    with gzip.open(shared / "territory/iris2020_acv_metropole.geojson.gz", "rt", encoding="utf-8") as stream:
        features = json.load(stream)["features"]
    outlines: dict[str, list[IrisOutline]] = defaultdict(list)
    for feature in features:
        facts = feature["properties"]
        code, commune = facts["code_iris"], facts["insee_com"]
        outlines[commune].append(IrisOutline(code, commune, facts["nom_iris"], shape(feature["geometry"])))

    centres = [
        town_hall_iris(
            TownHall(town.code, town.hall_lon, town.hall_lat), outlines=outlines[town.code], drawn_on=DRAWN_ON
        )
        for town in towns()
    ]

    reasons = Counter(centre.reason for centre in centres)
    assert reasons == {None: 229, NoCentre.NO_OUTLINE: 16, NoCentre.NOT_APPLICABLE: 1}
    assert {c.commune: c.iris for c in centres}["91223"] == "912230104", "Étampes, Centre Ville"
    assert [c.commune for c in centres if c.reason is NoCentre.NOT_APPLICABLE] == ["37072"], "Chinon is one IRIS"
