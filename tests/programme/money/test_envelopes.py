"""Envelopes: delegated downwards, never more than what is left; an overrun is said at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from beffroi.foundations.journal.chain import history
from beffroi.programme.actions.meanwhile import ChangedMeanwhile
from beffroi.programme.money import envelopes, operations
from beffroi.programme.money.envelopes import EnvelopeRefused
from beffroi.programme.money.models import Envelope
from beffroi.programme.money.operations import Told
from beffroi.programme.money.rules import can_see
from beffroi.programme.money.uses import envelopes_of, lines_of, use, uses
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.people.scope import scope
from tests.programme.making import national_team, organisation, partner, project_director, state_officer, state_region
from tests.programme.making import territory as town
from tests.programme.making_actions import AT, ON, action, decision, envelope, line


def bank():
    return organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")


def plain(refused: pytest.ExceptionInfo[EnvelopeRefused]) -> str:
    return str(refused.value).replace("\u202f", " ").replace("\u00a0", " ")


def part(amount: int | str, *, kind: str = "region", code: str = "84", **traits: object) -> Envelope:
    given = {"partner": bank(), "instrument": "grant", "year": 2023, "scope_kind": kind, "scope_code": code}
    return Envelope(**(given | {"amount": Decimal(amount)} | traits))


def test_a_partner_opens_an_envelope_and_delegates_it_downwards():
    national = envelopes.open_envelope(part(1_000_000, kind="nation", code=""), by=partner(), at=AT)
    regional = envelopes.delegate(national, to=part(400_000), by=partner(), at=AT)
    local = envelopes.delegate(regional, to=part(150_000, kind="department", code="15"), by=partner(), at=AT)
    town()
    envelopes.delegate(local, to=part(50_000, kind="territories", code="acv-017"), by=partner(), at=AT)

    assert use(national).left_to_delegate == 600_000
    assert use(regional).left_to_delegate == 250_000
    assert use(local).left_to_delegate == 100_000
    assert history(regional)[0].verb == "envelope.delegated"


def test_a_delegation_never_exceeds_what_is_left():
    national = envelope(amount=500_000)
    envelopes.delegate(national, to=part(400_000), by=None, at=AT)

    with pytest.raises(EnvelopeRefused) as refused:
        envelopes.delegate(national, to=part("100000.01", code="76"), by=None, at=AT)

    assert plain(refused) == (
        "L’enveloppe qui délègue n’a plus que 100 000,00 € à déléguer là : 100 000,01 € la dépassent. "
        "Sur 500 000,00 €, 400 000,00 € sont déjà délégués et 0,00 € accordés en dehors des parts déléguées."
    )
    assert Envelope.objects.count() == 2


def test_what_lines_took_outside_the_parts_is_not_there_to_delegate():
    funder, place = bank(), town()
    national = envelope(funder, amount=500_000)
    line(action(place), state="accepted", amount=450_000, funder=funder)

    with pytest.raises(EnvelopeRefused) as refused:
        envelopes.delegate(national, to=part(500_000, code="76"), by=None, at=AT)

    assert "n’a plus que 50 000,00 € à déléguer là : 500 000,00 € la dépassent" in plain(refused)
    assert "0,00 € sont déjà délégués et 450 000,00 € accordés en dehors des parts déléguées" in plain(refused)
    envelopes.delegate(national, to=part(50_000, code="76"), by=None, at=AT)
    assert use(national).left_to_delegate == 0


def test_what_lines_took_inside_a_part_weighs_on_it_and_once_on_what_delegates_it():
    funder, place = bank(), town()
    national = envelope(funder, amount=500_000)
    line(action(place), state="accepted", amount=450_000, funder=funder)

    here = envelopes.delegate(national, to=part(480_000), by=None, at=AT)

    assert (use(here).left, use(national).left_to_delegate) == (30_000, 20_000)
    envelopes.withdraw(here, revision=1, reason="Reprise", by=None, at=AT)
    assert use(national).left_to_delegate == 50_000
    envelopes.delegate(national, to=part(30_000, code="76"), by=None, at=AT)
    here.refresh_from_db()
    with pytest.raises(EnvelopeRefused, match="la dépassent"):
        envelopes.restore(here, revision=here.revision, by=None, at=AT)


def test_a_part_smaller_than_what_lines_took_in_it_frees_nothing():
    funder, place = bank(), town()
    national = envelope(funder, amount=500_000)
    line(action(place), state="accepted", amount=450_000, funder=funder)

    envelopes.delegate(national, to=part(100_000), by=None, at=AT)

    assert use(national).left_to_delegate == 50_000


def test_where_parts_overlap_a_line_counts_in_the_smallest_and_once():
    funder, place = bank(), town()
    national = envelope(funder, amount=500_000)
    line(action(place), state="accepted", amount=100_000, funder=funder)

    envelopes.delegate(national, to=part(100_000), by=None, at=AT)
    envelopes.delegate(national, to=part(150_000, kind="department", code="15"), by=None, at=AT)

    assert use(national).left_to_delegate == 250_000


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ({"year": 2024}, "garde l’instrument et l’année"),
        ({"instrument": "loan"}, "garde l’instrument et l’année"),
        ({"kind": "nation", "code": ""}, "vers un lieu plus petit"),
        ({"kind": "department", "code": "46"}, "vers un lieu plus petit"),
        ({"code": "99"}, "« 99 » n’est pas un code de « Régions »"),
        ({"kind": "territories", "code": "acv-999"}, "n’est pas un code de « Territoires »"),
    ],
)
def test_a_delegation_goes_to_a_smaller_place_inside(to, why):
    regional = envelope(scope_kind="region", scope_code="84")

    with pytest.raises(EnvelopeRefused, match=why):
        envelopes.delegate(regional, to=part(1, **to), by=None, at=AT)


def test_only_the_partner_and_the_national_team_write_an_envelope():
    for person in (partner(kind=OrganisationKind.ANAH), project_director("acv-017"), state_region("84")):
        with pytest.raises(EnvelopeRefused, match="revient à qui représente son partenaire"):
            envelopes.open_envelope(part(1), by=person, at=AT)

    assert envelopes.open_envelope(part(1), by=national_team(), at=AT).pk


def test_an_envelope_is_not_opened_below_another_nor_twice():
    with pytest.raises(EnvelopeRefused, match="s’ouvre depuis celle qui la délègue"):
        envelopes.open_envelope(part(1, delegated_from=envelope()), by=None, at=AT)
    with pytest.raises(ValidationError, match="déjà cette enveloppe"):
        envelopes.open_envelope(part(1, kind="nation", code=""), by=None, at=AT)


def test_the_amount_moves_between_what_is_delegated_and_what_is_left_above():
    national = envelope(amount=500_000)
    regional = envelopes.delegate(national, to=part(300_000), by=None, at=AT)

    with pytest.raises(EnvelopeRefused, match="sont déjà délégués"):
        envelopes.change_amount(national, revision=1, amount=Decimal(299_999), by=None, at=AT)
    with pytest.raises(EnvelopeRefused, match="n’a plus que 500"):
        envelopes.change_amount(regional, revision=1, amount=Decimal(500_001), by=None, at=AT)

    taken = decision()
    kept = envelopes.change_amount(regional, revision=1, amount=Decimal(500_000), by=None, at=AT, decision=taken)
    assert (kept.amount, kept.decision) == (500_000, taken)
    assert [effect.subject_kind for effect in taken.effects.all()] == ["envelope"]


def test_the_second_of_two_people_on_an_envelope_is_told():
    one = envelope(amount=100)
    envelopes.change_amount(one, revision=1, amount=Decimal(200), by=None, at=AT)

    with pytest.raises(ChangedMeanwhile) as told:
        envelopes.change_amount(one, revision=1, amount=Decimal(300), by=None, at=AT)

    assert [(d.opened, d.kept, d.typed) for d in told.value.differences] == [("100.00", "200.00", "300.00")]


def test_an_overrun_is_said_at_once_and_refuses_nothing():
    envelope(amount=100_000)
    regional = envelope(amount=60_000, scope_kind="region", scope_code="84")
    line(state="committed", amount=50_000, funder=bank())
    asked = line(state="requested", amount=60_000, funder=bank())

    told = operations.move(asked, "accept", by=None, at=AT, said=Told(amount=Decimal(60_000), day=date(2023, 12, 1)))

    named = "L’enveloppe « Banque des Territoires national, Subvention, 2023"
    assert [warning.replace("\u202f", " ").replace("\u00a0", " ") for warning in told.warnings] == [
        f"{named}, France entière » est dépassée de 10 000,00 €.",
        f"{named}, Auvergne-Rhône-Alpes » est dépassée de 50 000,00 €.",
    ]
    assert use(regional).overrun == 50_000


def test_an_envelope_is_used_by_its_partner_its_instrument_its_year_and_its_place():
    one = envelope(amount=100_000, scope_kind="department", scope_code="15")
    counted = line(state="settled", amount=100, funder=bank())
    accepted = line(state="accepted", amount=7, funder=bank())
    line(state="settled", amount=1_000, funder=bank(), instrument="loan")
    line(state="settled", amount=1_000)
    line(state="requested", amount=1_000, funder=bank())
    line(action(town("acv-001")), state="settled", amount=1_000, funder=bank())
    next_year = {"committed_date": date(2024, 1, 2), "paid_date": date(2024, 1, 2)}
    line(state="settled", amount=1_000, funder=bank(), **next_year)

    assert use(one).engaged == 107
    assert set(lines_of(one)) == {counted, accepted}
    assert use(one).overrun == 0


def test_what_a_prefecture_grants_from_a_delegation_weighs_on_the_whole_envelope():
    ministry = organisation(OrganisationKind.MINISTRY, code="national")
    prefecture = organisation(OrganisationKind.PREFECTURE_DEPARTMENT, code="15")
    national = envelope(ministry, amount=1_000)
    envelopes.delegate(national, to=part(500, kind="department", code="15", partner=prefecture), by=None, at=AT)
    granted = line(state="accepted", amount=300, funder=prefecture)

    assert use(national).engaged == 300
    assert [one.scope_kind for one in envelopes_of(granted)] == ["nation", "department"]
    assert envelopes_of(line(funder=prefecture)) == []


def test_an_envelope_is_read_by_its_partner_the_state_and_the_national_team():
    one = envelope()

    readers = {
        person: can_see(scope(person, on=ON), one) for person in (partner(), state_officer("15"), national_team())
    }
    assert set(readers.values()) == {True}
    assert not can_see(scope(project_director("acv-017"), on=ON), one)


def test_the_use_of_many_envelopes_asks_the_database_as_often_as_that_of_one(django_assert_num_queries):
    national = envelope(amount=1_000_000)
    parts = [envelopes.delegate(national, to=part(1_000, code=code), by=None, at=AT) for code in ("84", "76", "11")]
    line(state="settled", amount=100, funder=bank())
    line(action(town("acv-001")), state="accepted", amount=7, funder=bank())

    with django_assert_num_queries(3):
        assert uses([national])
    with django_assert_num_queries(3):
        became = uses([national, *parts])

    assert [became[one.pk].engaged for one in (national, *parts[:2])] == [107, 100, 0]
    assert became[national.pk].delegated == 3_000
    for one in (national, *parts):
        assert became[one.pk].engaged == sum(kept.accepted for kept in lines_of(one))


def test_the_use_of_no_envelope_is_nothing():
    assert uses([]) == {}
