import pytest
from django.utils import translation

from beffroi.web.figures.panel import panel
from beffroi.web.figures.quality import quality_box


@pytest.fixture
def box(reading, figure):
    def made(*, covered=228, **figure_fields):
        return {
            line.label: line.text for line in quality_box(reading, [figure(15.2, **figure_fields)], covered=covered)
        }

    return made


def test_the_box_has_seven_lines_in_both_languages_for_every_indicator(reading):
    for language in ("fr", "en"):
        with translation.override(language):
            for code in reading.codes:
                shown = panel(reading, code=code, commune="47001")
                lines = quality_box(reading, shown.own, covered=shown.covered)
                assert len(lines) == 7
                assert all(line.text.strip() for line in lines), code


def test_the_box_says_source_vintage_and_licence(box):
    assert box()["Source"] == "Insee, Recensement, millésime 2021 (Licence Ouverte 2.0)"


def test_the_box_says_how_many_were_observed_and_how_many_communes_are_covered(box, reading):
    assert box(n=21918)["Observations"] == (
        f"21\u202f918 logements (Agen)\u202f; 228 des {len(reading.holders)} communes du programme"
    )


def test_the_box_says_the_interval_or_that_there_is_none(box):
    assert box()["Précision"] == "aucun intervalle publié"
    assert "de 7,4 à 11,2" in box(low=7.4, high=11.2)["Précision"]


def test_the_box_says_what_compares_with_what(box):
    years = {"time": {"comparable": [["2019", "2020", "2021"]]}, "not_comparable_with": {"fr": "LOVAC", "en": "LOVAC"}}
    assert box(declared=years)["Comparaison"] == (
        "Comparables entre eux\u00a0: 2019, 2020 et 2021. Non comparable avec\u00a0: LOVAC."
    )
    assert "pas encore dans le temps" in box()["Comparaison"]


def test_the_box_says_the_floor_of_secrecy(box):
    assert "sous 11 logements" in box()["Secret"]
    assert "aucun seuil" in box(declared={"disclosure": {"floor": 0, "unit": "none"}})["Secret"]
