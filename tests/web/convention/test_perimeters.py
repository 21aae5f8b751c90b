"""Perimeters and ORT on the screen: brought, refused with their feature, put into force, ended."""

from datetime import date

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beffroi.programme.committees.states import CommitteeKind, DecisionSubject, Outcome
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Ort, Perimeter
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import PDF
from tests.programme.making_perimeters import CENTRE, OTHER_CENTRE, STATION, geojson
from tests.web.convention.test_pages import text

DAY = "2024-03-01"


def address(name, *named):
    return reverse(f"convention:{name}", args=named)


def uploaded(*geometries, names=()):
    return SimpleUploadedFile("centres.geojson", geojson(*geometries, names=names), content_type="application/json")


@pytest.fixture
def proposal(as_user, pair, director):
    given = {"kind": PerimeterKind.STATION_QUARTER, "name": "Gare", "geometry": shapely.to_geojson(STATION)}
    as_user(director).post(address("draw", pair.pk), given)
    return Perimeter.objects.get()


def test_each_feature_of_a_file_becomes_a_proposal_drawn_beside_its_own_town(as_user, pair, director):
    client = as_user(director)
    client.post(
        address("import", pair.pk),
        {"kind": PerimeterKind.STUDY, "file": uploaded(CENTRE, OTHER_CENTRE, names=["Centre", "L’autre centre"])},
    )

    page = client.get(address("territory", pair.pk))
    panels = page.context["shown"].drawing.panels
    assert [panel.name for panel in panels] == ["La Flèche", "Sablé-sur-Sarthe"]
    assert [shape.number for panel in panels for shape in panel.shapes] == [1, 2]
    assert "Périmètres de La Flèche" in text(page)


def test_a_fault_of_a_file_names_its_feature_and_nothing_is_taken(as_user, pair, director):
    far = shapely.box(2.30, 48.80, 2.40, 48.90)
    answer = as_user(director).post(
        address("import", pair.pk), {"kind": PerimeterKind.STUDY, "file": uploaded(CENTRE, far, names=["A", "Paris"])}
    )

    assert answer.status_code == 422
    assert "Objet n° 2 (« Paris ») est entièrement hors de La Flèche" in text(answer)
    assert not Perimeter.objects.exists()


def test_a_proposal_is_for_those_who_act_there_until_it_holds(as_user, proposal, pair, director):
    evaluator = as_user(making.evaluator())
    for name in ("perimeter", "contour"):
        assert evaluator.get(address(name, proposal.pk)).status_code == 404
    assert "Gare" not in evaluator.get(address("ground", pair.pk)).content.decode()
    assert "Gare" in as_user(director).get(address("ground", pair.pk)).content.decode()


def test_a_station_quarter_needs_the_project_committee_and_then_its_page_names_the_decision(
    as_user, proposal, director
):
    client = as_user(director)
    act = {"starts_date": DAY, "act_title": "Arrêté", "act_date": DAY}
    refused = client.post(address("bring-into-force", proposal.pk), act)
    assert "demande l’accord du comité de projet" in text(refused)

    decision = conv.decision(
        CommitteeKind.PROJECT,
        territory=proposal.territory,
        about=proposal,
        subject_kind=DecisionSubject.PERIMETER,
        outcome=Outcome.APPROVED,
        on=date(2024, 2, 1),
    )
    client.post(address("bring-into-force", proposal.pk), act | {"decision": decision.pk})
    page = text(client.get(address("perimeter", proposal.pk)))

    assert "En vigueur" in page
    assert reverse("committee:decision", args=[decision.pk]) in page
    contour = client.get(address("contour", proposal.pk))
    assert contour.headers["Content-Disposition"].startswith("attachment")
    assert contour.json()["properties"]["starts_date"] == DAY


def test_a_proposal_is_corrected_and_one_in_force_is_not(as_user, proposal, pair, director):
    client = as_user(director)
    client.post(address("redraw", proposal.pk), {"geometry": shapely.to_geojson(CENTRE)})
    proposal.refresh_from_db()
    assert proposal.shape.equals(CENTRE)

    Perimeter.objects.update(starts_date=date(2024, 1, 1), act_title="Arrêté", act_date=date(2024, 1, 1))
    answer = client.post(address("redraw", proposal.pk), {"geometry": shapely.to_geojson(STATION)})
    assert "proposez-en un autre, qui le remplacera" in text(answer)


def test_a_perimeter_in_force_is_ended(as_user, proposal, director):
    Perimeter.objects.update(starts_date=date(2024, 1, 1), act_title="Arrêté", act_date=date(2024, 1, 1))
    as_user(director).post(address("end-perimeter", proposal.pk), {"ends_date": DAY})
    proposal.refresh_from_db()
    assert proposal.ends_date == date(2024, 3, 1)


def test_the_state_records_an_ort_then_its_prefectoral_act(as_user, pair, officer, director):
    client = as_user(officer)
    client.post(address("add-ort", pair.pk), {"communes": ["72154"], "signed_date": "2020-02-03"})
    ort = Ort.objects.get()
    assert "Non homologuée" in text(client.get(address("territory", pair.pk)))

    act = {"ort": ort.pk, "act_title": "Arrêté n° 2020-12", "act_date": "2020-03-02"}
    client.post(address("homologate", pair.pk), act)

    assert "Arrêté n° 2020-12" in text(client.get(address("territory", pair.pk)))
    assert as_user(director).get(address("add-ort", pair.pk)).status_code == 404


def test_the_act_of_a_perimeter_is_joined_and_opened_from_its_page(as_user, pair, director):
    client = as_user(director)
    given = {"kind": PerimeterKind.OPERATIONAL, "name": "Centre", "geometry": shapely.to_geojson(CENTRE)}
    client.post(address("draw", pair.pk), given)
    perimeter = Perimeter.objects.get()
    act = SimpleUploadedFile("arrete.pdf", PDF, content_type="application/pdf")

    client.post(
        address("bring-into-force", perimeter.pk),
        {"starts_date": DAY, "act_title": "Arrêté préfectoral", "act_date": DAY, "act_file": act},
    )

    perimeter.refresh_from_db()
    page = client.get(address("perimeter", perimeter.pk)).content.decode()
    assert perimeter.act_document.title == "Arrêté préfectoral"
    assert address("document", perimeter.act_document.pk) in page


def test_an_act_that_is_no_document_leaves_the_perimeter_as_it_was(as_user, proposal, director):
    act = SimpleUploadedFile("arrete.pdf", b"<html>", content_type="application/pdf")
    refused = as_user(director).post(
        address("bring-into-force", proposal.pk),
        {"starts_date": DAY, "act_title": "Arrêté", "act_date": DAY, "act_file": act},
    )

    proposal.refresh_from_db()
    assert refused.status_code == 422
    assert proposal.starts_date is None


def test_a_proposal_is_withdrawn_and_the_history_of_the_territory_tells_it(as_user, proposal, pair, director):
    client = as_user(director)
    client.post(address("withdraw", proposal.pk))

    assert not Perimeter.objects.exists()
    assert "Périmètre retiré" in text(client.get(address("territory", pair.pk)))
