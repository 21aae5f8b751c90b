"""Figures in the columns of values.parquet, as arrays that gates look at."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from beffroi.foundations.handover import taken

Mask = NDArray[np.bool_]
Offenders = tuple[str, ...]  # rows, as text
SHOWN = 5  # offenders told for a closed gate


@dataclass(frozen=True, slots=True)
class _Words:
    """A column of words: `numbers` (rows,) are places in `listed`, -1 where there is no word."""

    numbers: NDArray[np.int64]
    listed: pa.Array

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> "_Words":
        one = column.combine_chunks()
        coded = one if pa.types.is_dictionary(one.type) else one.dictionary_encode()
        numbers, is_there = taken(coded.indices)
        return cls(np.where(is_there, numbers, -1).astype(np.int64), coded.dictionary)

    def are(self, words: Collection[str]) -> Mask:
        """Which rows bear one of these words; those without a word do not."""
        return np.array([*(word in words for word in self.listed.to_pylist()), False])[self.numbers]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A column of numbers (rows,): NaN where there is none, or where what is there is not a number."""

    values: NDArray[np.float64]
    is_there: Mask

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> "_Figure":
        values, is_there = taken(column)
        return cls(np.where(is_there, values, np.nan), is_there)


class Rows:
    """The rows of one indicator."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._words: dict[str, _Words] = {}
        self._figures: dict[str, _Figure] = {}

    def words(self, name: str) -> _Words:
        if name not in self._words:
            self._words[name] = _Words.of(self.table[name])
        return self._words[name]

    def figure(self, name: str) -> _Figure:
        if name not in self._figures:
            self._figures[name] = _Figure.of(self.table[name])
        return self._figures[name]

    def group(self, *names: str) -> tuple[NDArray[np.int64], int]:
        """A number for each row, the same for those whose words are the same, and how many there may be."""
        numbers, many = np.zeros(self.table.num_rows, dtype=np.int64), 1
        for name in names:
            words = self.words(name)
            numbers = numbers * (len(words.listed) + 1) + words.numbers + 1
            many *= len(words.listed) + 1
        return numbers, many

    def told(self, chosen: NDArray[np.int64], names: Collection[str]) -> Offenders:
        """The first of the rows `chosen` by their place, as text."""
        first = [[self.table[name][int(at)].as_py() for name in names] for at in chosen[:SHOWN]]
        return tuple(as_text(row) for row in first)


def as_text(row: Collection[object]) -> str:
    return ", ".join("null" if cell is None else str(cell) for cell in row)
