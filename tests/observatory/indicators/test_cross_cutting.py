"""The town as a whole, on the real extracts: public figures, second computations, and gaps that stay apart."""

import csv
from collections import defaultdict

import numpy as np
import pytest

from tests.observatory.indicators.conftest import SHARED

pytestmark = pytest.mark.shared


@pytest.mark.parametrize(
    ("commune", "in_2016", "in_2021"), [("75056", 2_190_327, 2_133_111), ("87085", 132_660, 129_760)]
)
def test_growth_follows_from_the_legal_populations_that_insee_printed(commune, in_2016, in_2021, figure):
    yearly = 100 * ((in_2021 / in_2016) ** (1 / 5) - 1)

    value = figure("population_growth", commune, period="2016-2021")["value"]

    assert value == pytest.approx(yearly, abs=0.001)


def test_no_growth_is_told_across_a_merger(ask):
    [(fastest,)] = ask("select max(abs(value)) from indicators.population_growth where place_kind = 'commune'")

    assert fastest < 8.4


def test_a_fifth_of_the_country_is_aged_65_or_over(told):
    value, status, _ = told("ageing", "france", kind="france")

    assert value == pytest.approx(20.5, abs=0.5)
    assert status == "A"


def test_income_is_the_published_one_secret_in_hamlets_and_missing_in_guyane(ask, told):
    [(secret,)] = ask(
        "select count(*) from indicators.median_income where place_kind = 'commune' and conf_status = 'C'"
    )

    assert told("median_income", "78361") == (17_310, "A", "F")
    assert told("median_income", "97311") == (None, "O", "F")
    assert 3_000 < secret < 4_000


def test_poverty_of_a_pair_weighs_each_town_by_its_persons(figure):
    limay, mantes = (21 / 100 * 17_425, 17_425), (32 / 100 * 40_583, 40_583)

    value = figure("poverty", "acv-117", kind="territory")["value"]

    assert value == pytest.approx(100 * (limay[0] + mantes[0]) / (limay[1] + mantes[1]))


def test_poverty_of_the_country_says_that_it_covers_the_disclosed_communes_only(told):
    value, status, _ = told("poverty", "france", kind="france")

    assert value == pytest.approx(17.2, abs=0.2)
    assert status == "U"


def test_the_income_gap_of_cahors_is_the_same_by_hand(ask, figure):
    rows = ask("""
        select i.is_centre, c.pop, f.median_income from sources.census_iris c
        join territory.iris i using (iris) join sources.filosofi_iris f using (iris)
        where c.commune = '46042' and f.median_income is not null""")
    [centre] = [income for is_centre, _, income in rows if is_centre]
    rest = [(pop, income) for is_centre, pop, income in rows if not is_centre]
    mean = sum(pop * income for pop, income in rest) / sum(pop for pop, _ in rest)

    value = figure("social_gap", "46042")["value"]

    assert value == pytest.approx(100 * (centre / mean - 1))
    assert value < -20


def test_the_separation_index_is_the_same_in_a_second_computation(ask, figure):
    rows = ask("""
        select pop, poverty_rate from sources.census_iris join sources.filosofi_iris using (iris)
        where census_iris.commune = '13004' and poverty_rate is not null""")
    people, rate = np.array(rows).T
    poor, other = people * rate / 100, people * (1 - rate / 100)

    value = figure("segregation", "13004")["value"]

    assert value == pytest.approx(50 * np.abs(poor / poor.sum() - other / other.sum()).sum())


def test_a_town_whose_income_is_withheld_in_the_centre_has_a_secret_gap(ask):
    rows = ask("""
        select obs_status, count(*) from indicators.social_gap where place_kind = 'commune' and value is null
        group by obs_status order by obs_status""")

    assert dict(rows) == {"L": 12, "M": 1, "O": 4, "Q": 2}


def test_burglaries_are_known_for_the_towns_of_the_extract_and_not_collected_for_the_others(ask):
    rows = ask("""
        select period, obs_status, count(*) from indicators.recorded_offences
        where place_kind = 'commune' and place in (select commune from territory.towns) group by all order by all""")

    assert rows == [("2016", "A", 150), ("2016", "L", 96), ("2017", "A", 110), ("2017", "L", 136)]


def test_the_actions_of_a_pair_are_counted_once(ask):
    with (SHARED / "territory" / "acv_communes.csv").open(encoding="utf-8") as table:
        listed = [row for row in csv.DictReader(table) if row["liste_222_2018"] == "1"]
    told = defaultdict(set)
    for row in listed:
        if row["actions_en_cours_2024"] or row["actions_livrees_2024"]:
            told[row["id_acv"]].add((row["actions_en_cours_2024"], row["actions_livrees_2024"]))
    delivered = sum(int(done or 0) for pairs in told.values() for _, done in pairs)

    [(numerator,)] = ask("select numerator from indicators.delivery where place_kind = 'programme'")
    [(limay_mantes,)] = ask("select numerator from indicators.delivery where place = 'acv-117'")

    assert numerator == pytest.approx(delivered)
    assert limay_mantes == 21


def test_the_centres_share_is_never_told_for_a_town_of_one_neighbourhood_or_without_outlines(ask):
    for slug in ("centrality_share", "centre_dwellings_share"):
        rows = ask(f"""
            select obs_status, count(*) from indicators.{slug} where place_kind = 'commune'
            group by obs_status order by obs_status""")

        assert rows == [("A", 229), ("L", 12), ("M", 1), ("O", 4)]
