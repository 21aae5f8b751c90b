"""Towns are compared with towns that were like them before the programme, and never with themselves."""

from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from beffroi.territory.peers import (
    FACTS_QUERY,
    FEATURES,
    CommuneFacts,
    TooFewFeatures,
    feature_table,
    nearest,
    peers_of_programme,
    towns_like,
)
from beffroi.territory.towns import territory_of, towns

CAHORS = CommuneFacts(
    commune="46042",
    population=20_000,
    population_2007=20_000,
    population_2012=20_000,
    population_2017=20_000,
    area_km2=64,
    urban_unit_population=25_000,
    urban_area_population=40_000,
    facilities=1_000,
    facility_types=130,
    centrality="Centre majeur d'équipements et de services",
    aav_category="11",
)


def town(code: str, **facts: object) -> CommuneFacts:
    return replace(CAHORS, commune=code, **facts)


def test_the_nearest_towns_of_a_small_country_worked_by_hand():
    # One feature, 0 to 4 and 10: quartiles 1.25 and 3.75. From A at 2, B and C are 1 away, D and E 2, F 8.
    features = np.array([[2.0], [1.0], [3.0], [0.0], [4.0], [10.0]])

    peers = nearest(features, codes=list("ABCDEF"), is_programme=[True, False, False, True, False, False], k=3)

    spread = (3.75 - 1.25) / 1.349
    of_a = [
        (p.peer, p.group, p.rank, round(p.distance * spread, 6), p.beyond_caliper) for p in peers if p.commune == "A"
    ]
    assert of_a == [
        ("B", "hors-programme", 1, 1, False),
        ("C", "hors-programme", 2, 1, False),
        ("E", "hors-programme", 3, 2, True),
        ("D", "programme", 1, 2, True),
    ]


@st.composite
def countries(draw: st.DrawFn) -> dict:
    """Towns with random features, some of the programme, some in pairs."""
    number = draw(st.integers(4, 14))
    features = draw(arrays.arrays(float, (number, 3), elements=st.integers(-50, 50).map(float)))
    is_programme = draw(st.lists(st.booleans(), min_size=number, max_size=number))
    family = [index // 2 for index in range(number)]
    return {
        "features": features,
        "codes": [f"{index:05}" for index in range(number)],
        "is_programme": is_programme,
        "family": family,
        "stratum": [index % 2 for index in range(number)],
    }


@given(countries(), st.integers(1, 5))
def test_peers_are_ranked_by_distance_and_never_the_town_or_its_partner(country: dict, k: int):
    peers = nearest(**country, k=k)

    index = {code: position for position, code in enumerate(country["codes"])}
    groups: dict[tuple[str, str], list] = {}
    for peer in peers:
        groups.setdefault((peer.commune, peer.group), []).append(peer)
        one, other = index[peer.commune], index[peer.peer]
        assert country["family"][one] != country["family"][other]
        assert country["stratum"][one] == country["stratum"][other]
        assert country["is_programme"][one]
        assert country["is_programme"][other] == (peer.group == "programme")
    for members in groups.values():
        assert len(members) <= k
        assert [member.rank for member in members] == list(range(1, len(members) + 1))
        assert [(m.distance, m.peer) for m in members] == sorted((m.distance, m.peer) for m in members)


@given(countries(), st.floats(0.01, 100), st.floats(-100, 100))
def test_a_change_of_unit_changes_no_peer(country: dict, factor: float, shift: float):
    other = country | {"features": country["features"] * factor + shift}

    before, after = nearest(**country), nearest(**other)

    assert len(before) == len(after)
    assert [peer.distance for peer in before] == pytest.approx([peer.distance for peer in after], abs=1e-6)


def test_a_feature_that_a_town_lacks_counts_as_one_spread_apart():
    features = np.array([[0.0, 0.0], [0.0, np.nan], [0.0, 0.0], [1.0, 1.0], [-1.0, -1.0]])

    peers = nearest(features, codes=list("ABCDE"), is_programme=[True, False, False, False, False], k=2)

    assert [(peer.peer, round(peer.distance, 6)) for peer in peers] == [("C", 0), ("B", round(0.5**0.5, 6))]


def test_a_town_of_which_too_little_is_known_is_never_a_peer():
    features = np.array([[0.0, 0.0, 0.0], [0.0, np.nan, np.nan], [5.0, 5.0, 5.0], [9.0, 9.0, 9.0]])

    peers = nearest(features, codes=list("ABCD"), is_programme=[True, False, False, False])

    assert [peer.peer for peer in peers] == ["C", "D"]


def test_a_programme_town_of_which_too_little_is_known_is_refused():
    features = np.array([[0.0, np.nan, np.nan], [0.0, 1.0, 2.0]])

    with pytest.raises(TooFewFeatures, match="Only 1 of the 3 features of A are known"):
        nearest(features, codes=list("AB"), is_programme=[True, False])


def test_a_feature_that_never_varies_or_is_known_of_nobody_changes_nothing():
    features = np.array([[0.0, 7.0, np.nan], [1.0, 7.0, np.nan], [3.0, 7.0, np.nan]])

    peers = nearest(features, codes=list("ABC"), is_programme=[True, False, False])

    assert [peer.peer for peer in peers] == ["B", "C"]


def test_features_are_those_that_they_are_named():
    (row,) = feature_table([town("46042", population_2012=20_000 * 1.01**5, population_2017=None)])

    known = dict(zip(FEATURES, row, strict=True))
    assert known["log_population"] == pytest.approx(np.log(20_000))
    assert known["log_density"] == pytest.approx(np.log(312.5))
    assert known["growth_2007_2012"] == pytest.approx(1)
    assert np.isnan(known["growth_2012_2017"])
    assert known["share_of_urban_unit"] == pytest.approx(0.8)
    assert known["share_of_urban_area"] == pytest.approx(0.5)
    assert known["log_urban_area"] == pytest.approx(np.log(40_000))
    assert known["log_facilities_per_1000"] == pytest.approx(np.log(50))
    assert known["facility_types"] == 130


def test_an_area_or_a_count_of_zero_is_unknown_not_infinite():
    (row,) = feature_table([town("46042", area_km2=0, facilities=0, urban_unit_population=0)])

    assert np.isnan(row[[1, 4, 7]]).all()
    assert not np.isinf(row).any()


def test_only_towns_that_could_have_been_of_the_programme_are_candidates():
    plain = {"centrality": "Centre local d'équipements et de services", "aav_category": "20"}
    facts = [
        CAHORS,
        town("46102", population=30_000, **plain | {"aav_category": "11"}),
        town("46103", population=30_000, **plain),
        town("46104", population=1_000),
        town("97301", population=30_000, **plain),
        town("98818", population=30_000, **plain),
        town("46001", population=10_000, **plain),
    ]

    candidates = towns_like(facts, programme={"46042", "46001"})

    assert [fact.commune for fact in candidates] == ["46001", "46042", "46102", "97301"]


def test_a_pair_is_compared_with_other_towns_and_overseas_with_overseas():
    facts = [
        town("46042"),
        town("46102"),
        town("46103", population=21_000),
        town("97301"),
        town("97302", population=22_000),
    ]

    peers = peers_of_programme(facts, territories={"46042": "acv-1", "46102": "acv-1", "97301": "acv-2"})

    assert [(peer.commune, peer.peer) for peer in peers] == [
        ("46042", "46103"),
        ("46102", "46103"),
        ("97301", "97302"),
    ]


@pytest.fixture
def tables() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(
        """
        create schema sources;
        create table sources.communes(
            commune varchar, population bigint, area_km2 double, centrality varchar, aav_category varchar,
            urban_unit varchar, aav varchar);
        create table sources.population(commune varchar, edition integer, census_year integer, population double);
        create table sources.zones_2018(commune varchar, urban_unit_2010 varchar, aav_2010 varchar);
        create table sources.bpe_2013(
            commune varchar, year integer, facility varchar, label varchar, domain varchar, n bigint);
        insert into sources.communes values
            ('46042', 20050, 64, 'Centre majeur', '11', '46401', '262'),
            ('46001', 450, 10, null, '20', '46401', '262'),
            ('46002', 90, 10, null, '30', '46000', '000'),
            ('97608', 17831, 6, null, null, '9F401', '9F1');
        insert into sources.population values
            ('46042', 2009, 2007, 20000), ('46042', 2014, 2012, 19900), ('46042', 2019, 2017, 19800),
            ('46042', 2021, 2019, 19700), ('46001', 2019, 2017, 200), ('46002', 2019, 2017, 100),
            ('97608', 2019, 2017, null), ('97608', 2025, 2022, 17831);
        insert into sources.zones_2018 values
            ('46042', '46401', '262'), ('46001', '46401', '262'), ('46002', '46000', '000');
        insert into sources.bpe_2013 values
            ('46042', 2013, 'B202', 'Épicerie', 'B', 5), ('46042', 2013, null, 'Inconnu', null, 2);
        """
    )
    return con


def test_facts_are_read_from_the_built_tables(tables: duckdb.DuckDBPyConnection):
    facts = {row[0]: CommuneFacts(*row) for row in tables.execute(FACTS_QUERY).fetchall()}

    cahors = facts["46042"]
    assert (cahors.population_2007, cahors.population_2012, cahors.population_2017) == (20_000, 19_900, 19_800)
    assert (cahors.urban_unit_population, cahors.urban_area_population) == (20_000, 20_000)
    assert (cahors.facilities, cahors.facility_types) == (7, 2)
    assert facts["46002"].urban_unit_population == 100, "alone in its own unit"
    assert facts["46002"].centrality == ""


def test_where_2017_is_unknown_the_next_census_speaks(tables: duckdb.DuckDBPyConnection):
    facts = {row[0]: CommuneFacts(*row) for row in tables.execute(FACTS_QUERY).fetchall()}

    assert facts["97608"].population == 17_831
    assert facts["97608"].population_2017 is None
    assert facts["97608"].urban_unit_population == 17_831, "no zone of 2010: that of 2020"


@pytest.mark.shared
def test_every_town_of_the_programme_has_ten_peers_outside_and_ten_inside(shared: Path):
    territories = {town.code: town.territory for town in towns()}
    facts = [CommuneFacts(*row) for row in real_tables(shared).execute(FACTS_QUERY).fetchall()]

    peers = peers_of_programme(facts, territories=territories)

    assert len(peers) == 246 * 20
    assert not any(territory_of(peer.peer) is territory_of(peer.commune) for peer in peers if territory_of(peer.peer))
    assert all(peer.peer.startswith("97") == peer.commune.startswith("97") for peer in peers)
    assert {peer.peer for peer in peers if peer.group == "programme"} <= set(territories)
    of_limay = [peer.peer[:2] for peer in peers if peer.commune == "78335" and peer.group == "hors-programme"]
    assert sum(code in {"77", "78", "91", "92", "93", "94", "95"} for code in of_limay) >= 8, "a suburb among suburbs"


def real_tables(shared: Path) -> duckdb.DuckDBPyConnection:
    """The tables as the intake builds them, but for the facilities, which are left empty."""
    con = duckdb.connect()
    con.execute(
        f"""
        create schema sources;
        create table sources.communes as
            select insee_com as commune, superficie_km2_poly::double as area_km2, centralite as centrality,
                cateaav2020 as aav_category, uu2020 as urban_unit, aav2020 as aav
            from read_csv('{shared}/territory/communes_reference.csv.gz', all_varchar = true);
        create table sources.population as
            select insee_com as commune, edition, edition - if(edition = 2026, 3, 2) as census_year, population
            from (unpivot (select insee_com,
                    cogugaison_cog2009::double as "2009", cogugaison_cog2014::double as "2014",
                    cogugaison_cog2019::double as "2019", "etalab_6.0.0_communes"::double as "2026"
                from read_csv('{shared}/territory/populations_communes.csv.gz', all_varchar = true))
                on columns(* exclude (insee_com)) into name e value population)
            cross join lateral (select e::integer as edition);
        create table sources.zones_2018 as
            select CODGEO as commune, UU2010 as urban_unit_2010, AU2010 as aav_2010
            from read_csv('{shared}/territory/zonages_communes_2018.csv.gz', all_varchar = true)
            where CODGEO in (from sources.communes select commune);
        create table sources.bpe_2013(
            commune varchar, year integer, facility varchar, label varchar, domain varchar, n bigint);
        """
    )
    return con
