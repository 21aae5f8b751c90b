"""A page of a long list, and the numbers of the pages to offer around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    items: Sequence[Item]
    number: int
    last: int
    first_rank: int

    @property
    def numbers(self) -> list[int | None]:
        """First, last, and those around this page; nothing stands for those left out."""
        near = sorted({1, self.last, *range(max(1, self.number - 1), min(self.last, self.number + 1) + 1)})
        shown: list[int | None] = []
        for number in near:
            if shown and shown[-1] is not None and number > shown[-1] + 1:
                shown.append(None)
            shown.append(number)
        return shown

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.last else None


def paged(items: Sequence[Item], *, size: int, number: int) -> Page[Item]:
    """The page `number` of `items`; beyond the end, the last page."""
    last = max(1, ceil(len(items) / size))
    number = min(number, last)
    start = (number - 1) * size
    return Page(items=items[start : start + size], number=number, last=last, first_rank=start + 1)
