import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from beffroi.web.figures import strip
from beffroi.web.figures.scale import scale_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def drawing():
    spread = [4.0, 4.0, 4.0, 7.5, 9.0, 12.0]
    scale = scale_of(spread, shown=[15.2, 9.3], floor=0)
    return strip.Strip(
        scale=scale,
        ticks=[str(tick) for tick in scale.ticks],
        marks=[strip.Mark("centre", "Centre 15,2 %", 15.2), strip.Mark("rest", "Reste 9,3 %", 9.3)],
        references=[strip.Reference("programme", "Programme 9,1 %", 9.1)],
        bands=[strip.Band("Hors programme (2)", [("outside", 6.0), ("outside", 8.0)])],
        spread=spread,
        spread_label="6 communes",
        beyond_label="",
        title="Vacance <Agen>",
        description="Centre 15,2 %.",
    )


def dots(svg):
    """How many dots the columns of the path hold, read back from their lengths and the pitch of the dashes."""
    pitch = float(re.search(r'stroke-dasharray="\.01 ([\d.]+)"', svg)[1]) + 0.01
    return sum(1 + round((float(length) - 0.1) / pitch) for length in re.findall(r"v-([\d.]+)", svg))


def test_a_chart_has_a_title_and_a_sentence_for_those_who_do_not_see_it(drawing):
    root = ElementTree.fromstring(strip.drawn(drawing, identity="hab-03-47001"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [root[0].get("id"), root[1].get("id")]
    assert (root[0].text, root[1].text) == ("Vacance <Agen>", "Centre 15,2 %.")


def test_each_commune_is_one_dot(drawing):
    assert dots(strip.drawn(drawing, identity="a")) == 6
    assert dots(strip.drawn(replace(drawing, spread=[1.0] * 235), identity="a")) == 235


def test_the_highest_stack_stays_in_its_band():
    path, _pitch = strip.dots((3,) * 400, step=1.0)
    assert float(path.split("v-")[1]) < strip.STACK


def test_shapes_tell_the_levels_and_the_peers_apart_without_their_colours(drawing):
    svg = strip.drawn(drawing, identity="a")
    assert [svg.count(f'href="#m-{kind}"') for kind in ("centre", "rest", "outside")] == [1, 1, 2]


def test_nothing_is_styled_inline(drawing):
    assert "style" not in strip.drawn(drawing, identity="a")


def test_an_interval_is_a_bar_from_its_low_to_its_high_end(drawing):
    with_bar = replace(drawing, marks=[strip.Mark("commune", "Commune 9", 9.0, low=7.0, high=11.0)])
    root = ElementTree.fromstring(strip.drawn(with_bar, identity="a", width=400))
    bar = next(line for line in root.iter(f"{SVG}line") if line.get("class") == "strip-bar")
    frame = strip.Frame(400)
    assert [bar.get("x1"), bar.get("x2")] == [frame.x(drawing.scale.share(value)) for value in (7.0, 11.0)]


def test_the_screen_takes_shares_of_the_width_and_print_takes_units(drawing):
    assert "%" in re.sub(r"<(text|title|desc).*?</\1>", "", strip.drawn(drawing, identity="a"))
    printed = strip.drawn(drawing, identity="a", width=400)
    assert "%" not in re.sub(r"<(text|title|desc).*?</\1>", "", printed)


def test_the_same_figures_give_the_same_drawing(drawing):
    assert strip.drawn(drawing, identity="a") == strip.drawn(drawing, identity="a")


def test_a_town_without_any_value_still_has_its_line_in_a_comparison(drawing):
    bands = [strip.Band("Agen", [], is_joined=True), strip.Band("Albi", [("commune", 4.0)], is_joined=True)]
    svg = strip.drawn(replace(drawing, marks=[], bands=bands), identity="a")
    assert ">Agen<" in svg
    assert ">Albi<" in svg
