"""Housing."""

import numpy as np
import pandas as pd

from bench.plain_pandas.frames import Frames, Territory


def census_vacancy(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _share_of_dwellings(sources, "vacant_homes")


def second_homes(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _share_of_dwellings(sources, "second_homes")


def flats_share(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _share_of_dwellings(sources, "flats")


def private_vacancy(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _disclosed(sources, territory, "vacant")


def long_term_vacancy(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _disclosed(sources, territory, "vacant_2y")


def centre_vacancy_gap(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    vacancy = done["census_vacancy"]
    centre, rest = (vacancy[vacancy.place_kind == kind] for kind in ("centre", "rest"))
    sides = centre.merge(rest, on=["place", "period"], suffixes=("", "_rest"))
    gap = sides.value - sides.value_rest
    no_centre, unsure = sides.value.isna(), (sides.obs_status == "U") | (sides.obs_status_rest == "U")
    known = gap.notna()
    return pd.DataFrame(
        {
            "commune": sides.place,
            "period": sides.period,
            "value": gap,
            "n": 1,
            "obs_status": np.select(
                [known & unsure, known, no_centre], ["U", "A", sides.obs_status], sides.obs_status_rest
            ),
            "conf_status": np.select([known, no_centre], ["F", sides.conf_status], sides.conf_status_rest),
        }
    )


def sales_turnover(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    dvf, communes = sources["dvf_commune"], territory.communes
    rows = communes[["commune", "overseas", "department"]].merge(dvf[["year"]].drop_duplicates(), how="cross")
    rows = rows.merge(dvf[["commune", "year", "sales"]], on=["commune", "year"], how="left")
    stock = rows.commune.map(sources["census_iris"].groupby("commune").dwellings.sum(min_count=1))
    best = rows.commune.map(dvf.groupby("commune").sales.max())
    outside = rows.overseas | rows.department.isin(["57", "67", "68"])
    status = np.select(
        [
            outside,
            best.isna() | stock.isna(),
            rows.sales.isna() & (best >= 20),
            stock == 0,
            (rows.sales < best / 4) & (best >= 50),
        ],
        ["L", "O", "O", "M", "U"],
        "A",
    )
    known = np.isin(status, ["A", "U"])
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": rows.year.astype(str),
            "numerator": rows.sales.fillna(0).where(known),
            "denominator": stock.where(known),
            "n": stock.where(known),
            "obs_status": status,
        }
    )


def mean_sale_price(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    turnover = done["sales_turnover"]
    turnover = turnover[turnover.place_kind == "commune"].reset_index(drop=True)
    dvf = sources["dvf_commune"].assign(period=lambda dvf: dvf.year.astype(str))
    dvf = dvf[["commune", "period", "sales", "mean_price_m2"]]
    rows = turnover.merge(dvf, left_on=["place", "period"], right_on=["commune", "period"], how="left")
    sales = rows.sales.where(rows.value.notna())
    return pd.DataFrame(
        {
            "commune": rows.place,
            "period": rows.period,
            "numerator": rows.mean_price_m2 * sales,
            "denominator": sales,
            "n": sales,
            "obs_status": rows.obs_status.where(rows.numerator != 0, "M"),
            "conf_status": rows.conf_status,
        }
    )


def modelled_rent(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    rents = sources["rents"]
    rows = territory.communes[["commune"]].merge(rents[["year"]].drop_duplicates(), how="cross")
    rows = rows.merge(rents[rents.dwelling == "flat"], on=["commune", "year"], how="left")
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": rows.year.astype(str),
            "value": rows.rent_m2,
            "low": rows.low,
            "high": rows.high,
            "n": rows.n_commune.where(rows.rent_m2.notna()),
            "obs_status": np.where(rows.rent_m2.isna(), "O", "E"),
        }
    )


def gross_yield(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    dvf, rents = sources["dvf_commune"], sources["rents"]
    sold = dvf[(dvf.year == 2020) & (dvf.flats + dvf.houses > 0)].set_index("commune")
    flat, house = (rents[rents.dwelling == dwelling].set_index("commune") for dwelling in ("flat", "house"))
    share = sold.flats / (sold.flats + sold.houses)
    mixed = {name: share * flat[name] + (1 - share) * house[name] for name in ("rent_m2", "low", "high")}
    price = done["mean_sale_price"]
    price = price[(price.place_kind == "commune") & (price.period == "2020")]
    rent = {name: price.place.map(series).where(price.value.notna()) for name, series in mixed.items()}
    is_known = rent["rent_m2"].notna()
    return pd.DataFrame(
        {
            "commune": price.place,
            "period": price.period,
            "value": 1200 * rent["rent_m2"] / price.value,
            "low": 1200 * rent["low"] / price.value,
            "high": 1200 * rent["high"] / price.value,
            "n": price.n.where(is_known),
            "obs_status": np.select([price.value.isna(), ~is_known], [price.obs_status, "O"], "E"),
            "conf_status": price.conf_status,
        }
    )


def _share_of_dwellings(sources: Frames, column: str) -> pd.DataFrame:
    census = sources["census_iris"]
    return pd.DataFrame(
        {
            "iris": census.iris,
            "period": census.year.astype(str),
            "numerator": census[column],
            "denominator": census.dwellings,
            "n": census.dwellings,
        }
    )


def _disclosed(sources: Frames, territory: Territory, column: str) -> pd.DataFrame:
    disclosed = sources["lovac"].dropna(subset=[column])
    communes = territory.communes[["commune", "department"]]
    covered = communes.loc[communes.commune.isin(disclosed.commune), "department"].unique()
    rows = communes.merge(disclosed[["year"]].drop_duplicates(), how="cross")
    rows = rows.merge(disclosed, on=["commune", "year"], how="left", indicator="found")
    known, is_covered = rows.found == "both", rows.department.isin(covered)
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": rows.year.astype(str),
            "numerator": rows[column],
            "denominator": rows.dwellings,
            "n": rows.dwellings,
            "obs_status": np.select([known, ~is_covered], ["A", "O"], "Q"),
            "conf_status": np.where(~known & is_covered, "C", "F"),
        }
    )
