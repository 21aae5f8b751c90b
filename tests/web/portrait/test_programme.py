"""What anyone reads of the programme on a territory: its convention, its public actions, each euro with its lines."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from beffroi.programme.actions.states import State
from beffroi.programme.conventions import drafting
from beffroi.programme.conventions import seed as conventions_seed
from beffroi.programme.conventions.models import Convention, Party, Version
from beffroi.programme.facts.publish import publish
from beffroi.programme.facts.published import folder
from beffroi.programme.people.roles import Circle, OrganisationKind
from beffroi.territory import finding
from tests.browser import axe
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv

CODE = "acv-017"
LIMIT = 200_000


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


@pytest.fixture
def facts(db: None):
    """A territory with a public action (three granted lines, one refused) and one between agents."""
    here = making.territory(CODE)
    conventions_seed.import_territory(finding.territory(CODE), territory=here, at=making.AT)
    action = making_actions.action(here, circle=Circle.PUBLIC, state="works", title="Halle du marché")
    bank = making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")
    making_actions.line(action, state="committed", amount=70_000)
    making_actions.line(action, state="settled", amount=5_000)
    making_actions.line(action, state="committed", amount=9_000, funder=bank, instrument="loan", origin="dedicated")
    making_actions.line(action, state="refused", amount=888_888)
    hidden = making_actions.action(here, circle=Circle.AGENTS, state="works", title="Projet discret")
    making_actions.line(hidden, state="committed", amount=777_777)
    publish(folder())


def said(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def section(client: Client, prefix: str = "") -> str:
    page = said(client.get(f"{prefix}/territoires/{CODE}/"))
    return page.partition('aria-labelledby="programme"')[2].partition("</section>")[0]


def test_without_published_facts_the_portrait_says_nothing_of_them(client: Client):
    page = said(client.get(f"/territoires/{CODE}/"))

    assert "Le programme ici" not in page
    assert client.get(f"/territoires/{CODE}/financements/").status_code == 404


def test_the_portrait_has_the_convention_the_public_actions_and_no_word_of_the_others(client: Client, facts):
    shown = section(client)

    assert "Halle du marché" in shown
    assert str(State.WORKS.label) in shown
    assert "signature complète le" in shown
    assert "Projet discret" not in shown
    assert "777 777" not in shown
    assert "888 888" not in shown


def test_who_signs_in_two_capacities_the_same_day_is_shown_with_both(client: Client, facts):
    here, director = making.territory(CODE), making.project_director(CODE)
    Version.objects.filter(convention__territory=here).delete()
    Convention.objects.filter(territory=here).delete()
    version = conv.draft(here, by=director)
    town = version.parties.filter(organisation__kind=OrganisationKind.COMMUNE).first().organisation
    party = Party(version=version, organisation=town, group="funder", capacity="Anah, par délégation")
    drafting.add_party(party, by=director, at=conv.at(conv.DAYS["drafted"]))
    conv.signed(version, by=director)
    publish(folder())

    shown = section(client)

    assert f"{town.name}, à plusieurs titres : en son nom ; Anah, par délégation, 28 septembre 2018" in shown
    assert shown.count(f"<li>{town.name}") == 1


def test_every_public_sum_opens_exactly_its_lines_whose_total_is_the_same(client: Client, facts):
    links = re.findall(r'href="(/territoires/acv-017/financements/[^"]*)">([\d ]+)<', section(client))

    assert {amount for _address, amount in links} >= {"75 000", "9 000", "84 000", "5 000"}
    for address, amount in links:
        opened = said(client.get(address.replace("&amp;", "&")))
        assert amount in opened.partition("<tfoot")[2], address


def test_the_table_to_keep_holds_the_lines_of_the_page(client: Client, facts):
    answer = client.get(f"/territoires/{CODE}/financements.csv", {"instrument": "grant"})

    rows = list(csv.DictReader(io.StringIO(said(answer))))
    assert [Decimal(row["committed"]) for row in rows] == [70_000, 5_000]
    assert {row["territory"] for row in rows} == {CODE}


def test_a_filter_that_cannot_be_right_is_said_and_the_page_goes_on(client: Client, facts):
    page = said(client.get(f"/territoires/{CODE}/financements/", {"instrument": "cadeau"}))

    assert "« cadeau » ne va pas pour : Instrument" in page
    assert "84 000" in page


def test_in_english_the_section_is_in_english(client: Client, facts):
    shown = section(client, prefix="/en")

    assert "The programme here" in shown
    assert "Grant" in shown
    assert "Subvention" not in shown


def test_made_up_facts_say_so(client: Client, db: None):
    action = making_actions.action(circle=Circle.PUBLIC, state="works", is_demonstration=True)
    making_actions.line(action, state="committed", is_demonstration=True)
    publish(folder())

    assert "inventé pour montrer le logiciel" in section(client)
    assert "inventé pour montrer le logiciel" in said(client.get(f"/territoires/{CODE}/financements/"))
    totals = section(client).partition("Totaux de l’argent public")[2]
    assert totals.count("démonstration</span>") == 2, "the row, and the total"


def test_a_phase_is_named_and_real_money_bears_no_mark(client: Client, facts):
    shown = section(client)

    assert ", Phase 1 (2018-2022)" in shown
    assert "ACV1)" not in shown
    assert "démonstration</span>" not in shown.partition("Totaux de l’argent public")[2]


def test_a_made_up_version_says_so_among_the_conventions(client: Client, db: None):
    director = making.project_director(CODE)
    conv.signed(conv.draft(making.territory(CODE), by=director), by=director)
    Version.objects.update(is_demonstration=True)
    publish(folder())

    shown = section(client)

    assert "démonstration</span>" in shown.partition("Actions publiques")[0]
    assert "demonstration</span>" in section(client, prefix="/en").partition("Public actions")[0]


def test_a_kept_portrait_changes_when_what_is_public_does_and_not_before(client: Client, facts):
    address = f"/territoires/{CODE}/"
    first = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": first}).status_code == 304

    making_actions.action(making.territory(CODE), circle=Circle.PUBLIC, state="works", title="Nouvelle place")
    publish(folder())

    assert client.get(address, headers={"If-None-Match": first}).status_code == 200
    assert "Nouvelle place" in section(client)


def test_the_page_stays_light_with_forty_actions_and_their_money(client: Client, db: None, weight):
    here = making.territory(CODE)
    for _ in range(40):
        action = making_actions.action(here, circle=Circle.PUBLIC, state="works")
        for origin in ("dedicated", "earmarked", "ordinary"):
            making_actions.line(action, state="committed", origin=origin)
    publish(folder())

    assert weight(said(client.get(f"/territoires/{CODE}/"))) < LIMIT


def test_the_facts_are_downloaded_as_they_were_published(client: Client, facts):
    page = said(client.get("/donnees/"))

    address = re.search(r'href="(/donnees/faits/[^"]+/funding_lines\.csv)"', page)[1]
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == (folder() / "funding_lines.csv").read_bytes()
    answer.close()
    assert client.get(address.replace("funding_lines.csv", "../facts-journal")).status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize(("language", "scheme"), [("", "light"), ("/en", "dark")])
def test_the_programme_and_its_money_have_no_accessibility_fault_and_fit_a_telephone(
    facts, open_page, language, scheme
):
    page = open_page(color_scheme=scheme, viewport={"width": 360, "height": 780})
    portrait = f"{language}/territoires/{CODE}/"
    page.goto(portrait)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    amount = page.locator(".pt-programme .bf-cards").last.locator("tbody td a").first
    written = amount.inner_text()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page, within=".pt-programme") == []
    amount.click()
    page.wait_for_url(f"**{portrait}financements/?*")
    assert written in page.locator("tfoot").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == []
