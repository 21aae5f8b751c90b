import pytest
from django.utils import translation

from beffroi.territory.towns import territories, towns
from beffroi.web.figures.panel import panel
from beffroi.web.figures.reading import PEER_GROUPS


@pytest.fixture
def overseas():
    return next(town.code for town in towns() if town.code.startswith("97"))


def test_the_figures_of_a_panel_are_those_of_the_release(reading):
    for code in reading.codes:
        shown = panel(reading, code=code, commune="47001")
        for figure in (*shown.own, *(peer for group in shown.peers for peer in group.figures)):
            seen = figure.observation
            assert seen in reading.release.at(seen.place_kind, seen.place, code=code)
            assert seen.period == shown.period == reading.latest(code)


def test_a_town_has_ten_peers_in_each_group_nearest_first(reading):
    shown = panel(reading, code="HAB-03", commune="47001")
    for group in shown.peers:
        assert len(group.figures) == 10
        ranks = [peer.rank for peer in reading.release.peers["47001"] if peer.peer_group == group.key]
        assert ranks == sorted(ranks)
    assert {group.key for group in shown.peers} == set(PEER_GROUPS)


def test_the_headline_is_the_centre_where_the_release_knows_it(reading):
    assert panel(reading, code="HAB-03", commune="47001").headline.observation.place_kind == "centre"


def test_overseas_the_centre_is_not_collected_and_the_commune_is_the_headline(reading, overseas):
    shown = panel(reading, code="HAB-03", commune=overseas)
    assert {f.observation.place_kind: f.observation.absence for f in shown.own}["centre"] == "not_collected"
    assert shown.headline.observation.place_kind == "commune"
    assert shown.has_chart


def test_the_description_says_what_the_chart_shows(reading):
    shown = panel(reading, code="HAB-03", commune="47001")
    for figure in shown.own:
        assert figure.text in shown.description
    assert shown.description in shown.chart()
    with translation.override("en"):
        assert "Comparable towns" in panel(reading, code="HAB-03", commune="47001").description


def test_the_table_has_every_value_of_the_chart(reading):
    shown = panel(reading, code="HAB-03", commune="47001")
    for figure in (*shown.own, *shown.references, *(peer for group in shown.peers for peer in group.figures)):
        assert f"<td>{figure.text}</td>" in shown.table


def test_what_territories_do_together_is_measured_for_the_territory(reading):
    codes = [code for code in reading.codes if reading.indicator(code).base == "territory"]
    pair = next(place for place in territories() if place.is_pair)
    for code in codes:
        own = panel(reading, code=code, commune=pair.communes[1].code).own
        assert [(figure.observation.place_kind, figure.observation.place) for figure in own] == [
            ("territory", pair.code)
        ]


def test_a_total_of_the_programme_is_no_yardstick_for_a_town(reading):
    for code in reading.codes:
        if reading.indicator(code).kind == "count":
            assert panel(reading, code=code, commune="47001").references == ()


def test_a_trend_is_shown_only_between_comparable_periods(reading):
    for code in reading.codes:
        groups = reading.indicator(code).comparable
        for line in panel(reading, code=code, commune="47001").lines:
            assert any({period for period, _ in line.points} <= set(group) for group in groups)
