"""The ground under the figures: the tables `territory.…` of the queries, from built source tables and the registry."""

# ruff: noqa: S608 — queries are composed here, never from what a visitor types

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from beffroi.foundations.handover import booleans, floats, integers, lend, texts
from beffroi.observatory.engine.tables import TERRITORY, create_sql
from beffroi.territory import peers, perimeters
from beffroi.territory.communes import department_of
from beffroi.territory.projections import (
    SQUARE_METRES_PER_HECTARE,
    NoProjection,
    epsg_of,
    in_metres,
    points_in_metres,
)
from beffroi.territory.towns import Territory, Town

# Tables that the ground is made of, with those that the text of `peers.FACTS_QUERY` reads.
OUTLINES = ("acv_outlines", "departments", "iris_outlines", "regions")
TABLES = (*OUTLINES, "bpe_2013", "census_iris", "communes", "population", "zone_names", "zones_2018")
# Tables of the schema `territory`: all that a query may read, and those that `lay_communes` makes.
EVERY = frozenset(f"territory.{table}" for table in TERRITORY)
AT_ONCE = frozenset({"territory.communes", "territory.towns"})
# 800 m of streets are about 640 m as the crow flies (detour of 1.25, observatory.md §5.3): ten minutes at 4.8 km/h.
WALK_M = 800 / 1.25
HECTARES_PER_KM2 = 100
OUTLINES_DATE = date(2020, 1, 1)  # IRIS of 2020, the reference of the census of 2021
NO_AREA = "000"  # communes outside every attraction area
PROGRAMME_ENTRY = "2018"


class NotBuilt(FileNotFoundError):
    """A source table that a query reads was never built; says how to."""


def open_tables(folder: Path, *, names: Iterable[str]) -> duckdb.DuckDBPyConnection:
    """A database with a view `sources.<name>` on each built table. One thread: the same inputs give the same bytes."""
    if absent := [name for name in sorted(names) if not (folder / f"{name}.parquet").is_file()]:
        raise NotBuilt(f"{folder}: no table {', '.join(absent)}; run `beffroi data build`.")
    db = duckdb.connect()
    db.execute("set threads = 1; create schema sources; create schema territory")
    for name in sorted(names):
        db.execute(f"create view sources.{name} as from read_parquet('{folder / name}.parquet')")
    return db


def lay(db: duckdb.DuckDBPyConnection, *, programme: Sequence[Territory]) -> None:
    """Makes territory.communes, iris, towns and members, and the peers of each town, from the sources of `TABLES`."""
    lay_communes(db, programme=programme)
    lay_around(db, programme=programme)


def lay_communes(db: duckdb.DuckDBPyConnection, *, programme: Sequence[Territory]) -> None:
    """The first part of `lay`, quick: towns and communes, which most queries read and nothing else."""
    for table in TERRITORY:
        db.execute(create_sql(f"territory.{table}"))
    _towns(db, programme)
    _communes(db)


def lay_around(db: duckdb.DuckDBPyConnection, *, programme: Sequence[Territory]) -> None:
    """The rest of `lay`, long, much of it geometry on one core: what stands around communes."""
    towns = [town for territory in programme for town in territory.communes]
    _iris(db, towns)
    _peers(db, towns)
    db.execute(_MEMBERS)


def _towns(db: duckdb.DuckDBPyConnection, programme: Sequence[Territory]) -> None:
    listed = [(territory, town) for territory in programme for town in territory.communes]
    rows = {
        "territory": texts([territory.code for territory, _ in listed]),
        "commune": texts([town.code for _, town in listed]),
        "name": texts([town.name for _, town in listed]),
        "programme_order": integers(np.array([town.order for _, town in listed])),
        "entry": texts([territory.entry for territory, _ in listed]),
    }
    lend(db, "listed", rows)
    db.execute("insert into territory.towns by name from listed")
    db.unregister("listed")


def _communes(db: duckdb.DuckDBPyConnection) -> None:
    """Communes with their town hall in metres; their IRIS are those of the census, else those of the reference."""
    found = db.execute("select commune, hall_lon, hall_lat from sources.communes order by commune").fetchnumpy()
    lon, lat = (np.ma.filled(found[name].astype(float), np.nan) for name in ("hall_lon", "hall_lat"))
    x, y = _metres([str(code) for code in found["commune"]], lon, lat)
    lend(db, "halls", {"commune": texts(found["commune"].tolist()), "hall_x": floats(x), "hall_y": floats(y)})
    db.execute("""
        insert into territory.communes by name
        select c.* exclude (arrondissement, epci_name, epci_kind, employment_zone, density, hall_known, n_iris),
            hall_x, hall_y, starts_with(commune, '97') or starts_with(commune, '98') as overseas,
            coalesce(iris.n, c.n_iris) as n_iris
        from sources.communes c join halls using (commune)
            left join (select commune, count(distinct iris) as n from sources.census_iris group by commune) iris
                using (commune)
        order by commune""")
    db.unregister("halls")


def _metres(
    communes: Sequence[str], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points in the projection of each commune's department; NaN where there is no projection or no point."""
    x, y = np.full(len(communes), np.nan), np.full(len(communes), np.nan)
    codes = np.array([_epsg(commune) for commune in communes])
    for epsg in sorted(set(codes) - {0}):
        here = codes == epsg
        x[here], y[here] = points_in_metres(lon[here], lat[here], epsg=int(epsg))
    return x, y


def _epsg(commune: str) -> int:
    try:
        return epsg_of(department_of(commune))
    except NoProjection:
        return 0


def outlines(db: duckdb.DuckDBPyConnection) -> list[perimeters.IrisOutline]:
    """The IRIS of the programme's communes that have an outline, in the order of their codes."""
    found = db.execute("""
        select iris, commune, coalesce(name, iris), geometry from sources.iris_outlines
        semi join territory.towns using (commune) order by iris""").fetchall()
    shapes = shapely.from_wkb([row[3] for row in found])
    return [
        perimeters.IrisOutline(code, commune, name, shape)
        for (code, commune, name, _), shape in zip(found, shapes, strict=True)
    ]


def _iris(db: duckdb.DuckDBPyConnection, towns: Sequence[Town]) -> None:
    """Every IRIS of the census or with an outline; those of the programme with their place around the town hall."""
    drawn = outlines(db)
    halls = {town.code: town for town in towns}
    centres = {found.iris for found in centres_of(towns, drawn).values() if found.iris}
    lend(db, "measured", _measured(drawn, halls) | {"is_centre": booleans([iris.code in centres for iris in drawn])})
    db.execute("""
        insert into territory.iris by name
        with listed as (
            select iris, commune, pop as population from sources.census_iris
            union all
            select iris, commune, null from sources.iris_outlines anti join sources.census_iris using (iris)
        )
        select iris, commune, population, area_km2, coalesce(is_centre, false) as is_centre, x, y, hall_800m_share
        from listed left join measured using (iris) order by iris""")
    db.unregister("measured")


def centres_of(towns: Sequence[Town], drawn: Iterable[perimeters.IrisOutline]) -> dict[str, perimeters.Centre]:
    """The `iris-mairie` of each commune of the programme, or the reason why it has none."""
    by_commune: dict[str, list[perimeters.IrisOutline]] = {}
    for iris in drawn:
        by_commune.setdefault(iris.commune, []).append(iris)
    return {
        town.code: perimeters.town_hall_iris(
            perimeters.TownHall(town.code, town.hall_lon, town.hall_lat),
            outlines=by_commune.get(town.code, ()),
            drawn_on=OUTLINES_DATE,
        )
        for town in towns
    }


def _measured(drawn: Sequence[perimeters.IrisOutline], halls: Mapping[str, Town]) -> dict[str, pa.Array]:
    """The columns iris, area_km2, x, y and hall_800m_share of IRIS that are sorted by code, hence by commune."""
    measured = []
    for commune, several in groupby(drawn, key=lambda iris: iris.commune):
        epsg, town = epsg_of(department_of(commune)), halls[commune]
        outlines = in_metres(np.array([iris.geometry for iris in several]), epsg=epsg)
        hall = in_metres(shapely.Point(town.hall_lon, town.hall_lat), epsg=epsg)
        areas = shapely.area(outlines) / SQUARE_METRES_PER_HECTARE / HECTARES_PER_KM2
        shares = perimeters.shares_within(outlines, point=hall, radius_m=WALK_M)
        measured.append(np.column_stack([areas, perimeters.points_inside(outlines), shares]))
    figures = np.concatenate([np.empty((0, 4)), *measured])
    names = ("area_km2", "x", "y", "hall_800m_share")
    columns = {name: floats(figures[:, place]) for place, name in enumerate(names)}
    return {"iris": texts([iris.code for iris in drawn])} | columns


def _peers(db: duckdb.DuckDBPyConnection, towns: Sequence[Town]) -> None:
    """The table `peers`: commune, peer, peer_group, rank, distance."""
    facts = [peers.CommuneFacts(*row) for row in db.execute(_LARGE_ENOUGH).fetchall()]
    found = peers.peers_of_programme(facts, territories={town.code: town.territory for town in towns})
    rows = {
        "commune": texts([peer.commune for peer in found]),
        "peer": texts([peer.peer for peer in found]),
        "peer_group": texts([peer.group for peer in found]),
        "rank": integers(np.array([peer.rank for peer in found], dtype=np.int64)),
        "distance": floats(np.array([peer.distance for peer in found], dtype=np.float64)),
    }
    lend(db, "found", rows)
    db.execute("create table territory.peers as select * from found order by commune, peer_group, rank")
    db.unregister("found")


# The facts of communes at least as large as the smallest of the programme: no other is like it.
_LARGE_ENOUGH = f"""
    with facts as ({peers.FACTS_QUERY})
    from facts where population >= (select min(population) from facts semi join territory.towns using (commune))
    order by commune"""

# France without the programme is without its later entrants too: a comparison must not hold towns that entered in 2022.
_MEMBERS = f"""
    insert into territory.members
    with here as (
        select c.*, t.territory, t.entry from territory.communes c left join territory.towns t using (commune)
    ), ours as (select * from here where territory is not null)
    select 'commune', commune, '', commune from here
    union all select 'territory', territory, '', commune from ours
    union all select 'epci', epci, '', commune from here where epci in (select epci from ours)
    union all select 'aav', aav, '', commune from here
        where aav <> '{NO_AREA}' and aav in (select aav from ours)
    union all select 'peers', commune, peer_group, peer from territory.peers
    union all select 'programme', 'programme', '', commune from here where entry = '{PROGRAMME_ENTRY}'
    union all select 'france', 'france', '', commune from here
    union all select 'france', 'hors-programme', '', commune from here where territory is null"""
