from datetime import UTC, date, datetime

from beffroi.foundations.clock import day_of, now, today


def test_the_day_of_an_instant_is_that_of_paris():
    assert day_of(datetime(2024, 2, 29, 23, 30, tzinfo=UTC)) == date(2024, 3, 1)
    assert day_of(datetime(2024, 7, 31, 21, 59, tzinfo=UTC)) == date(2024, 7, 31)


def test_now_knows_its_zone_and_today_is_its_day():
    assert now().tzinfo is UTC
    assert today() == day_of(now())
