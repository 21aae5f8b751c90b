from xml.etree import ElementTree

from beffroi.web.figures import trend


def test_a_trend_stops_at_a_break_in_the_series():
    groups = [["2013", "2015"], ["2019", "2020", "2021"]]
    assert trend.comparable_run(["2013", "2015", "2019", "2020", "2021"], groups=groups) == ["2019", "2020", "2021"]


def test_a_period_that_compares_with_none_has_no_trend():
    assert trend.comparable_run(["2016", "2021"], groups=[]) == []
    assert trend.comparable_run(["2021"], groups=[["2021", "2026"]]) == []
    assert trend.comparable_run([], groups=[]) == []


def test_a_small_change_is_not_magnified():
    lines = [trend.Line("commune", "Commune", [("2019", 4.0), ("2021", 4.1)])]
    svg = trend.drawn(lines, title="Vacance", description="4,0 puis 4,1", identity="a", span=15.0)
    points = ElementTree.fromstring(svg)[2].get("d").removeprefix("M").split("L")
    first, last = (float(point.split()[1]) for point in points)
    assert 0 < first - last < 2


def test_windows_of_years_stand_at_their_middle():
    lines = [trend.Line("commune", "Commune", [("2006-2011", 1.0), ("2011-2016", 2.0), ("2016-2021", 0.0)])]
    svg = trend.drawn(lines, title="Croissance", description="", identity="a", span=1.0)
    across = [float(point.split()[0]) for point in ElementTree.fromstring(svg)[2].get("d")[1:].split("L")]
    assert across[1] - across[0] == across[2] - across[1]
