"""Every total opens its lines, exact to the cent, by any dimension."""

from decimal import Decimal

import pytest

from beffroi.programme.money import queries
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.states import Stage
from beffroi.programme.money.totals import PATHS, By, added, local_share, totals, whole
from beffroi.programme.people.roles import OrganisationKind
from tests.programme.making import organisation, territory
from tests.programme.making_actions import TOLD_ON, action, line
from tests.programme.making_actions import local_share as own_share


def lines():
    return FundingLine.objects.all()


def test_money_is_told_by_instrument_and_origin_with_each_stage():
    line(state="settled", amount=100, instrument="grant", origin="dedicated", paid=Decimal(90))
    line(state="committed", amount=50, instrument="grant", origin="dedicated")
    line(state="requested", amount=900, instrument="loan", origin="ordinary")

    grant, loan = totals(lines(), by=[By.INSTRUMENT, By.ORIGIN])

    assert (grant.key, grant.lines) == (("grant", "dedicated"), 2)
    assert (grant.planned, grant.requested, grant.accepted, grant.committed, grant.paid) == (150, 150, 150, 150, 90)
    assert (loan.key, loan.requested, loan.accepted, loan.paid) == (("loan", "ordinary"), 900, 0, 0)


@pytest.mark.parametrize("by", list(By))
def test_a_total_by_anything_opens_the_lines_that_it_adds_up(by):
    elsewhere = action(territory("acv-001"))
    for one in (line(state="settled", amount=10), line(elsewhere, amount=20), own_share(elsewhere, amount=5)):
        assert one.pk

    found = totals(lines(), by=[by])

    assert sum(total.lines for total in found) == 3
    for total in found:
        opened = total.of(lines())
        assert opened.count() == total.lines
        assert sum(one.planned for one in opened) == total.planned


@pytest.mark.parametrize("by", list(By))
def test_totals_added_up_are_the_total_of_all_the_lines(by):
    for state, amount in (("settled", "10.10"), ("requested", "20.20"), ("refused", "5.05")):
        line(state=state, amount=Decimal(amount), **({"paid": Decimal("9.99")} if state == "settled" else {}))

    assert added(totals(lines(), by=[by])) == whole(lines())


def test_every_dimension_has_its_path():
    assert set(PATHS) == set(By)


def test_nobody_asks_oneself_for_one_s_own_money_so_its_total_has_no_requested_amount():
    on = action()
    own_share(on, amount=20)
    line(on, amount=80)
    asked_after_all = own_share(action(), amount=5)

    own, grants = totals(lines().filter(action=on), by=[By.INSTRUMENT])[::-1]
    assert (own.key, own.told(Stage.REQUESTED), own.requested) == (("own_funds",), None, 0)
    assert (own.told(Stage.PLANNED), own.told(Stage.PAID)) == (20, 0), "the other stages apply: nothing is zero there"
    assert grants.told(Stage.REQUESTED) == 0, "a grant that was not asked for yet was asked for nothing"
    assert whole(lines()).told(Stage.REQUESTED) == added([own, grants]).told(Stage.REQUESTED) == 0
    assert whole(lines().filter(pk=0)).told(Stage.REQUESTED) == 0

    FundingLine.objects.filter(pk=asked_after_all.pk).update(
        state="requested", requested=5, requested_date=TOLD_ON["requested"]
    )
    assert whole(lines().filter(pk=asked_after_all.pk)).told(Stage.REQUESTED) == 5, "what was told is shown"


def test_the_total_of_no_line_is_zero():
    assert (whole(lines()).lines, whole(lines()).planned, whole(lines()).paid) == (0, 0, 0)
    assert totals(lines(), by=[By.FUNDER]) == []


def test_ten_thousand_amounts_add_up_to_the_cent():
    first = line(amount=1)
    amounts = [Decimal(n * 997 % 10_000_019) / 100 + Decimal("123456789.01") for n in range(1, 10_001)]
    FundingLine.objects.bulk_create(
        FundingLine(
            action_id=first.action_id,
            funder_id=first.funder_id,
            instrument="grant",
            origin="ordinary",
            planned=amount,
            changed_at=first.changed_at,
        )
        for amount in amounts
    )

    assert whole(lines()).planned == sum(amounts) + 1


def test_a_refused_line_is_among_the_lines_but_does_not_count():
    line(state="refused", amount=100)
    line(state="accepted", amount=30)

    assert whole(lines()).requested == 130
    assert whole(lines().counted()).requested == 30
    assert [(total.key[0], total.lines) for total in totals(lines(), by=[By.STATE])] == [
        ("accepted", 1),
        ("refused", 1),
    ]


def test_the_local_share_is_that_of_communes_and_their_intercommunal_bodies():
    on = action()
    own_share(on, amount=20)
    line(on, amount=15, funder=organisation(OrganisationKind.EPCI, code="241500230"), instrument="own_funds")
    line(on, amount=65)

    assert local_share(lines()).planned == 35
    assert lines().local().count() == 2


def test_a_plan_counts_on_the_surest_amount_of_each_line():
    on = action()
    line(on, amount=100)
    line(on, amount=100, state="accepted", accepted=Decimal(80))
    line(on, amount=100, state="settled", paid=Decimal(70))
    line(on, amount=100, state="refused")
    own_share(on, amount=40)

    plan = queries.financing(on)

    assert (plan.expected, plan.local, plan.committed) == (290, 40, 100)
    assert sum(one.amount_expected() for one in lines().filter(action=on)) == 290


def test_a_total_is_one_question_to_the_database(django_assert_num_queries):
    for _ in range(3):
        line()

    with django_assert_num_queries(1):
        totals(lines(), by=[By.REGION, By.FUNDER_KIND, By.INSTRUMENT, By.ORIGIN])
