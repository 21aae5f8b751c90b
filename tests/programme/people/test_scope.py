"""Each person sees the towns of their real perimeter, on the day asked; never one more."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.programme.people.roles import Circle, Role, ScopeKind
from beffroi.programme.people.scope import Grant, Place, Scope, places, resolve, scope
from beffroi.territory.communes import departments, regions
from tests.programme import making
from tests.programme.making import ON, SINCE

REDON = "acv-164"  # in Ille-et-Vilaine (35); its intercommunal body has communes in 44 and 56
AURILLAC = "acv-017"  # in Cantal (15), a pair
CODES = sorted(place.code for place in places())


def granted(kind: ScopeKind, *codes: str, role: Role = Role.STATE_LOCAL, organisation: int = 1) -> Grant:
    return Grant(role=role, kind=kind, codes=frozenset(codes), organisation=organisation, starts=SINCE)


def reached(*grants: Grant, on: date = ON) -> Scope:
    return resolve(grants, places=places(), on=on)


def test_a_town_sees_its_territory_and_no_other():
    director = making.project_director(AURILLAC)

    seen = scope(director, on=ON)

    assert seen.territories == {AURILLAC}
    assert seen.roles_in(AURILLAC) == {Role.PROJECT_DIRECTOR}
    assert seen.roles_in(REDON) == frozenset()


@pytest.mark.parametrize("department", ["35", "44", "56"])
def test_the_officer_of_each_department_that_the_intercommunal_body_crosses_sees_the_territory(department: str):
    assert reached(granted(ScopeKind.DEPARTMENT, department)).sees(REDON)


def test_the_officer_of_another_department_does_not():
    assert not reached(granted(ScopeKind.DEPARTMENT, "22")).sees(REDON)


def test_both_regions_of_an_intercommunal_body_see_the_territory():
    dreux = "acv-078"  # Centre-Val de Loire; its body has communes in Eure, Normandie

    assert reached(granted(ScopeKind.REGION, "24")).sees(dreux)
    assert reached(granted(ScopeKind.REGION, "28")).sees(dreux)
    assert not reached(granted(ScopeKind.REGION, "32")).sees(dreux)


def test_a_region_holds_its_departments():
    occitanie = reached(granted(ScopeKind.REGION, "76", role=Role.STATE_REGION))

    assert occitanie.roles_in_department("46") == {Role.STATE_REGION}
    assert occitanie.roles_in_region("76") == {Role.STATE_REGION}
    assert occitanie.roles_in_region("84") == frozenset()
    assert occitanie.roles_in_department("999") == frozenset()


def test_an_officer_of_a_department_has_no_say_over_the_region():
    officer = reached(granted(ScopeKind.DEPARTMENT, "46"))

    assert officer.roles_in_department("46") == {Role.STATE_LOCAL}
    assert officer.roles_in_region("76") == frozenset()


def test_a_partner_without_region_reaches_the_whole_of_france():
    bank = reached(granted(ScopeKind.PARTNER, role=Role.PARTNER))

    assert len(bank.territories) == 233
    assert bank.is_national
    assert bank.national_roles == {Role.PARTNER}


def test_a_partner_of_one_region_reaches_that_region():
    bank = reached(granted(ScopeKind.PARTNER, "94", role=Role.PARTNER))

    assert bank.territories == reached(granted(ScopeKind.REGION, "94")).territories
    assert not bank.is_national


def test_the_national_team_sees_every_territory():
    assert len(scope(making.national_team(), on=ON).territories) == 233


def test_a_role_holds_from_its_first_day_to_its_last():
    director = making.project_director(AURILLAC, starts=date(2024, 1, 1), ends=date(2024, 3, 1))

    seen = [scope(director, on=day).sees(AURILLAC) for day in (date(2023, 12, 31), date(2024, 1, 1), ON)]

    assert seen == [False, True, True]
    assert not scope(director, on=date(2024, 3, 2)).sees(AURILLAC)


def test_a_newcomer_sees_what_exists_already():
    officer = making.state_officer("15", starts=ON)

    assert AURILLAC in scope(officer, on=ON).territories


def test_a_closed_account_sees_nothing():
    closed = making.national_team(person=making.user(is_active=False))

    assert scope(closed, on=ON).territories == frozenset()


def test_somebody_in_two_roles_has_both_where_both_reach():
    person = making.elected(AURILLAC)
    making.partner("84", person=person)

    seen = scope(person, on=ON)

    assert seen.roles_in(AURILLAC) == {Role.ELECTED, Role.PARTNER}
    assert seen.roles == {Role.ELECTED, Role.PARTNER}


def test_scopes_cost_one_query(django_assert_num_queries):
    person = making.elected(AURILLAC)

    with django_assert_num_queries(1):
        scope(person, on=ON)


def test_the_public_reads_what_is_public_and_nothing_else():
    assert reached().circles(AURILLAC, organisation=1) == {Circle.PUBLIC}


def test_agents_of_the_territory_read_each_other_but_not_the_notes_of_another_organisation():
    officer = reached(granted(ScopeKind.DEPARTMENT, "15", organisation=7))

    assert officer.circles(AURILLAC, organisation=8) == {Circle.PUBLIC, Circle.AGENTS}
    assert officer.circles(AURILLAC, organisation=7) == set(Circle)
    assert officer.circles(AURILLAC) == {Circle.PUBLIC, Circle.AGENTS}
    assert officer.circles(REDON, organisation=7) == {Circle.PUBLIC}


def test_an_evaluator_reads_what_is_public():
    evaluator = reached(granted(ScopeKind.NATION, role=Role.EVALUATOR, organisation=7))

    assert evaluator.sees(AURILLAC)
    assert evaluator.circles(AURILLAC, organisation=7) == {Circle.PUBLIC}


days = st.dates(min_value=date(2018, 1, 1), max_value=date(2027, 1, 1))


@st.composite
def grants(draw: st.DrawFn) -> Grant:
    kind = draw(st.sampled_from(list(ScopeKind)))
    known = {
        ScopeKind.TERRITORIES: CODES,
        ScopeKind.DEPARTMENT: sorted(departments()),
        ScopeKind.REGION: sorted(regions()),
        ScopeKind.PARTNER: sorted(regions()),
        ScopeKind.NATION: [],
    }[kind]
    codes = draw(st.frozensets(st.sampled_from(known), max_size=4)) if known else frozenset()
    starts = draw(days)
    ends = draw(st.none() | st.integers(0, 2000).map(lambda length: starts + timedelta(days=length)))
    role = draw(st.sampled_from(list(Role)))
    return Grant(role=role, kind=kind, codes=codes, organisation=draw(st.integers(1, 3)), starts=starts, ends=ends)


@given(st.lists(grants(), max_size=4), st.lists(grants(), max_size=3), days)
def test_one_more_role_never_takes_a_territory_away(held: list[Grant], more: list[Grant], on: date):
    assert reached(*held, on=on).territories <= reached(*held, *more, on=on).territories


@given(st.lists(grants(), max_size=5), days)
def test_what_is_seen_is_seen_by_a_grant_in_force(held: list[Grant], on: date):
    seen = reached(*held, on=on)

    for code, by in seen.by_territory.items():
        assert by
        assert all(grant in held and grant.holds_on(on) for grant in by)
        assert seen.roles_in(code) <= seen.roles


@given(st.lists(grants(), max_size=5), days)
def test_the_order_of_memberships_changes_nothing(held: list[Grant], on: date):
    forth, back = reached(*held, on=on), reached(*reversed(held), on=on)

    assert {code: forth.roles_in(code) for code in forth.territories} == {
        code: back.roles_in(code) for code in back.territories
    }


@given(grants(), st.sampled_from(list(places())), days)
def test_a_territory_is_seen_exactly_when_its_own_perimeter_is_reached(held: Grant, place: Place, on: date):
    expected = (
        held.holds_on(on)
        and {
            ScopeKind.TERRITORIES: place.code in held.codes,
            ScopeKind.DEPARTMENT: not place.departments.isdisjoint(held.codes),
            ScopeKind.REGION: not place.regions.isdisjoint(held.codes),
            ScopeKind.PARTNER: not held.codes or not place.regions.isdisjoint(held.codes),
            ScopeKind.NATION: True,
        }[held.kind]
    )

    assert reached(held, on=on).sees(place.code) is expected


@given(st.lists(grants(), max_size=4), st.sampled_from(CODES), st.integers(1, 4), days)
def test_internal_texts_are_read_only_from_inside(held: list[Grant], code: str, organisation: int, on: date):
    seen = reached(*held, on=on)
    circles = seen.circles(code, organisation=organisation)

    assert Circle.PUBLIC in circles
    if Circle.ORGANISATION in circles:
        assert Circle.AGENTS in circles
        assert organisation in seen.organisations
    if not seen.sees(code):
        assert circles == {Circle.PUBLIC}
