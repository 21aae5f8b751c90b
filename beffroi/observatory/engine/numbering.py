"""Places by their numbers: arrays of integers cost less than joins of three words.

Numbers follow the order in which a release is written: by kind, code, perimeter.
"""

# ruff: noqa: S608 — queries are composed here, never from what a visitor types

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from beffroi.foundations.handover import booleans, taken, texts
from beffroi.observatory.engine.vocabulary import CENTRE_PERIMETER
from beffroi.observatory.release.columns import PLACE_KINDS

KINDS = tuple(sorted(PLACE_KINDS))
INSIDE = {"centre": CENTRE_PERIMETER, "rest": CENTRE_PERIMETER, "commune": ""}
"""The kinds of place that a commune has, with their perimeter: each has a number for each commune, used or not."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Members:
    """The parts of places that are made of others. Parts of a place follow each other; no place is without parts.

    `place` (places,) has the number of each place, `starts` (places,) where its parts begin in `part` and `weight`
    (members,): the number of the part and its inhabitants, one at least.
    """

    place: Numbers
    starts: Numbers
    part: Numbers
    weight: NDArray[np.float64]

    @classmethod
    def of(cls, place: Numbers, part: Numbers, weight: NDArray[np.float64]) -> "Members":
        """From one row per member, in the order of places."""
        places, starts = np.unique(place, return_index=True)
        return cls(places, starts, part, weight)

    @property
    def sizes(self) -> Numbers:
        """The number of parts of each place."""
        return np.diff(self.starts, append=len(self.part))

    def among(self, chosen: NDArray[np.bool_]) -> "Members":
        """Only the places (by their number) that are `chosen`."""
        place = np.repeat(self.place, self.sizes)
        kept = chosen[place]
        return Members.of(place[kept], self.part[kept], self.weight[kept])


@dataclass(frozen=True, slots=True)
class Places:
    """Every place that may have a figure, by number, and what it is made of.

    `kind` (places,) is a place in `KINDS`, `code` one in `listed`, `perimeter` one in `perimeters`; all in order.
    `first` gives the number of the first commune as centre, rest and commune: the n-th commune follows at n. `n_iris`
    and `has_centre` (communes,) are those of the programme's, `is_town`.
    """

    kind: Numbers
    code: Numbers
    listed: pa.StringArray
    perimeter: Numbers
    perimeters: Sequence[str]
    first: Mapping[str, int]
    codes: Mapping[str, pa.StringArray]  # of the parts, by grain: commune, iris
    is_town: NDArray[np.bool_]
    n_iris: Numbers
    has_centre: NDArray[np.bool_]
    members: Mapping[str, Members]  # by grain of the parts

    def inside(self, place: Numbers) -> tuple[Numbers, Numbers]:
        """The kind, as a place in `INSIDE`, and the commune of places that are centre, rest or commune."""
        firsts = np.array(list(self.first.values()))
        kind = np.argmax((place >= firsts[:, None]) & (place < firsts[:, None] + len(self.codes["commune"])), axis=0)
        return kind, place - firsts[kind]

    def are(self, kinds: Iterable[str]) -> NDArray[np.bool_]:
        """Which places, by number, are of these kinds."""
        return np.isin(self.kind, [KINDS.index(kind) for kind in kinds])


def number(db: duckdb.DuckDBPyConnection) -> Places:
    """The places of the tables of the schema `territory`."""
    db.execute(_NUMBERED)
    communes = db.execute("select n_iris, is_town, has_centre from numbered_communes order by id").fetchnumpy()
    wholes = db.execute("from numbered_wholes order by id").to_arrow_table()
    codes = {
        grain: db.execute(f"select {grain} from {table} order by id").to_arrow_table()[grain].combine_chunks()
        for grain, table in (("commune", "numbered_communes"), ("iris", "numbered_iris"))
    }
    perimeters = sorted({*INSIDE.values(), *wholes["perimeter"].to_pylist()})
    blocks = [_block(kind, codes["commune"], wholes, perimeters) for kind in KINDS]
    sizes = [len(codes) for codes, _ in blocks]
    kind = np.repeat(np.arange(len(KINDS)), sizes)
    first = {kind: sum(sizes[: KINDS.index(kind)]) for kind in INSIDE}
    code = pa.concat_arrays([codes for codes, _ in blocks])
    listed = code.unique().sort()
    made_of_communes = np.flatnonzero(~np.isin(kind, [KINDS.index(kind) for kind in INSIDE]))
    return Places(
        kind=kind,
        code=taken(pc.index_in(code, value_set=listed))[0],
        listed=listed,
        perimeter=np.concatenate([numbers for _, numbers in blocks]),
        perimeters=perimeters,
        first=first,
        codes=codes,
        is_town=communes["is_town"],
        n_iris=communes["n_iris"],
        has_centre=communes["has_centre"],
        members={
            "iris": _members(db, _iris_sql(first), np.arange(len(kind))),
            "commune": _members(db, _COMMUNES, made_of_communes),
        },
    )


_NUMBERED = """
    create or replace temp table numbered_communes as
    select row_number() over (order by commune) - 1 as id, commune, coalesce(n_iris, 0)::BIGINT as n_iris,
        greatest(round(coalesce(population, 0)), 1)::DOUBLE as weight,
        commune in (select commune from territory.towns) as is_town,
        commune in (select commune from territory.iris where is_centre) as has_centre
    from territory.communes;
    create or replace temp table numbered_iris as
    select row_number() over (order by iris) - 1 as id, iris, commune, is_centre,
        greatest(round(coalesce(population, 0)), 1)::DOUBLE as weight
    from territory.iris;
    create or replace temp table numbered_wholes as
    select row_number() over (order by place_kind, place, perimeter) - 1 as id, place_kind, place, perimeter
    from (select distinct place_kind, place, perimeter from territory.members)
    where place_kind not in ('centre', 'rest', 'commune')"""
_COMMUNES = """
    select w.id as place, c.id as part, c.weight
    from territory.members m join numbered_wholes w using (place_kind, place, perimeter)
        join numbered_communes c using (commune)"""


def _iris_sql(first: Mapping[str, int]) -> str:
    """A commune is made of its IRIS; centre and rest too, in a town of several of which one holds the town hall."""
    return f"""
        with parts as (
            select c.id as commune, i.id as part, i.weight, is_centre, is_town and has_centre and n_iris > 1 as is_cut
            from numbered_iris i join numbered_communes c using (commune)
        )
        select {first["commune"]} + commune as place, part, weight from parts
        union all
        select if(is_centre, {first["centre"]}, {first["rest"]}) + commune, part, weight from parts where is_cut"""


def _members(db: duckdb.DuckDBPyConnection, sql: str, numbers: Numbers) -> Members:
    """`numbers` gives the number of each place that the query tells."""
    rows = db.execute(f"from ({sql}) order by place, part").fetchnumpy()
    return Members.of(numbers[rows["place"]], rows["part"], rows["weight"])


def _block(
    kind: str, communes: pa.StringArray, wholes: pa.Table, perimeters: Sequence[str]
) -> tuple[pa.StringArray, Numbers]:
    """Code and perimeter of each place of a kind, in the order of their numbers."""
    if kind in INSIDE:
        return communes, np.full(len(communes), perimeters.index(INSIDE[kind]))
    here = wholes.filter(booleans([other == kind for other in wholes["place_kind"].to_pylist()]))
    return here["place"].combine_chunks(), taken(pc.index_in(here["perimeter"], value_set=texts(perimeters)))[0]
