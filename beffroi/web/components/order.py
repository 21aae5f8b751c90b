"""Rows put in order for all the pages of a list: after a write, one territory alone is read and placed again.

Rows come by what is sorted, then by the name of their territory, then by number, then by key. Names are told as a
dictionary does, É among the E; what is not known comes last, up or down.
"""

from array import array
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import numpy as np
from django.db.models import QuerySet

from beffroi.foundations.journal.kept import kept, kept_by_territory
from beffroi.territory.names import folded

Key = TypeVar("Key", int, str)


# Where what is not known stands, up or down.
LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Sort:
    """What a list is sorted by: a field, nothing for territories in their order, and in what order its values come."""

    field: str = ""
    rank: Mapping[str, int] | None = None
    is_text: bool = False
    is_descending: bool = False

    def place(self, value: Any) -> Any:
        """A value as it is compared: a text, or a whole number."""
        if value is None:
            return None if self.is_text else LAST
        if self.rank is not None:
            return self.rank[value]
        if isinstance(value, Decimal):
            return int(value.scaleb(2))
        if isinstance(value, date):
            return value.toordinal()
        return folded(value) if self.is_text else value


def in_dictionary_order(names: Iterable[tuple[Key, str]]) -> dict[Key, str]:
    """Keys and names, in the order of the names."""
    return dict(sorted(names, key=lambda one: (folded(one[1]), one[1], one[0])))


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one territory in the order of their numbers: keys, and what each is sorted by."""

    keys: array
    places: Any


def in_order(
    key: Hashable, rows: QuerySet, *, sort: Sort, territories: Sequence[str], path: str = "territory", number: str
) -> array:
    """The keys of `rows` in order; `key` says all that they depend on but the database.

    `territories` are those where rows may be, in the order of their names; `path` leads to one from a row.
    """

    def read(codes: Collection[str]) -> dict[str, Section]:
        return _sections(rows.filter(**{f"{path}__in": codes}), codes, sort=sort, path=path, number=number)

    def merge() -> array:
        own = (key, sort.field, "sections")
        sections = kept_by_territory(own, sorted(territories), read)
        return _merged([sections[code] for code in territories], sort=sort)

    return kept((key, sort.field, sort.is_descending, tuple(territories), "order"), merge)


def _sections(rows: QuerySet, codes: Collection[str], *, sort: Sort, path: str, number: str) -> dict[str, Section]:
    found: dict[str, tuple[array, list[Any]]] = {code: (array("q"), []) for code in codes}
    fields = (f"{path}_id", "pk", *([sort.field] if sort.field else []))
    placed = _once(sort.place)
    for code, pk, *values in rows.order_by(number, "pk").values_list(*fields):
        keys, places = found[code]
        keys.append(pk)
        places.extend(map(placed, values))
    return {
        code: Section(keys, places if sort.is_text else array("q", places)) for code, (keys, places) in found.items()
    }


def _once(place: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Each value is placed once: the same title stands on many lines."""
    known: dict[Any, Any] = {}
    return lambda value: known[value] if value in known else known.setdefault(value, place(value))


def _merged(sections: Sequence[Section], *, sort: Sort) -> array:
    """A stable sort, up or down: what is equal keeps the order of territories and numbers."""
    if not sort.field:
        sections = sections[::-1] if sort.is_descending else sections
    keys = array("q")
    for section in sections:
        keys.extend(section.keys)
    if not sort.field or not keys:
        return keys
    order = (_by_text if sort.is_text else _by_number)(sections, is_descending=sort.is_descending)
    return array("q", np.frombuffer(keys, dtype=np.int64)[order].tobytes())


def _by_number(sections: Sequence[Section], *, is_descending: bool) -> np.ndarray:
    places = np.concatenate([np.frombuffer(section.places, dtype=np.int64) for section in sections if section.keys])
    return np.argsort(np.where(places == LAST, LAST, -places) if is_descending else places, kind="stable")


def _by_text(sections: Sequence[Section], *, is_descending: bool) -> list[int]:
    places = [place for section in sections for place in section.places]
    known = [at for at, place in enumerate(places) if place is not None]
    known.sort(key=places.__getitem__, reverse=is_descending)
    return known + [at for at, place in enumerate(places) if place is None]
