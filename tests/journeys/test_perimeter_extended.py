"""Journey 3: a committee extends a perimeter and the map follows."""

import json
import re
from datetime import date

import pytest
import shapely
from playwright.sync_api import Page, expect

from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.conventions import perimeter_operations as operations
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Perimeter
from beffroi.programme.people.roles import OrganisationKind
from tests.browser import axe
from tests.journeys.test_pair_signs import choose, press, send
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import at
from tests.programme.making_perimeters import CENTRE, STATION

SINCE, DAY = date(2019, 3, 4), date(2024, 3, 1)
EXTENDED = shapely.union(CENTRE, STATION).normalize()
# Some 60 km to the west of the town.
ELSEWHERE = shapely.box(-0.90, 47.69, -0.89, 47.70)


@pytest.fixture
def director(pair):
    return making.project_director(pair.pk)


@pytest.fixture
def centre(pair, director):
    """The operational perimeter of 2019, in force by a prefectoral act."""
    perimeter = Perimeter(territory=pair, kind=PerimeterKind.OPERATIONAL, name="Centre de La Flèche")
    operations.propose_drawn(perimeter, geometry=shapely.to_geojson(CENTRE), by=director, at=at(SINCE))
    return operations.bring_into_force(
        perimeter, starts_date=SINCE, by=director, at=at(SINCE), act_title="Arrêté préfectoral", act_date=SINCE
    )


def drawn(page: Page) -> shapely.Geometry:
    return shapely.from_geojson(page.get_by_label(re.compile("^Contour")).input_value())


def test_a_committee_extends_a_perimeter_and_the_map_follows(pair, centre, director, on, enter):
    conv.committee(CommitteeKind.PROJECT, territory=pair)
    making.organisation(OrganisationKind.PREFECTURE_DEPARTMENT, code="72", name="Préfecture de la Sarthe")
    on(DAY)
    page = enter(director)

    # The page of the territory shows the perimeter of 2019 on its map. The director proposes a larger one.
    page.goto(f"/bureau/conventions/{pair.pk}/")
    assert page.locator(".bf-perimeter--holds").count() == 1
    press(page, "Dessiner un périmètre")
    page.wait_for_selector("[data-draw][data-state=idle]")
    page.get_by_label("Nature du périmètre").select_option(label="Périmètre opérationnel")
    page.get_by_label("Nom", exact=True).fill("Centre étendu à la gare")
    page.get_by_label(re.compile("^Périmètre remplacé")).select_option(
        label="Périmètre opérationnel, Centre de La Flèche"
    )

    # Drawn in the wrong place, it is refused in words that say where; what she filled stays.
    page.get_by_label(re.compile("^Contour")).fill(shapely.to_geojson(ELSEWHERE))
    send(page, "Proposer ce périmètre")
    expect(page.get_by_role("alert")).to_contain_text("le dessin est entièrement hors du territoire (La Flèche")
    assert page.get_by_label("Nom", exact=True).input_value() == "Centre étendu à la gare"

    # Corrected: the map takes the outline of the field, and a point moved by the keyboard goes back into it.
    page.wait_for_selector("[data-draw][data-state=idle]")
    field = page.get_by_label(re.compile("^Contour"))
    field.fill(shapely.to_geojson(EXTENDED))
    field.press("Tab")
    before = drawn(page)
    page.get_by_role("button", name=re.compile("^Point 1 ")).press("ArrowLeft")
    assert drawn(page) != before
    field.fill(shapely.to_geojson(EXTENDED))
    field.press("Tab")
    assert axe(page) == []
    send(page, "Proposer ce périmètre")

    # It is a proposal beside the one that holds.
    assert page.locator(".bf-perimeter--holds").count() == 1
    assert page.locator(".bf-perimeter--proposed:not(rect)").count() == 1
    press(page, "Centre étendu à la gare")
    proposal = page.url

    # The project committee meets that day and approves the extension.
    page.goto("/bureau/comites/")
    press(page, "Comité de projet")
    press(page, "Prévoir une séance")
    page.get_by_label("Date", exact=True).fill(DAY.isoformat())
    send(page, "Prévoir la séance")
    press(page, "1er mars 2024")
    press(page, "Inscrire un point")
    page.get_by_label("Point", exact=True).fill("Extension du périmètre au quartier de la gare")
    choose(page, re.compile("^Objet"), "Centre étendu à la gare")
    send(page, "Inscrire le point")
    press(page, "Convoquer")
    send(page, "Convoquer")
    press(page, "Noter une présence")
    page.get_by_label("Organisation", exact=True).select_option(label="Préfecture de la Sarthe")
    send(page, "Noter la présence")
    press(page, "Constater la tenue")
    send(page, "Constater la tenue")
    press(page, "Écrire une décision")
    choose(page, "Sur quoi", "Centre étendu à la gare")
    page.get_by_label("Approuvé", exact=True).check(force=True)
    page.get_by_label("Texte de la décision").fill("Le comité approuve l’extension au quartier de la gare.")
    send(page, "Enregistrer la décision")

    # By this decision the proposal holds; what it replaces ends the day before.
    page.goto(proposal)
    press(page, "Mettre en vigueur")
    choose(page, re.compile("^Décision de comité"), "Approuvé")
    page.get_by_label("En vigueur depuis le").fill(DAY.isoformat())
    send(page, "Mettre en vigueur")
    expect(page.get_by_role("main")).to_contain_text("Périmètre en vigueur")
    centre.refresh_from_db()
    assert centre.ends_date == date(2024, 2, 29)

    # The map follows, drawn on the server and loaded by the browser alike.
    page.goto(f"/bureau/conventions/{pair.pk}/")
    assert page.locator(".bf-perimeter--holds").count() == 1
    assert page.locator(".bf-perimeter--over").count() == 1
    assert axe(page) == []
    ground = json.loads(page.request.get(f"/bureau/conventions/{pair.pk}/fond.geojson").text())
    status = {one["properties"].get("name"): one["properties"].get("status") for one in ground["features"]}
    assert status["Centre étendu à la gare"] == "holds"
    assert status["Centre de La Flèche"] == "over"

    # The perimeter says which decision made it so; the decision says what it changed.
    page.goto(proposal)
    press(page, "Comité de projet, 1er mars 2024, décision n° 1")
    expect(page.get_by_role("main")).to_contain_text("Ce que cette décision a changé")
    changed = page.get_by_role("region", name="Ce que cette décision a changé")
    expect(changed).to_contain_text("Périmètre en vigueur")
    changed.get_by_role("link", name="Centre étendu à la gare").click()
    assert page.url == proposal
