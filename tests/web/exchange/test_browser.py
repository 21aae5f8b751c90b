"""Imports, drafts, the drawing of a site in a real browser: with script and without, on a telephone, for everyone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from beffroi.foundations.jobs import worker
from beffroi.programme.actions.models import Action
from tests.browser import axe
from tests.journeys.conftest import enter, on, site_url
from tests.programme import making, making_actions
from tests.programme.money.test_workbook import HALL, OWN, book

__all__ = ["enter", "on", "site_url"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
IDEA = HALL | {"État": None}


@pytest.fixture
def page(enter) -> Page:
    making.territory("acv-017")
    town = making.organisation(code="15014", name="Ville d’Aurillac")
    return enter(making.project_director("acv-017", of=town))


def wrong_with(page: Page) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    found = [f"{page.url}: {fault}" for fault in axe(page)]
    page.set_viewport_size({"width": 360, "height": 740})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return found + ([f"{page.url} is {wide} wide"] if wide > 360 else [])


def send(page: Page, tmp_path: Path, actions: list, lines: list) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(book(actions, lines))
    page.goto("/bureau/imports/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Contrôler le fichier").click()


def test_an_import_is_followed_read_again_and_saved(page: Page, tmp_path: Path):
    send(page, tmp_path, [IDEA], [OWN])

    expect(page.get_by_role("heading", level=1)).to_have_text("Contrôle du fichier : dans la file")
    faults = wrong_with(page)
    worker.drain()
    # The page asks itself again, and says aloud that it is over.
    expect(page.get_by_role("heading", level=1)).to_have_text("Le fichier est juste : relisez, puis enregistrez")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    faults += wrong_with(page)
    page.get_by_role("button", name="Enregistrer tout").click()
    worker.drain()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le fichier est enregistré")
    faults += wrong_with(page)
    page.goto("/bureau/imports/")
    faults += wrong_with(page)
    page.goto("/en/bureau/imports/")
    faults += wrong_with(page)

    assert faults == []
    assert Action.objects.get().title == "Halle aux grains"


def test_without_script_the_page_is_followed_by_a_link_and_faults_are_downloaded(
    page: Page, tmp_path: Path, browser, site_url
):
    cookies = page.context.cookies()
    plain = browser.new_context(base_url=site_url, java_script_enabled=False, locale="fr-FR")
    plain.add_cookies(cookies)
    still = plain.new_page()
    send(still, tmp_path, [IDEA | {"Axe": "Commerces"}], [])
    worker.drain()

    still.get_by_role("link", name="Actualiser").click()

    expect(still.get_by_role("cell", name="Commerces")).to_be_visible()
    with still.expect_download() as download:
        still.get_by_role("link", name="Télécharger les corrections à faire").click()
    assert download.value.suggested_filename.endswith("a-corriger.xlsx")
    page.goto(still.url)
    assert wrong_with(page) == []
    plain.close()


def test_what_is_typed_is_kept_without_a_button_and_found_again(page: Page):
    action = making_actions.action(title="Halle", site={"type": "Point", "coordinates": [2.44, 44.92]})
    form = f"/bureau/actions/{action.pk}/modifier/"
    page.goto(form)

    page.get_by_label("Intitulé").fill("Halle gourmande")
    expect(page.get_by_text("Brouillon gardé à")).to_be_visible(timeout=15_000)
    page.goto("/bureau/")
    page.goto(form)

    expect(page.get_by_label("Intitulé")).to_have_value("Halle gourmande")
    assert wrong_with(page) == []
    page.get_by_role("button", name="Jeter le brouillon").click()
    expect(page.get_by_label("Intitulé")).to_have_value("Halle")


def test_a_site_is_drawn_as_a_line_by_keyboard(page: Page):
    action = making_actions.action(title="Halle")
    page.goto(f"/bureau/actions/{action.pk}/modifier/")
    page.wait_for_selector("[data-draw][data-state=idle]", timeout=60_000)

    page.get_by_label("Une ligne").focus()
    page.keyboard.press("Space")
    put = page.get_by_role("button", name="Poser un point au centre de la carte")
    told = page.locator(".cv-draw__count")
    expect(told).to_have_text("0 point posé")
    put.focus()
    page.keyboard.press("Enter")
    expect(told).to_have_text("1 point posé")
    page.get_by_role("region", name="Carte où dessiner").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(800)
    put.focus()
    page.keyboard.press("Enter")
    expect(told).to_have_text("2 points posés")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_text("La fiche est enregistrée.")).to_be_visible()
    action.refresh_from_db()
    assert action.site["type"] == "LineString"
    assert len(action.site["coordinates"]) == 2


@pytest.mark.parametrize("view", ["", "etats/", "calendrier/", "carte/"])
def test_every_view_of_the_actions_is_accessible_and_fits_a_telephone(page: Page, view: str):
    for number in range(3):
        title = f"Requalifier les espaces publics du centre ancien, tranche {number}"
        end = making.ON.replace(year=2027)
        site = {"type": "Point", "coordinates": [2.44 + number / 1000, 44.92]}
        action = making_actions.action(title=title, state="works", end_date=end, site=site)
        making_actions.milestone(action, planned=making.ON)
    page.goto(f"/bureau/actions/{view}")

    assert wrong_with(page) == []
    page.goto("/bureau/actions/?q=tranche+0")
    page.get_by_role("link", name="tranche 0").click()
    assert wrong_with(page) == []
