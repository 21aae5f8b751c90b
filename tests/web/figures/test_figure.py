import pytest
from django.template import Context, Template
from django.utils import translation

from beffroi.web.figures.figure import ABSENCES, BareFigure, Figure

STATUS = {"secret": "Q", "missing": "O", "not_collected": "L", "not_applicable": "M"}


def shown(figure):
    return Template("{% load figures %}{% value figure %}").render(Context({"figure": figure}))


def test_a_bare_number_is_refused(indicator, figure):
    with pytest.raises(BareFigure, match="observation: got float"):
        Figure(observation=15.2, indicator=indicator(), place=figure(1.0).place)
    with pytest.raises(BareFigure, match="indicator: got str"):
        Figure(observation=figure(1.0).observation, indicator="HAB-03", place=figure(1.0).place)
    with pytest.raises(BareFigure, match="never a bare number"):
        shown(15.2)


def test_a_value_comes_with_its_unit(figure):
    assert shown(figure(15.24)) == "15,2\u202f%"
    with translation.override("en"):
        assert shown(figure(15.24)) == "15.2%"


def test_zero_is_shown_as_zero(figure):
    nothing = figure(0.0)
    assert nothing.absence is None
    assert nothing.text == "0,0\u202f%"


@pytest.mark.parametrize("reason", ABSENCES)
def test_an_absence_is_shown_with_its_own_sign_and_word(figure, reason):
    absent = figure(None, obs_status=STATUS[reason])
    page = shown(absent)
    assert f">{ABSENCES[reason].sign}<" in page
    assert str(ABSENCES[reason].word) in page
    assert absent.short == ABSENCES[reason].sign
    assert str(ABSENCES[reason].word) in absent.sentence


def test_the_four_absences_differ_in_sign_word_and_sentence():
    for part in ("sign", "word", "sentence"):
        assert len({str(getattr(absence, part)) for absence in ABSENCES.values()}) == 4


def test_a_secret_says_whether_the_producer_or_we_hide_it(figure):
    said = {conf: figure(None, obs_status="Q", conf_status=conf).absence_sentence for conf in "CAD"}
    assert len(set(said.values())) == 3
    assert "producteur" in said["C"]
    assert "différence" in said["D"]


def test_an_absence_of_unknown_reason_counts_as_missing(figure):
    assert figure(None, obs_status="A").absence == ABSENCES["missing"]


def test_an_interval_stands_beside_its_value_and_never_without_it(figure):
    assert figure(9.0, low=7.4, high=11.2).interval == "de 7,4 à 11,2\u202f%"
    assert figure(9.0, low=7.4).interval == ""
    assert figure(None, obs_status="Q", low=7.4, high=11.2).interval == ""


def test_an_estimate_and_a_poor_coverage_are_said(figure):
    assert "modèle" in figure(9.0, obs_status="E").remark
    assert "partielle" in figure(9.0, obs_status="U").remark
    assert figure(9.0).remark == ""


def test_the_sentence_names_the_centre_and_contracts_the_article(figure):
    assert figure(8.0, town="Le Havre").sentence == "Au Havre, 8,0\u202f% des logements étaient vacants en 2021."
    assert figure(8.0, place_kind="centre").sentence.startswith("À Agen (centre), ")


def test_a_long_unit_is_written_out_in_a_sentence(figure):
    shops = figure(2.0, declared={"unit": "per_1000_inhabitants"})
    assert "hab." in shops.text
    assert "habitants" in shops.sentence
    assert shops.amount == "2,0"


def test_numerator_and_denominator_are_said_in_words(figure):
    assert figure(15.0, numerator=3.0, denominator=20.0).parts == "3 logements vacants ÷ 20 logements"
    assert figure(15.0).parts == ""
    assert figure(None, obs_status="Q").parts == ""
