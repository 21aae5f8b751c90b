"""Commerce."""

import numpy as np
import pandas as pd

from bench.plain_pandas.frames import Frames, Territory

SHOPS = "B"
AGENCIES = ["A203", "A503", "A505"]


def shops(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    bpe = sources["bpe_2013"]
    return per_inhabitant(sources, territory, bpe[bpe.domain == SHOPS])


def anchors(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    bpe = sources["bpe_2013"]
    return per_inhabitant(sources, territory, bpe[bpe.facility.isin(["B101", "B102"])])


def food_service_share(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _share_of_windows(sources, territory, ["A504"])


def service_drift(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    return _share_of_windows(sources, territory, AGENCIES)


def location_quotient(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    bpe, communes = sources["bpe_2013"], territory.communes.commune
    found = communes.map(bpe[bpe.domain == SHOPS].groupby("commune").n.sum()).fillna(0)
    facilities = communes.map(bpe.groupby("commune").n.sum()).fillna(0)
    expected = facilities * (found.sum() / facilities.sum() if facilities.sum() else np.nan)
    return _in_2013(commune=communes, numerator=found, denominator=expected, n=facilities)


def shop_diversity(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    bpe, communes = sources["bpe_2013"], territory.communes.commune
    found = bpe[bpe.domain == SHOPS]
    share = found.n / found.groupby("commune").n.transform("sum")
    entropy = -(share * np.log(share)).groupby(found.commune).sum()
    n = communes.map(found.groupby("commune").n.sum())
    return _in_2013(commune=communes, n=n, value=np.exp(communes.map(entropy)), obs_status=np.where(n > 0, "A", "M"))


def shop_share_of_area(sources: Frames, territory: Territory, done: Frames) -> pd.DataFrame:
    bpe, communes = sources["bpe_2013"], territory.communes
    found = communes.commune.map(bpe[bpe.domain == SHOPS].groupby("commune").n.sum()).fillna(0)
    area = found.groupby(communes.aav).transform("sum").where(communes.aav != "000")
    return _in_2013(
        commune=communes.commune,
        numerator=found,
        denominator=area,
        n=area,
        value=100 * found / area.replace(0, np.nan),
        obs_status=np.where(area > 0, "A", "M"),
    )


def per_inhabitant(sources: Frames, territory: Territory, facilities: pd.DataFrame) -> pd.DataFrame:
    """Facilities of 2013 per inhabitant of the census of 2017."""
    communes, population = territory.communes.commune, sources["population"]
    n = communes.map(facilities.groupby("commune").n.sum()).fillna(0)
    people = population[population.census_year == 2017].set_index("commune").population
    return _in_2013(commune=communes, numerator=n, denominator=communes.map(people), n=n)


def _share_of_windows(sources: Frames, territory: Territory, facilities: list[str]) -> pd.DataFrame:
    bpe, communes = sources["bpe_2013"], territory.communes.commune
    chosen = bpe.facility.isin(facilities)
    n = communes.map(bpe[chosen].groupby("commune").n.sum()).fillna(0)
    windows = communes.map(bpe[chosen | (bpe.domain == SHOPS)].groupby("commune").n.sum()).fillna(0)
    return _in_2013(commune=communes, numerator=n, denominator=windows, n=windows)


def _in_2013(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"period": "2013", **columns})
