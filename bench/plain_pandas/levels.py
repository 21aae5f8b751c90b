"""From the rows of an indicator to its figures at every level, with secrecy."""

import numpy as np
import pandas as pd

from bench.plain_pandas.frames import FIGURES, KEY, Spec, Territory

PARTIAL, TOO_LITTLE = 0.95, 0.5
DISTRIBUTIONS = ["peers", "programme", "france"]
ABSENCES = ["OF", "LF", "QD", "QA", "QC"]
CENTRE = "iris-mairie"
COLUMNS = [*KEY, *FIGURES, "obs_status", "conf_status"]
TOWN_KINDS = pd.DataFrame({"place_kind": ["commune", "centre", "rest"], "perimeter": ["", CENTRE, CENTRE]})


class Levels:
    """The places of a territory, ready to gather the figures of their parts."""

    def __init__(self, territory: Territory) -> None:
        iris, communes = territory.iris, territory.communes
        towns = territory.towns[["commune"]].merge(communes[["commune", "n_iris"]], on="commune")
        centred = iris.loc[iris.is_centre, "commune"]
        self.towns = towns.assign(n_iris=towns.n_iris.fillna(0), has_centre=towns.commune.isin(centred))
        cut = self.towns.loc[self.towns.has_centre & (self.towns.n_iris > 1), "commune"]
        inside = iris[iris.commune.isin(cut)]
        sides = np.where(inside.is_centre, "centre", "rest")
        self.of_iris = _numbered(
            pd.concat(
                [
                    pd.DataFrame({"place_kind": "commune", "place": iris.commune, "perimeter": "", "part": iris.iris}),
                    pd.DataFrame(
                        {"place_kind": sides, "place": inside.commune, "perimeter": CENTRE, "part": inside.iris}
                    ),
                ]
            ),
            weights=iris.set_index("iris").population,
        )
        members = territory.members[~territory.members.place_kind.isin(["centre", "rest", "commune"])]
        self.of_communes = _numbered(
            members.rename(columns={"commune": "part"}), weights=communes.set_index("commune").population
        )

    def figures(self, rows: pd.DataFrame, spec: Spec) -> pd.DataFrame:
        """Every figure of an indicator, from the rows of its grain."""
        base = tidy(rows, spec)
        periods = base[["period"]].drop_duplicates()
        if spec.grain == "iris":
            cells = gather(base.rename(columns={"iris": "part"}), self.of_iris, periods, spec)
        else:
            perimeter = np.where(base.place_kind == "commune", "", CENTRE)
            cells = base.rename(columns={"commune": "place"}).assign(perimeter=perimeter)
        cells = hide(self._completed(cells, periods, spec), spec)
        if spec.aggregate != "none":
            communes = cells[cells.place_kind == "commune"].rename(columns={"place": "part"})
            communes = communes.drop(columns=["place_kind", "perimeter"])
            cells = pd.concat([cells, gather(communes, self.of_communes, periods, spec)])
        cells = cells.loc[cells.place_kind.isin(spec.levels), COLUMNS]
        return cells.assign(n=np.floor(cells.n + 0.5))

    def _completed(self, cells: pd.DataFrame, periods: pd.DataFrame, spec: Spec) -> pd.DataFrame:
        """Every town has its three rows at each period; centre and rest are without object in a town of one IRIS."""
        single = self.towns.loc[self.towns.n_iris == 1, "commune"]
        if {"centre", "rest"} & set(spec.levels):
            cells = cells[~(cells.place_kind.isin(["centre", "rest"]) & cells.place.isin(single))]
        wanted = (
            self.towns.merge(periods, how="cross").merge(TOWN_KINDS, how="cross").rename(columns={"commune": "place"})
        )
        keys = ["place_kind", "place", "period"]
        there = wanted.merge(cells[keys].drop_duplicates(), on=keys, how="left", indicator=True)["_merge"] == "both"
        missing = wanted[~there.to_numpy()]
        missing = missing.assign(
            obs_status=np.select(
                [missing.place_kind == "commune", missing.n_iris == 1, ~missing.has_centre], ["O", "M", "L"], "O"
            ),
            conf_status="F",
        )
        return pd.concat([cells, missing[[*KEY, "obs_status", "conf_status"]]], ignore_index=True)


def tidy(rows: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """Fixed columns; a row without a value says why, and no figure stays beside it."""
    words = {"place_kind": "commune", "obs_status": "A", "conf_status": "F"}
    base = rows.reindex(columns=[spec.grain, "period", *words, *FIGURES])
    for word, default in words.items():
        base[word] = base[word].astype(object).where(base[word].notna(), default)
    base[FIGURES] = base[FIGURES].astype(float)
    base["value"] = value(base, spec)
    secret, known = base.conf_status != "F", base.value.notna()
    told = known | ~base.obs_status.isin(["A", "B", "E", "U"])
    base["obs_status"] = np.select([secret, told, base.denominator == 0], ["Q", base.obs_status, "M"], "O")
    base.loc[secret | ~known, FIGURES] = np.nan
    return base


def value(cells: pd.DataFrame, spec: Spec) -> pd.Series:
    if spec.kind == "ratio":
        return spec.scale * cells.numerator / cells.denominator.replace(0, np.nan)
    return cells.numerator if spec.kind == "count" else cells.value


def hide(cells: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """The floor, then the complement: centre + rest = commune must not give a hidden cell back."""
    cells = cells.copy()
    few = (cells.n > 0) & (cells.n < spec.floor)
    _blank(cells, few, conf_status="A")
    if not spec.is_additive:
        return cells
    three = cells[cells.place_kind.isin(["centre", "rest", "commune"])]
    three = three.assign(hidden=three.conf_status != "F", known=three.value.notna())
    counts = three.groupby(["place", "period"])[["hidden", "known"]].transform("sum")
    alone = (counts.hidden == 1) & (counts.known == 2)
    hidden = three[alone & three.hidden][["place", "period", "place_kind"]]
    hidden = hidden.assign(place_kind=np.where(hidden.place_kind == "rest", "centre", "rest"))
    keys = ["place", "period", "place_kind"]
    also = cells[keys].merge(hidden, on=keys, how="left", indicator=True)["_merge"] == "both"
    _blank(cells, also.to_numpy(), conf_status="D")
    return cells


def gather(parts: pd.DataFrame, members: pd.DataFrame, periods: pd.DataFrame, spec: Spec) -> pd.DataFrame:
    """The figure of each place at each period, from those of its published parts."""
    spread = members.merge(periods, how="cross").merge(parts, on=["part", "period"], how="left")
    obs, conf = spread.obs_status.fillna("O"), spread.conf_status.fillna("F")
    known, weight = spread.value.notna(), spread.weight
    spread = spread.assign(
        parts=1,
        known=weight.where(known, 0),
        sure=weight.where(known & (obs != "U"), 0),
        applicable=weight.where(obs != "M", 0),
        has_estimate=obs == "E",
        has_break=obs == "B",
        **{f"{o}{c}": weight.where((obs == o) & (conf == c), 0) for o, c in ABSENCES},
    )
    groups = spread.groupby(["no", "period"], sort=False)
    made = groups[["parts", "known", "sure", "applicable", *ABSENCES]].sum()
    made = made.join(groups[["has_estimate", "has_break"]].any()).join(_figures(groups, made.parts == 1, spec))
    made["value"] = value(made, spec)
    places = members.drop_duplicates("no").set_index("no")[["place_kind", "place", "perimeter"]]
    return _with_status(made.reset_index().join(places, on="no"))


def _figures(groups: pd.core.groupby.DataFrameGroupBy, single: pd.Series, spec: Spec) -> pd.DataFrame:
    own = groups[FIGURES].first().where(single)
    if spec.aggregate == "median":
        whole = pd.DataFrame({"value": groups["value"].median(), "n": groups["value"].count()})
    else:
        whole = groups[["numerator", "denominator", "n"]].sum(min_count=1)
    return own.where(single, whole.reindex(columns=FIGURES))


def _with_status(made: pd.DataFrame) -> pd.DataFrame:
    """A whole says how sure it is, or why it has no figure: the absence that weighs most among its parts."""
    shown = (made.known > 0) & ((made.known >= TOO_LITTLE * made.applicable) | made.place_kind.isin(DISTRIBUTIONS))
    cause = made[ABSENCES[::-1]].idxmax(axis=1)  # of two that weigh the same, the last of the list
    nothing = ~shown & (made.applicable == 0)
    made["obs_status"] = np.select(
        [nothing, ~shown, made.sure < PARTIAL * made.applicable, made.has_estimate, made.has_break],
        ["M", cause.str[0], "U", "E", "B"],
        "A",
    )
    made["conf_status"] = np.where(shown | nothing, "F", cause.str[1])
    made.loc[~shown, FIGURES] = np.nan
    return made[COLUMNS]


def _blank(cells: pd.DataFrame, where: pd.Series | np.ndarray, *, conf_status: str) -> None:
    cells.loc[where, FIGURES] = np.nan
    cells.loc[where, ["obs_status", "conf_status"]] = ["Q", conf_status]


def _numbered(members: pd.DataFrame, *, weights: pd.Series) -> pd.DataFrame:
    """The members with a number for their place, which groups faster than three columns of text, and their weight."""
    weight = np.maximum(np.floor(members.part.map(weights).fillna(0).astype(float) + 0.5), 1)
    return members.assign(no=members.groupby(["place_kind", "place", "perimeter"]).ngroup(), weight=weight)
