"""Facilities and services."""

import geopandas as gpd
import numpy as np
import pandas as pd

from bench.plain_pandas.commerce import per_inhabitant
from bench.plain_pandas.frames import Frames, Territory
from bench.plain_pandas.nearest import nearest

SCHOOLS = ["C101", "C102", "C104", "C105", "C201", "C301", "C302", "C303"]
REACH_M = 15_000


def culture(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _facilities_per_inhabitant(sources, territory, ["F302", "F303"])


def sport(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _facilities_per_inhabitant(sources, territory, ["F101", "F107", "F111"])


def childcare(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    bpe, census, communes = sources["bpe_2013"], sources["census_iris"], territory.communes.commune
    n = communes.map(bpe[bpe.facility == "D502"].groupby("commune").n.sum()).fillna(0)
    young = census[census.year == 2021].groupby("commune").pop_0_19.sum(min_count=1)
    return pd.DataFrame(
        {"commune": communes, "period": "2013", "numerator": n, "denominator": communes.map(young), "n": n}
    )


def facility_diversity(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    bpe, communes = sources["bpe_2013"], territory.communes
    covered = communes.loc[communes.commune.isin(bpe.commune), "department"].unique()
    here = communes.loc[communes.department.isin(covered), "commune"]
    found = bpe.groupby("commune").agg(types=("facility", "nunique"), n=("n", "sum"))
    types, n = here.map(found.types).fillna(0), here.map(found.n).fillna(0)
    return pd.DataFrame({"commune": here, "period": "2013", "value": types, "n": n})


def basket_completeness(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    communes = territory.communes[["commune", "centrality"]]
    centres = communes[communes.centrality.notna() & (communes.centrality != "Communes non centre")]
    present = sources["bpe_2013"][["commune", "facility"]].merge(centres, on="commune")
    counts = present.groupby(["centrality", "facility"]).size().rename("having").reset_index()
    wanted = 0.75 * counts.centrality.map(centres.centrality.value_counts())
    basket = counts.loc[counts.having >= wanted, ["centrality", "facility"]]
    types = communes.centrality.map(basket.centrality.value_counts()).astype(float)
    held = communes.commune.map(present.merge(basket, on=["centrality", "facility"]).commune.value_counts())
    return pd.DataFrame(
        {
            "commune": communes.commune,
            "period": "2013",
            "numerator": held.fillna(0).where(types > 0),
            "denominator": types,
            "n": types,
            "value": 100 * held.fillna(0) / types,
            "obs_status": np.select([types > 0, communes.centrality.isna()], ["A", "L"], "M"),
        }
    )


def france_services_distance(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    communes, counters = territory.communes.commune, sources["france_services"]
    fixed = counters[counters.format.notna() & ~counters.format.isin(["Bus_équivalent", "Itinérante"])]
    found = nearest(territory.communes, fixed)
    km = communes.map(found.km)
    told = {"commune": communes, "period": "2024", "n": communes.map(found.n), "value": km}
    return pd.DataFrame({**told, "obs_status": np.where(km.isna(), "O", "A")})


def doctor_access(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    """Two-step floating catchment: the doctors of a commune are shared by the people within 15 km of its town hall."""
    bpe, population, communes = sources["bpe_2013"], sources["population"], territory.communes
    doctors = communes.commune.map(bpe[bpe.facility == "D201"].groupby("commune").n.sum())
    people = communes.commune.map(population[population.census_year == 2017].set_index("commune").population)
    halls = gpd.GeoDataFrame(
        {"people": people, "doctors": doctors}, geometry=gpd.points_from_xy(communes.hall_x, communes.hall_y)
    )
    halls = halls[(halls.people > 0) & communes.hall_x.notna()]
    practices = halls.loc[halls.doctors > 0, ["doctors", "geometry"]]
    reached = halls[["people", "geometry"]].sjoin(practices, predicate="dwithin", distance=REACH_M)
    supply = practices.doctors / reached.groupby("index_right").people.sum()
    access = reached.index_right.map(supply).groupby(level=0).sum().reindex(communes.index)
    return pd.DataFrame(
        {
            "commune": communes.commune,
            "period": "2013",
            "numerator": (access.fillna(0) * people).where(communes.hall_x.notna()),
            "denominator": people,
            "n": doctors.fillna(0),
            "obs_status": "E",
        }
    )


def schools(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    education, census = sources["bpe_2018_education"], sources["census_iris"]
    found = education[education.facility.isin(SCHOOLS)].groupby(["commune", "iris"], dropna=False).n.sum().reset_index()
    young = census.loc[census.year == 2021, ["commune", "iris", "pop_0_19"]].rename(columns={"pop_0_19": "people"})
    areas = found.merge(young, on=["commune", "iris"], how="outer")
    areas = areas[areas.commune.isin(territory.communes.commune)].assign(n=lambda areas: areas.n.fillna(0))
    iris = territory.iris
    cut = territory.communes.loc[territory.communes.n_iris > 1, "commune"]
    centred = areas[areas.commune.isin(cut) & areas.commune.isin(iris.loc[iris.is_centre, "commune"])]
    unplaced = centred.loc[centred.iris.isna() & (centred.n > 0), "commune"].unique()
    centred = centred[centred.iris.notna()]
    centred = centred.assign(place_kind=np.where(centred.iris.isin(iris.loc[iris.is_centre, "iris"]), "centre", "rest"))
    rows = pd.concat([areas.assign(place_kind="commune"), centred])
    sums = rows.groupby(["commune", "place_kind"])[["n", "people"]].sum(min_count=1).reset_index()
    unsure = sums.commune.isin(unplaced) & (sums.place_kind != "commune")
    return pd.DataFrame(
        {
            "commune": sums.commune,
            "place_kind": sums.place_kind,
            "period": "2018",
            "numerator": sums.n,
            "denominator": sums.people,
            "n": sums.n,
            "obs_status": np.where(unsure, "U", "A"),
        }
    )


def centre_school_share(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    education, iris = sources["bpe_2018_education"], territory.iris
    found = education[education.facility.isin(SCHOOLS)]
    found = found.merge(iris[["iris", "commune", "is_centre"]], on=["iris", "commune"], how="left")
    towns = territory.towns[["commune"]].merge(territory.communes[["commune", "n_iris"]], on="commune")

    def counted(rows: pd.DataFrame) -> pd.Series:
        return towns.commune.map(rows.groupby("commune").n.sum()).fillna(0)

    n, located = counted(found), counted(found[found.iris.notna()])
    central = counted(found[found.is_centre.eq(True)])
    has_centre = towns.commune.isin(iris.loc[iris.is_centre, "commune"])
    status = np.select(
        [towns.n_iris == 1, ~has_centre, n == 0, located == 0, located < n], ["M", "L", "M", "O", "U"], "A"
    )
    known = np.isin(status, ["A", "U"])
    return pd.DataFrame(
        {
            "commune": towns.commune,
            "period": "2018",
            "numerator": central.where(known),
            "denominator": located.where(known),
            "n": n,
            "obs_status": status,
        }
    )


def _facilities_per_inhabitant(sources: Frames, territory: Territory, facilities: list[str]) -> pd.DataFrame:
    bpe = sources["bpe_2013"]
    return per_inhabitant(sources, territory, bpe[bpe.facility.isin(facilities)])
