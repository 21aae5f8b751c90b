"""Totals that open their lines, lines that move with their day and their paper, envelopes that are exceeded."""

import re
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from beffroi.foundations.journal.chain import record
from beffroi.programme.money.models import FundingLine
from tests.programme import making, making_actions


def said(answer) -> str:
    assert answer.status_code in {200, 422}, answer.status_code
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_each_total_is_a_link_that_opens_exactly_its_lines(director: Client):
    action = making_actions.action(state="works")
    making_actions.line(action, state="committed", amount=70_000)
    making_actions.line(action, state="refused", amount=999_999)
    making_actions.local_share(action, amount=30_000, state="committed")

    page = said(director.get(reverse("money:list")))

    links = dict(re.findall(r'href="(/bureau/financements/lignes/\?[^"]*etape=committed)">([\d ]+)<', page))
    assert set(links.values()) == {"70 000", "30 000", "100 000"}
    for address, amount in links.items():
        opened = said(director.get(address.replace("&amp;", "&")))
        assert amount in opened.partition("<tfoot")[2]
    assert "999 999" not in page


@pytest.mark.parametrize("by", ["financeur", "axe", "action", "territoire", "departement", "region", "etat"])
def test_totals_are_told_by_whatever_is_asked(director: Client, by: str):
    making_actions.line(state="committed", amount=70_000)

    assert "70 000" in said(director.get(reverse("money:list"), {"par": by}))


def test_a_line_of_another_territory_is_in_no_total_and_has_no_page(director: Client):
    line = making_actions.line(making_actions.action(making.territory("acv-012")), state="committed", amount=70_000)

    assert "70 000" not in said(director.get(reverse("money:list")))
    assert "70 000" not in said(director.get(reverse("money:lines")))
    assert director.get(reverse("money:line", args=[line.pk])).status_code == 404


def test_a_line_is_added_asked_for_granted_with_its_paper_and_says_what_is_missing(director: Client):
    action = making_actions.action(state="study")
    funder = making.organisation(making.OrganisationKind.REGION, code=action.territory.region)
    form = {"funder": funder.pk, "instrument": "grant", "origin": "dedicated", "planned": "80 000"}
    director.post(reverse("money:create", args=[action.pk]), form)
    line = FundingLine.objects.get()
    move = reverse("money:move", args=[line.pk])

    director.post(f"{move}?passage=request", {"amount": "80000", "day": "2024-01-10"})
    unsourced = said(director.post(f"{move}?passage=accept", {"amount": "60000", "day": "2024-02-10"}))
    director.post(f"{move}?passage=accept", {"amount": "60000", "day": "2024-02-10", "reference": "Arrêté 12"})

    assert "Joignez ou citez la pièce" in unsourced
    assert 'value="60000"' in unsourced
    line.refresh_from_db()
    assert (line.state, line.accepted) == ("accepted", Decimal(60_000))
    assert "Arrêté 12" in said(director.get(reverse("money:line", args=[line.pk])))


def test_a_line_that_an_import_or_the_demonstration_brought_says_so_in_its_history(director: Client):
    with transaction.atomic():
        told = {"actions": 12, "lines": 4000}
        entry = record("actions.imported", subject=("import", "abc"), by="system", at=making.AT, after=told)
    line = making_actions.line(imported_in=entry.sequence)

    page, journal = (
        said(director.get(address))
        for address in (
            reverse("money:line", args=[line.pk]),
            reverse("desk:history", args=["fundingline", str(line.pk)]),
        )
    )

    for told in (page, journal):
        assert "Actions importées" in told
        assert "Lignes de financement" in told
        assert "4 000" in told
    assert "Le journal ne dit rien encore" not in page


def test_money_that_moves_cites_the_decision_that_made_it_so(director: Client):
    line = making_actions.line(state="requested", amount=80_000)
    taken = making_actions.decision(about="money")
    address = reverse("money:move", args=[line.pk]) + "?passage=accept"

    offered = said(director.get(address)).partition('name="decision"')[2]
    sent = {"amount": "80000", "day": "2024-02-21", "reference": "Arrêté 12", "decision": str(taken.pk)}
    director.post(address, sent)

    assert f'value="{taken.pk}"' in offered
    line.refresh_from_db()
    assert (line.state, line.overrun_decision) == ("accepted", None)
    page, decided = reverse("money:line", args=[line.pk]), reverse("committee:decision", args=[taken.pk])
    assert f'href="{decided}"' in said(director.get(page))
    assert f'href="{page}"' in said(director.get(decided))


def test_an_exceeded_envelope_says_so_at_once(client: Client):
    making.territory("acv-017")
    bank = making.organisation(making.OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")
    making_actions.envelope(bank, amount=50_000)
    making_actions.line(state="committed", amount=70_000, funder=bank)
    client.force_login(making.partner())

    assert "est dépassée de 20 000 €" in said(client.get(reverse("money:envelopes")))


@pytest.mark.parametrize("route", ["list", "lines", "envelopes"])
def test_a_page_asks_a_number_of_questions_that_does_not_grow(
    director: Client, route: str, django_assert_max_num_queries
):
    for _ in range(12):
        making_actions.line(state="committed")

    with django_assert_max_num_queries(20):
        director.get(reverse(f"money:{route}"))


@pytest.mark.parametrize(
    ("state", "move", "names"),
    [
        ("planned", "cancel", ["reason"]),
        ("requested", "accept", ["amount", "day", "reference", "document", "file"]),
        ("committed", "settle", ["amount", "day", "reference", "document", "file"]),
    ],
)
def test_what_a_move_needs_is_not_called_optional(director: Client, state: str, move: str, names: list[str]):
    line = making_actions.line(state=state)

    page = said(director.get(reverse("money:move", args=[line.pk]) + f"?passage={move}"))

    for name in names:
        label = page.partition(f'for="id_{name}"')[2].partition("</label>")[0]
        assert label
        assert "facultatif" not in label


def test_who_speaks_for_the_funder_may_cite_a_paper(director: Client):
    own = making_actions.line(funder=making_actions.town_hall(), instrument="own_funds")

    page = said(director.get(reverse("money:move", args=[own.pk]) + "?passage=accept"))

    assert "facultatif" in page.partition('for="id_reference"')[2].partition("</label>")[0]
