"""Urban form."""

import numpy as np
import pandas as pd

from bench.plain_pandas.frames import Frames, Territory

RECONVERTED = "friche reconvertie"


def brownfields(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    communes = territory.communes
    checked = sources["brownfields"][sources["brownfields"].verified]
    left = checked[checked.status != RECONVERTED]
    units = left[["commune", "area_m2"]].drop_duplicates().groupby("commune").area_m2.sum(min_count=1) / 10_000
    unsure = communes.commune.isin(checked.loc[checked.area_m2.isna() & (checked.status != RECONVERTED), "commune"])
    n, area = communes.commune.map(checked.groupby("commune").size()), communes.area_km2 * 100
    sites = communes.commune.map(units)
    return pd.DataFrame(
        {
            "commune": communes.commune,
            "period": "2024",
            "numerator": np.minimum(sites.fillna(0), area).where(n.notna()),
            "denominator": area.where(n.notna()),
            "n": n,
            "obs_status": np.select([n.isna(), unsure | (sites > area)], ["O", "U"], "A"),
        }
    )


def brownfields_without_project(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    communes = territory.communes.commune
    checked = sources["brownfields"][sources["brownfields"].verified]
    counts = (checked.status == "friche sans projet").groupby(checked.commune).agg(["sum", "size"])
    n = communes.map(counts["size"])
    return pd.DataFrame(
        {
            "commune": communes,
            "period": "2024",
            "numerator": communes.map(counts["sum"]),
            "n": n,
            "obs_status": np.where(n.isna(), "O", "A"),
        }
    )


def human_density(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    census = sources["census_iris"][["iris", "commune", "year", "pop"]]
    census = census.merge(territory.iris[["iris", "is_centre", "area_km2"]], on="iris", how="left")
    keys = ["commune", "year"]
    whole = census.groupby(keys).agg(pop=("pop", "sum"), n_iris=("iris", "size"))
    middle = census[census.is_centre.eq(True)].groupby(keys)
    whole["centre_pop"] = middle["pop"].sum()
    whole["centre_area"] = 100 * middle["area_km2"].sum(min_count=1)
    whole = whole.reset_index()
    whole["area"] = 100 * whole.commune.map(territory.communes.set_index("commune").area_km2)
    whole = whole[whole.area > 0]
    cut = whole[(whole.n_iris > 1) & whole.centre_area.notna()]
    return pd.concat(
        [
            _density("commune", whole, whole["pop"], whole.area),
            _density("centre", cut, cut.centre_pop, cut.centre_area),
            _density("rest", cut, cut["pop"] - cut.centre_pop, cut.area - cut.centre_area),
        ]
    )


def pedestrian_space(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    rows = territory.towns[["commune"]].merge(sources["street_graph"], on="commune", how="left")
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": "2021",
            "numerator": rows.pedestrian_m / 1000,
            "denominator": rows.street_m / 1000,
            "n": rows.segments,
            "obs_status": np.where(rows.street_m.isna(), "L", "A"),
        }
    )


def _density(kind: str, rows: pd.DataFrame, people: pd.Series, area: pd.Series) -> pd.DataFrame:
    told = {"commune": rows.commune, "place_kind": kind, "period": rows.year.astype(str)}
    return pd.DataFrame({**told, "numerator": people, "denominator": area, "n": people})
