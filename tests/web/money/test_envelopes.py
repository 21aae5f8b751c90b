"""Envelopes on the screen: opened, entrusted downwards, drawn on line by line, taken back and restored."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beffroi.programme.money.models import Envelope
from beffroi.programme.people.roles import OrganisationKind
from tests.programme import making, making_actions
from tests.web.money.test_pages import said


def bank():
    return making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")


@pytest.fixture
def partner(client: Client) -> Client:
    making.territory("acv-017")
    client.force_login(making.partner())
    return client


def at(route: str, envelope: Envelope) -> str:
    return reverse(f"money:{route}", args=[envelope.pk])


def test_a_partner_opens_an_envelope_and_entrusts_parts_of_it_down_to_a_territory(partner: Client):
    form = {"partner": bank().pk, "instrument": "grant", "year": "2023", "place": "nation:", "amount": "1 000 000"}
    partner.post(reverse("money:open-envelope"), form)
    above = Envelope.objects.get()
    for place, amount in (("region:84", "400 000"), ("department:15", "150 000"), ("territories:acv-017", "50 000")):
        partner.post(at("delegate", above), {"partner": bank().pk, "place": place, "amount": amount})
        above = Envelope.objects.get(delegated_from=above)

    assert (above.scope_code, above.amount) == ("acv-017", Decimal(50_000))
    assert "Aurillac" in said(partner.get(at("envelope", above)))


def test_what_is_too_much_to_delegate_is_said_and_what_was_typed_stays(partner: Client):
    national = making_actions.envelope(amount=500_000)

    page = said(
        partner.post(at("delegate", national), {"partner": bank().pk, "place": "region:84", "amount": "600000"})
    )

    assert "n’a plus que 500 000,00 € à déléguer là : 600 000,00 € la dépassent." in page
    assert 'value="600000"' in page
    assert 'value="region:84" selected' in page


def test_a_delegation_offers_only_smaller_places_inside(partner: Client):
    regional = making_actions.envelope(scope_kind="region", scope_code="84")

    page = said(partner.get(at("delegate", regional)))

    assert 'value="department:15"' in page
    assert 'value="department:46"' not in page
    assert 'value="region:84"' not in page
    assert 'value="territories:acv-017"' in page


def test_the_page_of_an_envelope_has_each_line_that_draws_on_it_and_they_make_its_total(partner: Client):
    one = making_actions.envelope(amount=100_000)
    making_actions.line(state="committed", amount=70_000, funder=bank())
    making_actions.line(state="accepted", amount=7_000, funder=bank())
    making_actions.line(state="requested", amount=999_999, funder=bank())

    page = said(partner.get(at("envelope", one)))

    rows, _, foot = page.partition("Ce qui en est pris, ligne par ligne")[2].partition("<tfoot")
    assert re.findall(r'bf-number"[^>]*>([\d ]+)<', rows) == ["7 000", "70 000"]
    assert "77 000" in foot
    assert "999 999" not in page


def test_what_a_reader_may_not_open_is_told_beside_the_lines_so_that_the_total_stays_true(client: Client):
    one = making_actions.envelope(amount=100_000)
    secret = making_actions.action(making.territory("acv-012"), title="Sous réserve")
    making_actions.line(secret, state="committed", amount=70_000, funder=bank())
    client.force_login(making.state_officer("15"))

    page = said(client.get(at("envelope", one)))

    assert "1 ligne d’une action qui n’est pas ouverte à votre lecture" in page
    assert "Sous réserve" not in page
    assert page.partition("<tfoot")[2].count("70 000") == 2


def test_the_lines_of_an_envelope_are_not_looked_for_one_by_one_in_the_list_of_all_that_one_reads(client: Client):
    one = making_actions.envelope(amount=100_000)
    making_actions.line(state="committed", amount=70_000, funder=bank())
    client.force_login(making.state_officer("15"))

    with CaptureQueriesContext(connection) as asked:
        client.get(at("envelope", one))

    assert not [query["sql"] for query in asked if 'money_fundingline"."id" IN (SELECT' in query["sql"]]


def test_an_overrun_is_said_on_the_envelope_on_its_line_and_in_the_form_of_the_next_one(partner: Client):
    one = making_actions.envelope(amount=50_000)
    line = making_actions.line(state="committed", amount=70_000, funder=bank())
    asked = making_actions.line(state="requested", amount=5_000, funder=bank())

    assert "Dépassée de 20 000 €" in said(partner.get(at("envelope", one)))
    assert "est dépassée de 20 000 €" in said(partner.get(reverse("money:line", args=[line.pk])))
    answer = partner.post(
        reverse("money:move", args=[asked.pk]) + "?passage=accept",
        {"amount": "5000", "day": "2023-12-01", "reference": "Notification 4"},
        follow=True,
    )
    assert "est dépassée de 25 000,00 €" in said(answer)


def test_a_form_of_a_grant_says_first_what_is_left(partner: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: making.AT)
    making_actions.envelope(amount=50_000, year=making.AT.year)
    asked = making_actions.line(state="requested", amount=5_000, funder=bank())

    page = said(partner.get(reverse("money:move", args=[asked.pk]) + "?passage=accept"))

    assert "il reste 50 000 € sur 50 000 €" in page


def test_the_second_of_two_people_on_an_amount_sees_what_the_first_wrote(partner: Client):
    one = making_actions.envelope(amount=100)
    partner.post(at("change-envelope", one), {"revision": "1", "amount": "200"})

    page = said(partner.post(at("change-envelope", one), {"revision": "1", "amount": "300"}))

    assert "Ce qui a changé pendant que vous écriviez" in page
    assert "<td>200 €</td>" in page
    assert Envelope.objects.get().amount == 200


def test_an_envelope_is_taken_back_after_a_confirmation_that_says_what_draws_on_it_and_is_restored(partner: Client):
    one = making_actions.envelope(amount=100_000)
    making_actions.line(state="committed", amount=70_000, funder=bank())

    asked = said(partner.get(at("withdraw-envelope", one)))
    unsaid = said(partner.post(at("withdraw-envelope", one), {"revision": "1", "reason": ""}))
    partner.post(at("withdraw-envelope", one), {"revision": "1", "reason": "Ouverte par erreur"})

    assert "Des lignes en prennent 70 000 €" in asked
    assert "Ce champ est obligatoire" in unsaid
    page = said(partner.get(at("envelope", one)))
    assert "Ouverte par erreur" in page
    assert "Banque des Territoires" not in said(partner.get(reverse("money:envelopes"))).partition("<tbody")[2]
    partner.post(at("restore-envelope", one), {"revision": "2"})
    assert not Envelope.objects.get().is_withdrawn


def test_an_envelope_of_another_partner_is_not_written_by_guessing_its_address(client: Client):
    one = making_actions.envelope(amount=100)
    client.force_login(making.state_officer("15"))

    client.post(at("change-envelope", one), {"revision": "1", "amount": "999"})
    client.post(at("withdraw-envelope", one), {"revision": "1", "reason": "Non"})

    kept = Envelope.objects.get()
    assert (kept.amount, kept.is_withdrawn) == (100, False)


def test_the_list_filters_sorts_and_exports_what_it_shows(partner: Client):
    making_actions.envelope(amount=50_000)
    making_actions.envelope(amount=9_000, year=2022, scope_kind="region", scope_code="84")
    making_actions.line(state="committed", amount=70_000, funder=bank())
    address = reverse("money:envelopes")

    over = said(partner.get(address, {"depassement": "oui"})).partition("<tbody")[2]
    regional = said(partner.get(address, {"region": "84"})).partition("<tbody")[2]
    largest = said(partner.get(address, {"tri": "-montant"})).partition("<tbody")[2]
    file = partner.get(address, {"format": "csv", "annee": "2022"}).content.decode("utf-8-sig").splitlines()

    assert "50 000" in over
    assert "9 000" not in over
    assert "50 000" not in regional
    assert largest.index("50 000") < largest.index("9 000")
    assert len(file) == 2
    assert file[1].split(";")[8:12] == ["9000,00", "0", "0", "0"]


@pytest.mark.parametrize(("prefix", "counted"), [("", "0 enveloppe"), ("/en", "0 envelopes")])
def test_no_envelope_is_counted_as_the_language_of_the_page_does(partner: Client, prefix: str, counted: str):
    page = said(partner.get(f"{prefix}{reverse('money:envelopes')}"))

    assert " ".join(page.partition('role="status">')[2].partition("</p>")[0].split()) == counted


def test_a_filter_that_cannot_be_right_is_said_with_what_would_be(partner: Client):
    making_actions.envelope()

    answer = partner.get(reverse("money:envelopes"), {"niveau": "planete"})

    assert answer.status_code == 400
    assert "« planete » ne va pas pour : Niveau" in answer.content.decode().replace("\xa0", " ")
