"""What was told of a line is corrected: amounts, days, papers; nothing typed is lost, and its history says both."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.foundations.journal.chain import history
from beffroi.programme.committees.states import Outcome
from beffroi.programme.money import operations
from beffroi.programme.money.models import FundingLine
from tests.programme import making, making_actions, making_conventions


def said(answer) -> str:
    assert answer.status_code in {200, 422}, answer.status_code
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def told(line: FundingLine, **changes: object) -> dict[str, object]:
    """What the form sends when only `changes` were typed."""
    shown: dict[str, object] = {"revision": line.revision, "reason": "Erreur de saisie"}
    for stage in ("requested", "accepted", "committed", "paid"):
        if (amount := getattr(line, stage)) is not None:
            shown |= {stage: amount, f"{stage}_date": getattr(line, f"{stage}_date")}
            shown |= {f"{stage}_reference": getattr(line, f"{stage}_reference")}
            shown |= {f"{stage}_document": getattr(line, f"{stage}_document_id") or ""}
    return {name: str(value) for name, value in (shown | changes).items()}


@pytest.fixture
def line(director: Client) -> FundingLine:
    """Granted and committed for 70 000 €."""
    return making_actions.line(state="committed", amount=70_000, accepted_reference="Arrêté 12")


def address(line: FundingLine) -> str:
    return reverse("money:correct", args=[line.pk])


def test_the_page_of_a_line_opens_the_form_and_a_line_of_the_plan_has_none(director: Client, line: FundingLine):
    planned = making_actions.line()

    assert f'href="{address(line)}"' in said(director.get(reverse("money:line", args=[line.pk])))
    assert f'href="{address(planned)}"' not in said(director.get(reverse("money:line", args=[planned.pk])))
    assert "il n’y a rien à corriger" in said(director.get(address(planned), follow=True))


def test_an_amount_a_day_and_a_paper_are_corrected_and_the_history_keeps_what_was(director: Client, line: FundingLine):
    paper = making_conventions.document(
        line.action, territory=line.action.territory, by=making.project_director("acv-017"), title="Avenant n° 1"
    )

    sent = told(line, committed="65 000,50", committed_date="2023-10-02", committed_document=paper.pk)
    page = said(director.post(address(line), sent, follow=True))

    line.refresh_from_db()
    assert (line.committed, line.committed_date) == (Decimal("65000.50"), date(2023, 10, 2))
    assert line.committed_document == paper
    assert line.accepted == 70_000
    assert history(line)[0].before == {
        "committed": "70000.00",
        "committed_date": "2023-09-01",
        "committed_document": None,
        "revision": 1,
    }
    assert "La ligne est corrigée" in page
    assert "65 000,50" in page
    assert "Avenant n° 1" in page


def test_the_form_says_the_state_and_what_was_said_of_each_stage(director: Client, line: FundingLine):
    page = said(director.get(address(line)))

    assert "État de la ligne" in page
    assert "Engagée" in page
    assert "Dit jusqu’ici : 70 000 €, le 10 mai 2023" in page
    assert "(Arrêté 12)" in page


@pytest.mark.parametrize("typed", [{"committed": "65000"}, {"committed_date": "2023-10-02"}])
def test_what_was_told_is_rewritten_with_a_reason_that_stays_in_the_history(director: Client, line: FundingLine, typed):
    typed = typed | {"committed_reference": "Avenant"}

    refused = said(director.post(address(line), told(line, **typed, reason="")))
    line.refresh_from_db()
    assert line.revision == 1
    assert "Dites pourquoi un montant ou une date déjà dits changent." in field(refused, "reason")

    page = said(director.post(address(line), told(line, **typed, reason="Avenant n° 1 du lot 2"), follow=True))
    assert history(line)[0].after["reason"] == "Avenant n° 1 du lot 2"
    assert "Motif de la correction" in page
    assert "Avenant n° 1 du lot 2" in page


def test_a_better_paper_needs_no_reason(director: Client, line: FundingLine):
    director.post(address(line), told(line, accepted_reference="Arrêté 2023-12", reason=""))

    line.refresh_from_db()
    assert line.accepted_reference == "Arrêté 2023-12"


def test_a_form_that_fails_says_first_that_nothing_is_kept_and_leads_to_each_field(director: Client, line: FundingLine):
    page = said(director.post(address(line), told(line, committed="beaucoup", accepted_date="hier")))

    assert re.search(r"<title>\s*Erreur : Corriger ce qui a été dit", page)
    alert = page.partition('role="alert"')[2].partition("</div>")[0]
    assert "Rien n’a été enregistré" in alert
    assert "autofocus" in page.partition('role="alert"')[2].partition(">")[0]
    for name in ("accepted_date", "committed"):
        assert f'href="#id_{name}"' in alert
        assert f'id="id_{name}"' in page
    assert alert.count("<li>") == 2


def test_who_does_not_pay_cites_the_paper_of_who_does_at_its_field(director: Client, line: FundingLine):
    page = said(director.post(address(line), told(line, committed="65000")))

    assert "vous ne saisissez pas en son nom" in field(page, "committed_reference")
    assert 'value="65000"' in page
    line.refresh_from_db()
    assert line.committed == 70_000


@pytest.mark.parametrize(
    ("typed", "at", "sentence"),
    [
        ({"committed": "80000", "committed_reference": "X"}, "committed", "que par une décision"),
        ({"committed": ""}, "committed", "Une ligne engagée porte un montant accordé et un montant engagé"),
        ({"committed": "0", "committed_reference": "X"}, "committed", "est supérieur à zéro"),
        ({"accepted_date": "2023-12-01"}, "committed_date", "n’est pas engagé avant d’être accordé"),
        ({"committed_date": "2999-01-01"}, "committed_date", "dans l’avenir"),
        ({"committed": "beaucoup"}, "committed", "Écrivez un montant en euros"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(director: Client, line: FundingLine, typed, at, sentence):
    page = said(director.post(address(line), told(line, **typed)))

    assert sentence in field(page, at)
    line.refresh_from_db()
    assert line.revision == 1


def test_the_second_of_two_people_sees_what_the_first_corrected_and_undoes_nothing(director: Client, line: FundingLine):
    opened = told(line, committed="65000", committed_reference="Avenant")
    bank = making.project_director("acv-017")
    first = {"accepted": Decimal(69_000), "committed": Decimal(68_000)}
    first |= {"accepted_reference": "Arrêté 13", "committed_reference": "Arrêté 13"}
    operations.change(line, revision=1, values=first, by=bank, at=making.AT, reason="Devis revu")

    page = said(director.post(address(line), opened))

    assert "Ce qui a changé pendant que vous écriviez" in page
    assert all(amount in page for amount in ("70 000", "68 000", "65 000"))
    assert 'value="69000.00"' in page, "what nobody typed takes the kept version"
    again = told(line, revision=2, accepted="69000.00", accepted_reference="Arrêté 13", committed="65000")
    director.post(address(line), again | {"committed_reference": "Avenant"})
    line.refresh_from_db()
    assert (line.accepted, line.committed) == (69_000, 65_000)


def test_a_correction_beyond_what_was_granted_cites_the_decision_that_allows_it(director: Client, line: FundingLine):
    yes, no = (making_actions.decision(names=line, outcome=one) for one in (Outcome.APPROVED, Outcome.REFUSED))
    whole = making_actions.decision()
    sent = told(line, committed="80000", committed_reference="Avenant")

    offered = said(director.get(address(line)))
    director.post(address(line), sent | {"decision": str(yes.pk)})

    assert f'value="{yes.pk}"' in offered.partition('name="decision"')[2]
    for other in (no, whole):
        assert f'value="{other.pk}"' not in offered.partition('name="decision"')[2]
    line.refresh_from_db()
    assert (line.committed, line.overrun_decision) == (80_000, yes)
    assert [effect.verb for effect in yes.effects.all()] == ["funding_line.changed"]


def test_the_paper_of_a_refusal_is_corrected_and_no_amount_is_asked(director: Client):
    refused = making_actions.line(state="refused", accepted_reference="Lettre du 3")

    page = said(director.get(address(refused)))
    director.post(address(refused), told(refused, accepted_reference="Lettre du 13 mai"))

    assert 'name="accepted_reference"' in page
    assert 'name="accepted"' not in page
    refused.refresh_from_db()
    assert refused.accepted_reference == "Lettre du 13 mai"


def test_a_paper_that_one_may_not_open_is_not_named_and_stays(director: Client, line: FundingLine):
    elsewhere = making.organisation()
    hidden = making_conventions.document(
        line.action,
        territory=line.action.territory,
        by=making.project_director("acv-017", of=elsewhere),
        title="Note interne",
        circle="organisation",
        organisation=elsewhere,
    )
    FundingLine.objects.filter(pk=line.pk).update(committed_document=hidden)

    page = said(director.get(address(line)))
    director.post(address(line), told(line, committed_date="2023-10-02"))

    assert "Note interne" not in page
    line.refresh_from_db()
    assert (line.committed_document, line.committed_date) == (hidden, date(2023, 10, 2))


def test_an_envelope_that_a_correction_exceeds_is_said_at_once(client: Client):
    bank = making.organisation(making.OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")
    making_actions.envelope(bank, amount=75_000)
    making.territory("acv-017")
    line = making_actions.line(state="committed", amount=70_000, funder=bank)
    client.force_login(making.partner())

    page = said(client.post(address(line), told(line, accepted="90000", committed="90000"), follow=True))

    assert "est dépassée de 15 000" in page


def field(page: str, name: str) -> str:
    """A field of the page, to the next one."""
    return page.partition(f'for="id_{name}"')[2].partition("<label")[0]
