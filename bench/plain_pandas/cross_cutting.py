"""The town as a whole."""

import numpy as np
import pandas as pd

from bench.plain_pandas.frames import Frames, Territory

WINDOWS = [(2006, 2011), (2011, 2016), (2016, 2021)]
MERGED = 0.08


def ageing(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    census = sources["census_iris"]
    return pd.DataFrame(
        {
            "iris": census.iris,
            "period": census.year.astype(str),
            "numerator": census.pop_65_plus,
            "denominator": census["pop"],
            "n": census["pop"],
        }
    )


def centrality_share(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _share_of_centre(sources, territory, "pop")


def centre_dwellings_share(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _share_of_centre(sources, territory, "dwellings")


def delivery(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    actions, towns = sources["acv_actions"], territory.towns[["territory", "commune"]]
    listed = actions.dropna(subset=["under_way", "delivered"], how="all").fillna({"under_way": 0, "delivered": 0})
    listed = towns.merge(listed, on="commune")
    same = ["territory", "year", "under_way", "delivered"]
    repeats = listed.groupby(same).commune.transform("size")
    listed["done"] = listed.delivered / repeats
    listed["all"] = (listed.under_way + listed.delivered) / repeats
    rows = towns[["commune"]].merge(actions[["year"]].drop_duplicates(), how="cross")
    rows = rows.merge(listed[["commune", "year", "done", "all"]], on=["commune", "year"], how="left")
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": rows.year.astype(str),
            "numerator": rows.done,
            "denominator": rows["all"],
            "n": rows["all"],
            "obs_status": np.where(rows["all"].isna(), "O", "A"),
        }
    )


def median_income(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    rows = _of_every_commune(territory, sources["filosofi_commune"])
    known = rows.median_income.notna()
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": rows.year.astype(str),
            "value": rows.median_income,
            "n": rows.households.where(known),
            "obs_status": np.where(known, "A", "O"),
            "conf_status": rows.median_income_conf,
        }
    )


def poverty(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    rows = _of_every_commune(territory, sources["filosofi_commune"])
    known = rows.poverty_rate.notna()
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": rows.year.astype(str),
            "numerator": rows.poverty_rate / 100 * rows.persons,
            "denominator": rows.persons.where(known),
            "n": rows.households.where(known),
            "low": rows.poverty_rate - 0.5,
            "high": rows.poverty_rate + 0.5,
            "obs_status": np.where(known, "A", "O"),
            "conf_status": rows.poverty_rate_conf,
        }
    )


def population_growth(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    population = sources["population"]
    counted = population[population.population > 0].sort_values("edition")
    counted = counted.drop_duplicates(["commune", "census_year"], keep="last")
    by_year = counted.pivot(index="commune", columns="census_year", values="population").astype(float)
    by_year = by_year.reindex(index=territory.communes.commune, columns=[year for pair in WINDOWS for year in pair])
    by_year = by_year.loc[:, ~by_year.columns.duplicated()]
    return pd.concat([_growth(by_year, first, last) for first, last in WINDOWS])


def recorded_offences(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    offences = sources["offences"]
    years = offences[["year"]].drop_duplicates()
    burglaries = offences[offences.kind == "Cambriolages de logement"]
    rows = territory.communes[["commune"]].merge(years, how="cross")
    rows = rows.merge(burglaries, on=["commune", "year"], how="left", indicator="found")
    known = rows.rate_per_1000.notna()
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": rows.year.astype(str),
            "value": rows.rate_per_1000,
            "n": rows.n.where(known),
            "obs_status": np.select([rows.found != "both", ~known], ["L", "O"], "A"),
            "conf_status": rows.conf,
        }
    )


def segregation(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    keys = ["commune", "year"]
    iris = sources["census_iris"][["iris", *keys, "pop"]]
    filosofi = sources["filosofi_iris"][["iris", "year", "poverty_rate", "uncertainty", "conf"]]
    iris = iris.merge(filosofi, on=["iris", "year"], how="left")
    iris["poor"] = iris["pop"] * iris.poverty_rate / 100
    iris["other"] = iris["pop"] * (1 - iris.poverty_rate / 100)
    totals = iris.groupby(keys)[["poor", "other"]].transform("sum").replace(0, np.nan)
    iris["distance"] = (iris.poor / totals.poor - iris.other / totals.other).abs()
    iris["known"] = iris["pop"].where(iris.distance.notna())
    iris["unsure"] = iris["pop"].where(iris.uncertainty == "2")
    iris["secret"] = iris.conf == "C"
    towns = iris.groupby(keys).agg(
        n_iris=("iris", "size"), n=("distance", "count"), index=("distance", "sum"), secret=("secret", "any"),
        people=("pop", "sum"), known=("known", "sum"), unsure=("unsure", "sum"),
    ).reset_index()  # fmt: skip
    enough = towns.n >= 5
    sure = (towns.known >= 0.9 * towns.people) & ~(towns.unsure > 0.5 * towns.people)
    return pd.DataFrame(
        {
            "commune": towns.commune,
            "period": towns.year.astype(str),
            "value": (50 * towns["index"]).where(enough),
            "n": towns.n.where(enough),
            "obs_status": np.select([enough & sure, enough, towns.n_iris < 5], ["A", "U", "M"], "O"),
            "conf_status": np.where(~enough & (towns.n_iris >= 5) & towns.secret, "C", "F"),
        }
    )


def social_gap(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    keys = ["commune", "year"]
    census, filosofi = sources["census_iris"], sources["filosofi_iris"]
    rows = territory.towns[["commune"]].merge(census[["year"]].drop_duplicates(), how="cross")
    rows = rows.merge(census[["iris", *keys, "pop"]], on=keys, how="left")
    rows["is_centre"] = rows.iris.isin(territory.iris.loc[territory.iris.is_centre, "iris"])
    rows = rows.merge(filosofi[["iris", "year", "median_income", "note", "conf"]], on=["iris", "year"], how="left")
    known, side = rows.median_income.notna(), ~rows.is_centre
    rows = rows.assign(
        centre=rows.median_income.where(rows.is_centre),
        noted=rows.is_centre & rows.note.notna() & (rows.note != "0"),
        secret=rows.is_centre & (rows.conf == "C"),
        pop_rest=rows["pop"].where(side),
        pop_known=rows["pop"].where(side & known),
        income=(rows["pop"] * rows.median_income).where(side),
    )
    groups = rows.groupby(keys)
    towns = groups[["pop_rest", "pop_known", "income"]].sum(min_count=1)
    towns = towns.join(groups[["is_centre", "noted", "secret"]].any())
    towns = towns.join(groups.agg(n_iris=("iris", "count"), n=("median_income", "count"), centre=("centre", "max")))
    towns = towns.reset_index()
    gap = 100 * (towns.centre / (towns.income / towns.pop_known) - 1)
    gap = gap.where(towns.pop_known >= 0.5 * towns.pop_rest)
    cut = towns.n_iris > 1
    unsure = towns.noted | (towns.pop_known < 0.9 * towns.pop_rest)
    return pd.DataFrame(
        {
            "commune": towns.commune,
            "period": towns.year.astype(str),
            "value": gap.where(cut),
            "n": towns.n.where(cut & gap.notna()),
            "obs_status": np.select(
                [towns.n_iris == 1, cut & ~towns.is_centre, gap.isna(), unsure], ["M", "L", "O", "U"], "A"
            ),
            "conf_status": np.where(cut & towns.secret, "C", "F"),
        }
    )


def _of_every_commune(territory: Territory, rows: pd.DataFrame) -> pd.DataFrame:
    wanted = territory.communes[["commune"]].merge(rows[["year"]].drop_duplicates(), how="cross")
    return wanted.merge(rows, on=["commune", "year"], how="left")


def _growth(by_year: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    before, after = by_year[first], by_year[last]
    log_growth = np.log(after / before) / (last - first)
    usual = log_growth.abs() <= MERGED
    return pd.DataFrame(
        {
            "commune": by_year.index,
            "period": f"{first}-{last}",
            "numerator": after.where(usual).to_numpy(),
            "denominator": before.where(usual).to_numpy(),
            "n": after.where(usual).to_numpy(),
            "value": (100 * (np.exp(log_growth) - 1)).where(usual).to_numpy(),
            "obs_status": np.select([log_growth.isna(), usual], ["O", "A"], "M"),
        }
    )


def _share_of_centre(sources: Frames, territory: Territory, column: str) -> pd.DataFrame:
    keys = ["commune", "year"]
    census = sources["census_iris"][["iris", *keys, column]]
    census = census.assign(is_centre=census.iris.isin(territory.iris.loc[territory.iris.is_centre, "iris"]))
    census["central"] = census[column].where(census.is_centre)
    counted = census.groupby(keys).agg(
        n_iris=("iris", "count"), whole=(column, "sum"), has_centre=("is_centre", "any"), centre=("central", "sum")
    )
    rows = territory.towns[["commune"]].merge(census[["year"]].drop_duplicates(), how="cross")
    rows = rows.merge(counted.reset_index(), on=keys, how="left")
    status = np.select([rows.n_iris.isna(), rows.n_iris == 1, rows.has_centre.eq(True)], ["O", "M", "A"], "L")
    known = status == "A"
    return pd.DataFrame(
        {
            "commune": rows.commune,
            "period": rows.year.astype(str),
            "numerator": rows.centre.where(known),
            "denominator": rows.whole.where(known),
            "n": rows.whole.where(known),
            "obs_status": status,
        }
    )
