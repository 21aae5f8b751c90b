"""Totals in words: what each key is called, and the address that opens the lines of each amount."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.programme.actions.models import Action
from beffroi.programme.money.states import Stage
from beffroi.programme.money.totals import By, Total
from beffroi.web.money.listing import WORDS, Asked


@dataclass(frozen=True, slots=True)
class Cell:
    # Nothing where the stage does not apply.
    amount: Decimal | None
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A total as a line of the table: the words of its key, its amounts, each with the address of its lines."""

    words: tuple[Any, ...]
    cells: tuple[Cell, ...]
    lines: int
    address: str


def rows(totals: Iterable[Total], *, asked: Asked) -> list[Row]:
    told = list(totals)
    words = _all_words(told, asked)
    return [_row(total, words=words, asked=asked) for total in told]


def word_of(totals: Iterable[Total], *, asked: Asked) -> Callable[[By, Any], Any]:
    """What each part of the keys of these totals is called."""
    words = _all_words(list(totals), asked)
    return lambda by, part: words[by].get(str(part), part)


def _all_words(totals: list[Total], asked: Asked) -> dict[By, Mapping[str, Any]]:
    return {by: _words(by, {total.key[place] for total in totals}, asked) for place, by in enumerate(_by(totals))}


def whole_row(total: Total, *, asked: Asked) -> Row:
    return _row(total, words={}, asked=asked)


def _by(totals: list[Total]) -> tuple[By, ...]:
    return totals[0].by if totals else ()


def _row(total: Total, *, words: Mapping[By, Mapping[str, Any]], asked: Asked) -> Row:
    keys = {WORDS[by]: str(key) for by, key in zip(total.by, total.key, strict=True)}
    return Row(
        words=tuple(words[by].get(str(key), key) for by, key in zip(total.by, total.key, strict=True)),
        cells=tuple(Cell(total.told(stage), asked.lines_address(**keys, etape=str(stage))) for stage in Stage),
        lines=total.lines,
        address=asked.lines_address(**keys),
    )


def _words(by: By, keys: set[Any], asked: Asked) -> Mapping[str, Any]:
    if by is By.ACTION:
        return {str(action.pk): str(action) for action in Action.objects.filter(pk__in=keys)}
    return {str(code): label for code, label in asked.choices[WORDS[by]].items()} or {"": _("sans objet")}
