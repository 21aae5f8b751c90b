"""A table that a narrow screen shows as cards: each cell knows the head of its column, each part says what it is.

The head is read from the table itself, so that the two never differ. Roles are told in so many words because a
stylesheet that lays a table out otherwise takes its meaning away in some browsers.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

TAG = re.compile(r"<(/?)(table|thead|tbody|tfoot|tr|th|td)\b([^>]*)>")
FOR_THE_EAR = re.compile(r'<span class="fr-sr-only">.*?</span>', re.S)
COLSPAN = re.compile(r'colspan="(\d+)"')
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row", "td": "cell"}


@dataclass
class _Reading:
    """Where one is in the table: in its head or below, and in which column."""

    heads: list[str] = field(default_factory=list)
    in_head: bool = False
    column: int = 0


def as_cards(html: str) -> str:
    """The same table with, on each cell, the head of its column in `data-label`."""
    made, read, end = [], _Reading(), 0
    for tag in TAG.finditer(html):
        made.append(html[end : tag.start()])
        end = tag.end()
        closing, name, traits = tag.groups()
        made.append(tag.group() if closing else f"<{name}{traits}{_told(name, traits, read=read)}>")
        if closing and name == "th" and read.in_head:
            read.heads.append(_words(made))
        if name == "thead":
            read.in_head = not closing
    return "".join([*made, html[end:]])


def _told(name: str, traits: str, *, read: _Reading) -> str:
    if name == "tr":
        read.column = 0
        sort_by = escape(_("Trier par"))
        return f' role="row" data-label="{sort_by}"' if read.in_head else ' role="row"'
    if name not in {"th", "td"}:
        return f' role="{ROLES[name]}"'
    if read.in_head:
        return ' role="columnheader"'
    head = read.heads[read.column] if read.column < len(read.heads) else ""
    span = COLSPAN.search(traits)
    read.column += int(span[1]) if span else 1
    role = "rowheader" if name == "th" else "cell"
    return f' role="{role}"' + ("" if span else f' data-label="{escape(head)}"')


def _words(made: list[str]) -> str:
    """What the last head says to the eye."""
    start = next(place for place in reversed(range(len(made))) if made[place].startswith("<th"))
    return " ".join(unescape(strip_tags(FOR_THE_EAR.sub("", "".join(made[start:])))).split())
