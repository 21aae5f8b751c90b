"""Facilities: what the worked examples cannot hold, seen on the real extracts."""

import numpy as np
import pytest

from tests.observatory.indicators.test_mobility import nearest_km, points

SCHOOLS = {
    "École maternelle",
    "Classe maternelle de regroupement pédagogique intercommunal (RPI",
    "École élémentaire",
    "Classe élémentaire de regroupement pédagogique intercommunal (RP",
    "Collège",
    "Lycée d'enseignement général et/ou technologique",
    "Lycée d'enseignement professionnel",
    "Lycée technique et/ou professionnel agricole",
}


def test_the_queries_count_the_facilities_that_their_words_name(named_by):
    assert named_by("facilities/doctor_access") == {"Médecin omnipraticien"}
    assert named_by("facilities/culture") == {"Cinéma", "Théâtre"}
    assert named_by("facilities/childcare") == {"Garde d'enfant d'âge préscolaire"}
    assert named_by("facilities/sport") == {
        "Bassin de natation",
        "Athlétisme",
        "Plateau extérieur ou salle multisports",
    }
    assert named_by("facilities/schools") == named_by("facilities/centre_school_share") == SCHOOLS


def test_the_nomenclature_has_the_180_kinds_that_bound_their_number(labels):
    assert len(labels) == 180


@pytest.mark.shared
def test_doctors_are_shared_without_the_grid_as_with_it(figures, figure):
    """The two steps on whole matrices, for all communes within 60 km of Limoges, read where no edge can be felt."""
    hall = figures.sql("select hall_x, hall_y from territory.communes where commune = '87085'").fetchone()
    around = figures.sql(f"""
        with general as (
            select commune, sum(n) as doctors from sources.bpe_2013 where label = 'Médecin omnipraticien' group by 1
        ),
        people as (select commune, population as inhabitants from sources.population where census_year = 2017)
        select hall_x, hall_y, inhabitants, coalesce(doctors, 0), value
        from territory.communes
        join people using (commune)
        left join general using (commune)
        join indicators.doctor_access on place = commune and place_kind = 'commune'
        where inhabitants > 0 and sqrt(pow(hall_x - {hall[0]}, 2) + pow(hall_y - {hall[1]}, 2)) <= 60000""")
    x, y, people, doctors, value = points(around).T
    within = np.hypot(x[:, None] - x, y[:, None] - y) <= 15_000
    per_inhabitant = doctors / (within @ people)
    inner = np.hypot(x - hall[0], y - hall[1]) <= 30_000
    assert inner.sum() > 50
    np.testing.assert_allclose(value[inner], 10_000 * (within @ per_inhabitant)[inner], rtol=1e-9)
    assert figure("doctor_access", "87085")["value"] == pytest.approx(14.2, abs=0.1)


@pytest.mark.shared
def test_sharing_doctors_neither_makes_nor_loses_any(figure):
    france = figure("doctor_access", "france", kind="france")
    assert france["numerator"] == pytest.approx(france["n"])
    assert france["n"] > 55_000


@pytest.mark.shared
def test_baskets_grow_with_the_level_of_centrality(figures):
    sizes = dict(
        figures.sql("""
            select centrality, any_value(denominator) from indicators.basket_completeness
            join territory.communes on commune = place
            where place_kind = 'commune' and denominator is not null group by centrality""").fetchall()
    )
    ordered = [
        sizes[f"Centre {level} d'équipements et de services"]
        for level in ("local", "intermédiaire", "structurant", "majeur")
    ]
    assert ordered == sorted(ordered)
    assert ordered[0] < 20 < 100 < ordered[-1]


@pytest.mark.shared
def test_a_town_overseas_has_no_basket_and_that_is_said(figure):
    saint_laurent = figure("basket_completeness", "97311")
    assert (saint_laurent["value"], saint_laurent["obs_status"]) == (None, "L")


@pytest.mark.shared
def test_paris_has_more_kinds_of_facilities_than_cahors_and_cahors_than_limay(figure):
    kinds = [figure("facility_diversity", commune)["value"] for commune in ("75056", "46042", "78335")]
    assert kinds == sorted(kinds, reverse=True)


@pytest.mark.shared
def test_centre_and_rest_hold_all_the_schools_of_a_town_whose_schools_are_placed(figures):
    towns = figures.sql("""
        select place, sum(numerator) filter (place_kind <> 'commune'), sum(numerator) filter (place_kind = 'commune')
        from indicators.schools where place_kind in ('centre', 'rest', 'commune') group by place
        having count(*) filter (place_kind <> 'commune' and obs_status = 'A') = 2""").fetchall()
    assert len(towns) > 200
    assert [place for place, parts, whole in towns if parts != whole] == []


@pytest.mark.shared
def test_every_commune_of_the_programme_has_its_share_of_schools_or_the_reason_why_not(figures):
    counted = dict(
        figures.sql("""
            select obs_status, count(*) from indicators.centre_school_share
            where place_kind = 'commune' group by obs_status""").fetchall()
    )
    assert sum(counted.values()) == 246
    assert counted["L"] == 16  # overseas: no outline of the IRIS
    assert counted["M"] == 1  # a commune of one IRIS


@pytest.mark.shared
def test_no_nearer_counter_hides_outside_the_squares_that_are_searched(figures):
    measured = points(
        figures.sql("""
            select hall_lon, hall_lat, value from indicators.france_services_distance
            join territory.communes on commune = place
            where place_kind = 'commune' and value is not null and (hash(commune) % 40 = 0 or value > 30)""")
    )
    counters = points(
        figures.sql("select lon, lat from sources.france_services where format not in ('Bus_équivalent', 'Itinérante')")
    )
    assert len(measured) > 500
    np.testing.assert_allclose(measured[:, 2], nearest_km(measured[:, :2], counters), rtol=1e-6, atol=1e-4)


@pytest.mark.shared
def test_a_bus_is_not_a_counter(figure):
    assert figure("france_services_distance", "46042")["value"] > 10  # Cahors has only a bus


@pytest.mark.shared
def test_childcare_and_culture_are_counted_for_the_whole_country(figures, figure):
    for slug, label in (("childcare", "Garde d''enfant d''âge préscolaire"), ("culture", "Cinéma")):
        in_file = figures.sql(f"select sum(n) from sources.bpe_2013 where label = '{label}'").fetchone()[0]
        assert figure(slug, "france", kind="france")["numerator"] >= 0.98 * in_file
