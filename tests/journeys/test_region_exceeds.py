"""Journey: a regional committee names a funding line, the partner commits beyond what was granted, and both say so."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.facts.tables.decisions import select
from beffroi.programme.people.roles import Circle, OrganisationKind
from tests.browser import axe
from tests.journeys.test_pair_signs import choose, press, send
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv

DAY = date(2024, 3, 1)


@pytest.fixture
def bank():
    return making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national", name="Banque des Territoires")


@pytest.fixture
def lines(pair, bank):
    """The bank granted 100,000 euros to a public action of the pair, and as much to one of Laval, in its region."""
    both = ((pair, "Halle gourmande"), (making.territory("acv-108"), "Halle de Laval"))
    actions = [making_actions.action(place, title=title, state="works", circle=Circle.PUBLIC) for place, title in both]
    return [making_actions.line(action, funder=bank, state="accepted") for action in actions]


def commit(page: Page, amount: str, *, decision: str = "") -> None:
    press(page, "Engager")
    page.get_by_label(re.compile("^Montant")).fill(amount)
    page.get_by_label(re.compile("^Date")).fill(DAY.isoformat())
    page.get_by_label(re.compile("^Référence")).fill("Contrat 2024-12")
    if decision:
        choose(page, re.compile("^Décision de comité"), decision)
    send(page, "Engager")


def test_a_regional_committee_names_a_line_and_its_partner_commits_beyond_what_was_granted(
    pair, bank, lines, on, enter
):
    here, there = lines
    body = conv.committee(CommitteeKind.REGIONAL, territory=pair)
    session = conv.held(body, on=DAY)
    on(DAY)

    # The bank would commit more than it granted: no decision allows it, and none is there to be cited.
    partner = enter(making.partner(pair.region))
    partner.goto(f"/bureau/financements/{here.pk}/")
    commit(partner, "130 000")
    partner.get_by_role("alert").get_by_role("link", name="Décision de comité qui en a décidé ainsi").click()
    expect(partner.locator("#id_decision")).to_be_focused()
    expect(partner.locator("#id_decision_error")).to_contain_text("indiquez la décision de comité qui l’autorise")

    # The State in the region writes what the committee decided. She begins by the words, then says of which territory.
    region = enter(making.state_region(pair.region))
    region.goto(f"/bureau/comites/seances/{session.pk}/")
    press(region, "Écrire une décision")
    region.get_by_label("Texte de la décision").fill("Le comité accepte le surcoût de la halle.")
    region.get_by_label("Approuvé", exact=True).check(force=True)
    assert region.locator("option", has_text="Halle").count() == 0
    region.get_by_label(re.compile("^Territoire")).select_option(label=pair.name)
    send(region, "Proposer ses actions et ses financements")

    # What is in this territory is offered, and nothing of the other; the words are still there.
    region.wait_for_selector("[name=subject]:focus")
    assert axe(region) == []
    assert region.locator("option", has_text="Halle de Laval").count() == 0
    assert region.get_by_label("Texte de la décision").input_value() == "Le comité accepte le surcoût de la halle."
    assert region.get_by_label("Approuvé", exact=True).is_checked()
    choose(region, "Sur quoi", "Halle gourmande – Banque des Territoires")
    send(region, "Enregistrer la décision")
    press(region, "Le comité accepte le surcoût de la halle.")
    expect(region.get_by_role("main")).to_contain_text("Halle gourmande")
    expect(region.get_by_role("main")).to_contain_text("Elle n’a encore rien changé.")
    decided = region.url

    # The bank cites it: it may for this line, not for that of Laval.
    partner.goto(f"/bureau/financements/{there.pk}/")
    press(partner, "Engager")
    assert partner.locator("option", has_text="surcoût de la halle").count() == 0
    partner.goto(f"/bureau/financements/{here.pk}/")
    commit(partner, "130 000", decision="surcoût de la halle")

    # The page of the line says which decision made it so; that of the decision says what it changed.
    here.refresh_from_db()
    assert (here.state, here.committed, here.overrun_decision.session) == ("committed", 130_000, session)
    made_so = partner.get_by_role("region", name="Décisions qui en ont décidé ainsi")
    made_so.get_by_role("link", name="Comité régional d’engagement, 1er mars 2024, décision n° 1").click()
    assert partner.url == decided
    changed = partner.get_by_role("region", name="Ce que cette décision a changé")
    changed.get_by_role("link", name=re.compile("Halle gourmande")).click()
    assert partner.url.endswith(f"/financements/{here.pk}/")

    # What is published of the programme knows this decision, of this territory.
    assert [(one.pk, one.territory) for one in select(Circle.PUBLIC)] == [(here.overrun_decision_id, pair)]
