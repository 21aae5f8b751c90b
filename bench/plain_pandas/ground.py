"""Communes, IRIS and towns: what stands under every figure, with geopandas."""

import geopandas as gpd
import numpy as np
import pandas as pd

from bench.plain_pandas.frames import Frames, Territory

EPSG = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "976": 4471}
WALK_M = 640
GAP_M = 50


def lay(sources: Frames, registry: pd.DataFrame, peers: pd.DataFrame) -> Territory:
    """The territory, from built or received sources, the registry of the programme and the given peers."""
    towns = registry[["territory", "commune", "commune_name", "programme_order", "entry"]]
    towns = towns.rename(columns={"commune_name": "name"})
    communes = _communes(sources)
    return Territory(communes, _iris(sources, registry), towns, _members(communes, towns, peers))


def _communes(sources: Frames) -> pd.DataFrame:
    communes = sources["communes"].copy()
    counted = communes.commune.map(sources["census_iris"].groupby("commune").iris.nunique())
    communes["n_iris"] = counted.fillna(communes.n_iris)
    communes["overseas"] = communes.commune.str.startswith(("97", "98"))
    halls = gpd.GeoSeries(gpd.points_from_xy(communes.hall_lon, communes.hall_lat), communes.index, crs="OGC:CRS84")
    communes["hall_x"] = communes["hall_y"] = np.nan
    for epsg, group in halls[communes.hall_lon.notna()].groupby(_epsg(communes.commune)):
        points = group.to_crs(int(epsg))
        communes.loc[group.index, "hall_x"], communes.loc[group.index, "hall_y"] = points.x, points.y
    return communes


def _iris(sources: Frames, registry: pd.DataFrame) -> pd.DataFrame:
    outlines = sources["iris_outlines"]
    outlines = outlines[outlines.commune.isin(registry.commune)].sort_values("iris", ignore_index=True)
    shapes = gpd.GeoSeries.from_wkb(outlines.geometry, crs="OGC:CRS84").to_crs(2154)  # none overseas
    halls = registry.set_index("commune").loc[outlines.commune]
    points = gpd.GeoSeries(gpd.points_from_xy(halls.hall_lon, halls.hall_lat), shapes.index, crs="OGC:CRS84").to_crs(
        2154
    )
    gap = shapes.distance(points)
    nearest = gap.groupby(outlines.commune).transform("idxmin") == gap.index
    several = outlines.groupby("commune").iris.transform("size") > 1
    drawn = pd.DataFrame(
        {
            "iris": outlines.iris,
            "is_centre": nearest & several & (gap <= GAP_M),
            "area_km2": shapes.area / 1e6,
            "hall_800m_share": shapes.intersection(points.buffer(WALK_M, resolution=64)).area / shapes.area,
        }
    )
    census = sources["census_iris"][["iris", "commune", "pop"]].rename(columns={"pop": "population"})
    others = sources["iris_outlines"][["iris", "commune"]]
    listed = pd.concat([census, others[~others.iris.isin(census.iris)]], ignore_index=True)
    iris = listed.merge(drawn, on="iris", how="left")
    return iris.assign(is_centre=iris.is_centre.eq(True))


def _members(communes: pd.DataFrame, towns: pd.DataFrame, peers: pd.DataFrame) -> pd.DataFrame:
    here = communes[["commune", "epci", "aav"]].merge(
        towns[["commune", "territory", "entry"]], on="commune", how="left"
    )
    ours = here[here.territory.notna()]
    epci = here[here.epci.isin(ours.epci) & here.epci.notna()]
    aav = here[here.aav.isin(ours.aav) & here.aav.notna() & (here.aav != "000")]

    def named(kind: str, place: object, commune: pd.Series, perimeter: object = "") -> pd.DataFrame:
        return pd.DataFrame({"place_kind": kind, "place": place, "perimeter": perimeter, "commune": commune})

    return pd.concat(
        [
            named("territory", ours.territory, ours.commune),
            named("epci", epci.epci, epci.commune),
            named("aav", aav.aav, aav.commune),
            named("peers", peers.commune, peers.peer, peers.peer_group),
            named("programme", "programme", ours.loc[ours.entry == "2018", "commune"]),
            named("france", "france", here.commune),
            named("france", "hors-programme", here.loc[here.territory.isna(), "commune"]),
        ],
        ignore_index=True,
    )


def _epsg(communes: pd.Series) -> pd.Series:
    """The projection of each commune; the collectivities overseas have none."""
    local = communes.str[:3].map(EPSG)
    return local.where(local.notna() | communes.str.startswith(("97", "98")), 2154)
