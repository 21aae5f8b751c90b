"""What a published table is: its columns, each with its meaning and where it is read, and its rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Choices, Expression, QuerySet

from beffroi.programme.people.roles import Circle

Row: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`source` is what Django reads: a path of fields or an expression; `made` then makes the cell of it.

    `kind` is a Data Package type, or `amount` (euros, two decimals) or `geometry` (WKB, longitude first).
    """

    name: str
    kind: str
    meaning: str
    source: str | Expression
    required: bool = False
    codes: type[Choices] | None = None
    refers: str = ""
    made: Callable[[Any], Any] | None = None

    def cell(self, value: Any) -> Any:
        """What is published: an empty text is an absence."""
        if value is None or value == "":
            return None
        return self.made(value) if self.made else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`select` gives the rows that a circle reads, in an order that the facts alone decide."""

    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]
    select: Callable[[Circle], QuerySet[Any]]

    def rows(self, circle: Circle) -> Iterator[Row]:
        found = self.select(circle).values_list(*(column.source for column in self.columns))
        for values in found.iterator(chunk_size=5000):
            yield tuple(column.cell(value) for column, value in zip(self.columns, values, strict=True))


def spaced(codes: Iterable[object]) -> str | None:
    """Several codes in one cell."""
    return " ".join(str(code) for code in codes) or None
