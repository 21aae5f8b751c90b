"""Commerce: what the worked examples cannot hold, seen on the real extracts."""

import csv

import numpy as np
import pytest

from tests.observatory.indicators.conftest import NOMENCLATURE


def test_the_queries_count_the_facilities_that_their_words_name(named_by):
    assert named_by("commerce/anchors") == {"Hypermarché", "Supermarché"}
    assert named_by("commerce/food_service_share") == {"Restaurant"}
    assert named_by("commerce/service_drift") == {
        "Banque, Caisse d'Epargne",
        "Agence immobilière",
        "Agence de travail temporaire",
    }


def test_shops_are_the_23_kinds_that_bound_their_diversity():
    with NOMENCLATURE.open(encoding="utf-8") as file:
        kinds = [row["label"] for row in csv.DictReader(file) if row["domain"] == "B"]
    assert len(kinds) == 23
    assert "Station service" in kinds
    assert "Restaurant" not in kinds


@pytest.mark.shared
def test_limoges_has_867_shops_for_its_inhabitants_of_2017(figure):
    limoges = figure("shops", "87085")
    assert (limoges["numerator"], limoges["denominator"]) == (867, 132_175)
    assert limoges["value"] == pytest.approx(6.559, abs=0.001)


@pytest.mark.shared
def test_the_towns_of_the_programme_were_market_towns_before_it(figure):
    programme, france = (figure("shops", place, kind=place) for place in ("programme", "france"))
    assert programme["value"] > 1.5 * france["value"]
    assert figure("location_quotient", "programme", kind="programme")["value"] > 1.2


@pytest.mark.shared
def test_the_whole_file_of_2013_is_counted(figures, figure):
    in_file = figures.sql("select sum(n) from sources.bpe_2013 where domain = 'B'").fetchone()[0]
    assert in_file == 344_498
    assert figure("location_quotient", "france", kind="france")["numerator"] == pytest.approx(in_file)


@pytest.mark.shared
def test_a_town_without_population_of_2017_is_missing_and_not_without_shops(figure):
    mamoudzou = figure("shops", "97611")
    assert (mamoudzou["value"], mamoudzou["numerator"], mamoudzou["obs_status"]) == (None, None, "O")


@pytest.mark.shared
def test_a_commune_merged_since_2019_has_no_rate_rather_than_a_false_one(figure):
    saint_denis = figure("shops", "93066")  # took in Pierrefitte-sur-Seine in 2025: its shops are those of both
    assert (saint_denis["value"], saint_denis["obs_status"]) == (None, "O")


@pytest.mark.shared
def test_diversity_is_the_exponential_of_shannons_entropy(figures, figure):
    counts = figures.sql("select n from sources.bpe_2013 where commune = '46042' and domain = 'B'").fetchnumpy()["n"]
    shares = counts / counts.sum()
    cahors = figure("shop_diversity", "46042")
    assert cahors["value"] == pytest.approx(np.exp(-(shares * np.log(shares)).sum()))
    assert cahors["value"] <= len(counts)
    assert cahors["n"] == counts.sum() == 257


@pytest.mark.shared
def test_the_communes_of_an_attraction_area_share_all_its_shops(figures):
    shares = figures.sql("""
        select aav, sum(value) from indicators.shop_share_of_area
        join territory.communes on commune = place
        where place_kind = 'commune' and value is not null group by aav""").fetchall()
    assert len(shares) > 600
    assert [total for _, total in shares] == pytest.approx([100] * len(shares))


@pytest.mark.shared
def test_mantes_weighs_almost_nothing_in_the_area_of_paris_and_arles_nearly_all_of_its_own(figure):
    assert figure("shop_share_of_area", "78361")["value"] < 1
    assert figure("shop_share_of_area", "13004")["value"] > 90
