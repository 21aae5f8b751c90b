"""A perimeter is proposed, checked, decided, dated; it replaces another, and says which decision made it so."""

from datetime import date

import pytest
import shapely
from django.db import IntegrityError, transaction
from hypothesis import assume, given
from hypothesis import strategies as st

from beffroi.foundations.journal.chain import history
from beffroi.programme.committees.operations import CommitteeRefused
from beffroi.programme.committees.queries import causes
from beffroi.programme.committees.states import CommitteeKind, DecisionSubject, Outcome
from beffroi.programme.conventions import perimeter_operations as operations
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Perimeter
from beffroi.programme.conventions.outlines import OutlineMissing
from beffroi.programme.conventions.perimeter_checks import TOLERANCE_M, faults
from beffroi.programme.conventions.perimeter_files import FileRefused, Outline
from beffroi.programme.conventions.perimeter_operations import PerimeterRefused
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import at
from tests.programme.making_perimeters import (
    CENTRE,
    LA_FLECHE,
    OTHER_CENTRE,
    STATION,
    geojson,
    projected,
    published,
)

DAY = date(2019, 3, 4)
LATER = date(2024, 3, 1)


@pytest.fixture(autouse=True)
def _outlines(tmp_path, settings):
    settings.BEFFROI_RELEASE = published(tmp_path / "release")


@pytest.fixture
def centre(pair, director):
    """The operational perimeter of 2019, in force by a prefectoral act."""
    perimeter = Perimeter(territory=pair, kind=PerimeterKind.OPERATIONAL, name="Centre de La Flèche")
    operations.propose_drawn(perimeter, geometry=shapely.to_geojson(CENTRE), by=director, at=at(DAY))
    return operations.bring_into_force(
        perimeter, starts_date=DAY, by=director, at=at(DAY), act_title="Arrêté préfectoral", act_date=DAY
    )


def decision_on(perimeter, *, kind=CommitteeKind.PROJECT, **traits):
    traits.setdefault("outcome", Outcome.APPROVED)
    return conv.decision(
        kind, territory=perimeter.territory, about=perimeter, subject_kind=DecisionSubject.PERIMETER, on=LATER, **traits
    )


def imported(territory, *geometries, by, names=(), crs="", kind=PerimeterKind.STUDY):
    return operations.import_file(
        geojson(*geometries, names=names, crs=crs),
        name="centres.geojson",
        territory=territory,
        kind=kind,
        by=by,
        at=at(DAY),
    )


def test_a_file_gives_one_proposal_a_feature_with_its_area_in_the_local_projection(pair, director):
    first, second = imported(pair, CENTRE, OTHER_CENTRE, by=director, names=["Centre de La Flèche"])
    assert (first.name, second.name) == ("Centre de La Flèche", "Périmètre d’étude 2")
    assert first.area_ha == pytest.approx(projected(CENTRE, epsg=2154).area / 10_000, rel=1e-9)
    assert (first.communes, second.communes) == (["72154"], ["72264"])
    assert first.origin == "centres.geojson (EPSG:4326)"
    assert first.starts_date is None
    assert first.shape.equals(CENTRE)
    assert first.geojson["type"] == "Polygon"


def test_overseas_the_area_is_measured_in_the_projection_of_the_place(tmp_path, settings):
    abymes = making.territory("acv-114")
    communes = {"97101": shapely.box(-61.52, 16.25, -61.48, 16.29), "97120": shapely.box(-61.55, 16.22, -61.53, 16.25)}
    settings.BEFFROI_RELEASE = published(tmp_path / "overseas", communes)
    centre = shapely.box(-61.505, 16.268, -61.500, 16.272)
    drawn_there = projected(centre, epsg=5490)
    (perimeter,) = imported(abymes, drawn_there, by=making.project_director(abymes.pk), crs="EPSG:5490")
    assert perimeter.area_ha == pytest.approx(drawn_there.area / 10_000, rel=1e-6)


BOW_TIE = shapely.Polygon([(-0.080, 47.695), (-0.073, 47.700), (-0.073, 47.695), (-0.080, 47.700)])
NEEDLE = shapely.box(-0.090, 47.690, -0.080, 47.690005)
WITH_SLIVER = shapely.MultiPolygon([CENTRE, NEEDLE])
WITH_THIN_HOLE = CENTRE - shapely.box(-0.079, 47.697, -0.074, 47.697005)
BEYOND = shapely.box(-0.060, 47.690, -0.040, 47.700)
SWAPPED = shapely.transform(CENTRE, lambda points: points[:, ::-1])


@pytest.mark.parametrize(
    ("geometry", "sentence"),
    [
        (shapely.Point(-0.075, 47.697), r"Objet n° 2 n’est pas une surface \(Point\)"),
        (shapely.GeometryCollection([CENTRE]), r"n’est pas une surface \(GeometryCollection\)"),
        (BOW_TIE, r"Objet n° 2 : le contour se croise au point de longitude -0,07\d* et de latitude 47,\d+\. Corrigez"),
        (WITH_SLIVER, r"Objet n° 2 : une partie a moins de 2 m de large"),
        (WITH_THIN_HOLE, r"Objet n° 2 : un trou a moins de 2 m de large"),
        (BEYOND, r"Objet n° 2 déborde du territoire \(La Flèche – Sablé-sur-Sarthe\) sur 7\d,\d\d ha"),
        (shapely.box(2.30, 48.80, 2.40, 48.90), r"Objet n° 2 est entièrement hors du territoire \(La Flèche"),
        (shapely.box(-180, -90, -179, -89), r"Objet n° 2 est entièrement hors du territoire \(La Flèche"),
        (SWAPPED, r"Objet n° 2 : latitude et longitude sont échangées"),
    ],
    ids=[
        "point",
        "collection",
        "crosses itself",
        "sliver",
        "thin hole",
        "beyond",
        "elsewhere",
        "at the pole",
        "swapped",
    ],
)
def test_an_outline_that_cannot_be_a_perimeter_is_refused_with_its_feature_and_nothing_is_written(
    pair, director, geometry, sentence
):
    with pytest.raises(PerimeterRefused, match=sentence):
        imported(pair, CENTRE, geometry, by=director)
    assert not Perimeter.objects.exists()


def test_every_fault_of_every_feature_is_said_at_once(pair, director):
    with pytest.raises(PerimeterRefused) as refusal:
        imported(pair, BOW_TIE, WITH_SLIVER | BEYOND, CENTRE, by=director)
    assert [sentence.split(" ")[2] for sentence in refusal.value.sentences] == ["1", "2", "2"]


def test_fifty_metres_beyond_the_published_outline_are_tolerated(pair, director):
    # The published outlines are redrawn on a grid: an exact limit may cross theirs.
    west = LA_FLECHE.bounds[0]
    (perimeter,) = imported(pair, shapely.box(west - 0.0005, 47.695, west + 0.005, 47.700), by=director)
    assert perimeter.area_ha > 0


def test_a_committee_extends_a_perimeter_and_the_former_one_ends_the_day_before(pair, director, centre):
    wider = Perimeter(territory=pair, kind=PerimeterKind.OPERATIONAL, name="Centre et gare", replaces=centre)
    operations.propose_drawn(wider, geometry=shapely.to_geojson(CENTRE | STATION), by=director, at=at(LATER))
    approved = decision_on(wider)
    wider = operations.bring_into_force(wider, starts_date=LATER, decision=approved, by=director, at=at(LATER))

    centre.refresh_from_db()
    assert (centre.ends_date, wider.starts_date) == (date(2024, 2, 29), LATER)
    assert wider.area_ha > centre.area_ha
    in_force = Perimeter.objects.filter(territory=pair).in_force
    assert list(in_force(date(2024, 2, 29))) == [centre]
    assert list(in_force(LATER)) == [wider]
    (effect,) = causes(wider)
    assert (effect.decision, effect.verb) == (approved, "perimeter.in_force")
    assert [entry.verb for entry in history(centre)] == ["perimeter.ended", "perimeter.in_force", "perimeter.proposed"]


def test_a_station_quarter_asks_for_the_approval_of_the_project_committee(pair, director):
    quarter = Perimeter(territory=pair, kind=PerimeterKind.STATION_QUARTER, name="Gare")
    operations.propose_drawn(quarter, geometry=shapely.to_geojson(STATION), by=director, at=at(LATER))
    entering = {"starts_date": LATER, "by": director, "at": at(LATER)}
    with pytest.raises(PerimeterRefused) as refusal:
        operations.bring_into_force(quarter, **entering)
    assert len(refusal.value.sentences) == 2, "neither act nor decision, and not the project committee's"
    with pytest.raises(PerimeterRefused, match="l’accord du comité de projet"):
        operations.bring_into_force(quarter, decision=decision_on(quarter, kind=CommitteeKind.REGIONAL), **entering)
    with pytest.raises(CommitteeRefused, match="« Ajourné » ne permet pas"):
        operations.bring_into_force(quarter, decision=decision_on(quarter, outcome=Outcome.DEFERRED), **entering)
    quarter.refresh_from_db()
    assert quarter.starts_date is None
    held = operations.bring_into_force(quarter, decision=decision_on(quarter), **entering)
    assert held.starts_date == LATER


def test_a_proposal_is_corrected_on_the_map_and_one_in_force_is_not(pair, director, centre):
    (proposal,) = imported(pair, OTHER_CENTRE, by=director)
    redrawn = operations.redraw(proposal, geometry=shapely.to_geojson(STATION), by=director, at=at(LATER))
    assert (redrawn.communes, redrawn.origin) == (["72154"], "")
    with pytest.raises(PerimeterRefused, match="est en vigueur : proposez-en un autre"):
        operations.redraw(centre, geometry=shapely.to_geojson(STATION), by=director, at=at(LATER))
    with pytest.raises(FileRefused):
        operations.redraw(proposal, geometry="", by=director, at=at(LATER))


def test_a_perimeter_comes_into_force_once_and_never_before_what_it_replaces(pair, director, centre):
    acted = {"by": director, "at": at(DAY), "act_title": "Arrêté", "act_date": DAY}
    with pytest.raises(PerimeterRefused, match="déjà en vigueur"):
        operations.bring_into_force(centre, starts_date=DAY, **acted)
    wider = Perimeter(territory=pair, kind=PerimeterKind.OPERATIONAL, name="Centre", replaces=centre)
    operations.propose_drawn(wider, geometry=shapely.to_geojson(CENTRE | STATION), by=director, at=at(DAY))
    with pytest.raises(PerimeterRefused, match="a commencé après ce jour"):
        operations.bring_into_force(wider, starts_date=DAY, **acted)


def test_a_perimeter_ends_on_a_day_and_not_before_it_began(pair, director, officer, centre):
    with pytest.raises(PerimeterRefused, match="ne finit pas avant d’avoir commencé"):
        operations.end_perimeter(centre, ends_date=date(2019, 1, 1), by=officer, at=at(LATER))
    decision = decision_on(centre)
    ended = operations.end_perimeter(centre, ends_date=LATER, decision=decision, by=officer, at=at(LATER))
    assert ended.ends_date == LATER
    assert [effect.verb for effect in causes(centre)] == ["perimeter.ended"]
    wider = Perimeter(territory=pair, kind=PerimeterKind.OPERATIONAL, name="Centre", replaces=ended)
    with pytest.raises(PerimeterRefused, match="du même territoire, et en vigueur"):
        operations.propose_drawn(wider, geometry=shapely.to_geojson(CENTRE), by=director, at=at(LATER))


def test_perimeters_are_drawn_by_those_who_act_there_and_decided_by_those_who_lead(pair, centre):
    elsewhere, agent = making.state_officer("46"), making.town_agent(pair.pk)
    drawing = Perimeter(territory=pair, kind=PerimeterKind.STUDY, name="Étude")
    with pytest.raises(PerimeterRefused, match="Dessiner un périmètre revient"):
        operations.propose_drawn(drawing, geometry=shapely.to_geojson(CENTRE), by=elsewhere, at=at(DAY))
    with pytest.raises(PerimeterRefused, match="Dessiner un périmètre revient"):
        imported(pair, CENTRE, by=making.partner())
    operations.propose_drawn(drawing, geometry=shapely.to_geojson(CENTRE), by=agent, at=at(DAY))
    with pytest.raises(PerimeterRefused, match="revient à la direction de projet"):
        operations.end_perimeter(centre, ends_date=LATER, by=agent, at=at(LATER))


def test_without_published_outlines_nothing_can_be_checked_so_nothing_is_taken(pair, director, settings, tmp_path):
    settings.BEFFROI_RELEASE = tmp_path / "absent"
    with pytest.raises(OutlineMissing) as refusal:
        imported(pair, CENTRE, by=director)
    assert len(refusal.value.sentences) == 2


@pytest.mark.parametrize(
    "fields",
    [{"area_ha": 0}, {"ends_date": date(2019, 1, 1)}, {"act_title": ""}],
    ids=["no area", "ends before", "no origin"],
)
def test_the_database_refuses_what_no_operation_would_write(centre, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Perimeter.objects.filter(pk=centre.pk).update(**fields)


def test_a_proposal_is_taken_back_unless_it_holds_or_a_version_carries_it(pair, director, centre):
    proposal, carried = imported(pair, CENTRE, OTHER_CENTRE, by=director)
    conv.draft(pair, by=director).perimeters.add(carried)
    operations.withdraw(proposal, by=director, at=at(LATER))
    assert not Perimeter.objects.filter(name=proposal.name, starts_date=None).exclude(pk=carried.pk).exists()
    for perimeter in (centre, carried):
        with pytest.raises(PerimeterRefused, match="ne se retire pas"):
            operations.withdraw(perimeter, by=director, at=at(LATER))


@given(corners=st.lists(st.tuples(st.floats(-0.12, -0.03), st.floats(47.67, 47.73)), min_size=3, max_size=8))
def test_a_hull_is_taken_if_and_only_if_it_lies_in_the_commune_or_within_the_tolerance(corners):
    hull = shapely.convex_hull(shapely.MultiPoint(corners))
    surface = projected(hull, epsg=2154)
    assume(hull.geom_type == "Polygon" and not surface.buffer(-2).is_empty and surface.area > 200)
    outline = Outline("Objet n° 1", "", hull, 4326)
    found = faults(outline, within=LA_FLECHE, place="La Flèche", epsg=2154)
    allowed = projected(LA_FLECHE, epsg=2154).buffer(TOLERANCE_M)
    assert (found == []) == (surface.difference(allowed).area == 0)
