"""A territory is the business of every department that its intercommunal bodies reach."""

from beffroi.territory.epcis import crossings, departments_of
from beffroi.territory.finding import territory


def test_a_body_that_crosses_departments_makes_its_territory_the_business_of_each():
    assert departments_of(territory("acv-164")) == ("35", "44", "56")


def test_a_pair_counts_the_bodies_of_both_towns():
    assert departments_of(territory("acv-104")) == ("72", "53")


def test_a_territory_that_stays_in_one_department_has_that_one():
    assert departments_of(territory("acv-001")) == ("80",)


def test_only_bodies_that_cross_are_listed():
    assert all(len(reached) > 1 for reached in crossings().values())
