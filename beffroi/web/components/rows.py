"""The rows of a list as they are shown, drawn again only after something was written on their territory."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from beffroi.foundations.journal.kept import kept_each


@dataclass(frozen=True, slots=True)
class Row:
    """What a template says of one thing of a list; all that it shows is of this territory, or of none."""

    key: int
    territory: str
    told: Mapping[str, Any]


def rows_drawn(
    template: str, keys: Sequence[int], *, key: Hashable, read: Callable[[Sequence[int]], Iterable[Row]]
) -> list[SafeString]:
    """The rows of these keys, in their order, without those that are no longer there.

    `key` says all that a row depends on but the database and the language: never who may read it, for the keys are
    those of what the person may read.
    """
    page = get_template(template)

    def draw(some: Sequence[int]) -> dict[int, tuple[str, SafeString]]:
        return {row.key: (row.territory, page.render(dict(row.told))) for row in read(some)}

    rows = kept_each((template, get_language(), key), keys, draw)
    return [rows[one] for one in keys if one in rows]


def with_keys(rows: QuerySet, keys: Sequence[int]) -> list[Any]:
    """Some of the rows of a list, in the order of their keys; those that are no longer there are left out."""
    found = rows.order_by().in_bulk(keys)
    return [found[key] for key in keys if key in found]
