"""Mobility."""

import numpy as np
import pandas as pd

from bench.plain_pandas.frames import Frames, Territory
from bench.plain_pandas.nearest import nearest

CORSICA = ["2A", "2B"]


def carpool_places(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    carpool, communes = sources["carpool"], territory.communes
    opened = carpool[carpool.open.eq(True)].groupby("commune").spaces
    counts = (opened.sum(min_count=1), opened.size(), opened.count())
    spaces, declared, told = (communes.commune.map(count).astype(float) for count in counts)
    return pd.DataFrame(
        {
            "commune": communes.commune,
            "period": str(pd.to_datetime(carpool.updated).dt.year.max().astype(int)),
            "numerator": spaces,
            "denominator": communes.population,
            "n": declared.fillna(0),
            "value": 1000 * spaces / communes.population.replace(0, np.nan),
            "obs_status": np.select([spaces.isna(), told < declared], ["O", "U"], "A"),
        }
    )


def pedestrian_grid(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    rows = territory.communes[["commune"]].merge(sources["street_graph"], on="commune", how="left")
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": "2021",
            "numerator": rows.street_m,
            "denominator": rows.junctions,
            "n": rows.junctions,
            "obs_status": np.where(rows.junctions.isna(), "L", "A"),
        }
    )


def station_distance(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    communes, stations = territory.communes, sources["stations"]
    served = ~communes.overseas & ~communes.department.isin(CORSICA)
    found = nearest(communes[served], stations[stations.passengers.eq(True)])
    km, n = communes.commune.map(found.km), communes.commune.map(found.n)
    return pd.DataFrame(
        {
            "commune": communes.commune,
            "period": "2020",
            "n": n,
            "value": km,
            "obs_status": np.select(
                [communes.overseas, communes.department.isin(CORSICA), km.isna()], ["M", "L", "O"], "A"
            ),
        }
    )


def walkers_to_centre(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    census = sources["census_iris"][["iris", "commune", "year", "pop"]]
    walk = census.merge(territory.iris[["iris", "commune", "hall_800m_share"]], on=["iris", "commune"], how="left")
    walk["near"] = walk["pop"] * walk.hall_800m_share
    walk["drawn"] = walk.hall_800m_share.notna() | (walk["pop"] == 0)
    towns = walk.groupby(["commune", "year"])
    rows = towns.agg(
        near=("near", "sum"), people=("pop", "sum"), n=("iris", "size"), drawn=("drawn", "all")
    ).reset_index()
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": rows.year.astype(str),
            "numerator": rows.near.where(rows.drawn),
            "denominator": rows.people,
            "n": rows.n,
            "obs_status": np.select([rows.drawn, rows.n == 1], ["E", "M"], "L"),
        }
    )
