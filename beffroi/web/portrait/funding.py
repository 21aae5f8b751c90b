"""The public money of a territory: totals by funder, instrument and origin, and the lines that each one opens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from beffroi.programme.money.states import NEEDS_NO_REQUEST, Instrument, Origin, Stage, State
from beffroi.programme.people.roles import OrganisationKind
from beffroi.web.components.asking import Asked

Line = Mapping[str, Any]
# The word of an address for each thing by which money is told, and its column among the published facts.
KEYS = {"financeur": "funder_kind", "instrument": "instrument", "origine": "origin"}
CHOICES: Mapping[str, Any] = {
    "financeur": OrganisationKind,
    "instrument": Instrument,
    "origine": Origin,
    "etape": Stage,
    "etat": State,
}
LABELS: Mapping[str, Any] = {
    "financeur": _("Financeur"),
    "instrument": _("Instrument"),
    "origine": _("Origine"),
    "etape": _("Étape"),
    "etat": _("État"),
    "action": _("Action"),
}


@dataclass(frozen=True, slots=True)
class Total:
    """What lines add up to, stage by stage, in euros; each amount has the query that opens exactly its lines.

    There is no amount where the stage does not apply.
    """

    words: tuple[Any, ...]
    cells: tuple[tuple[Decimal | None, str], ...]
    lines: int
    query: str
    # Some of its lines were made up.
    is_demonstration: bool = False


def totals(lines: Iterable[Line]) -> list[Total]:
    """One a kind of funder, instrument and origin, in the order of these lists."""
    grouped: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        grouped.setdefault(tuple(line[column] for column in KEYS.values()), []).append(line)
    order = [[str(choice) for choice in CHOICES[word]] for word in KEYS]
    keys = sorted(grouped, key=lambda key: [places.index(part) for places, part in zip(order, key, strict=True)])
    return [_total(grouped[key], key=dict(zip(KEYS, key, strict=True))) for key in keys]


def whole(lines: Iterable[Line]) -> Total:
    return _total(list(lines), key={})


def granted(line: Line) -> Decimal:
    """The surest amount of a granted line: paid in full once settled, else committed, else accepted."""
    if line["state"] == State.SETTLED:
        return line["paid"] or Decimal(0)
    return line["committed"] or line["accepted"] or Decimal(0)


def asked(query: QueryDict, *, actions: Mapping[str, str]) -> Asked:
    choices: dict[str, Mapping[str, Any]] = {
        word: {str(one): one.label for one in found} for word, found in CHOICES.items()
    }
    return Asked.read(query, choices=choices | {"action": actions}, labels=LABELS)


def found(lines: Iterable[Line], asked: Asked) -> list[Line]:
    columns = {**KEYS, "etat": "state", "action": "action"}
    wanted = {columns[name]: value for name, value in asked.chosen.items() if name in columns}
    stage = asked.chosen.get("etape")
    return [
        line
        for line in lines
        if all(line[column] == value for column, value in wanted.items()) and (not stage or line[stage] is not None)
    ]


def worded(line: Line, *, titles: Mapping[str, Any]) -> dict[str, Any]:
    """A line with words beside its codes, as a table shows it."""
    return {
        **line,
        "title": titles.get(line["action"], line["action"]),
        "instrument_label": Instrument(line["instrument"]).label,
        "origin_label": Origin(line["origin"]).label,
        "state_label": State(line["state"]).label,
        "amounts": [line[stage] for stage in Stage],
    }


def _total(lines: Sequence[Line], *, key: Mapping[str, str]) -> Total:
    return Total(
        words=tuple(CHOICES[word](part).label for word, part in key.items()),
        cells=tuple((_sum(lines, stage), "?" + urlencode({**key, "etape": str(stage)})) for stage in Stage),
        lines=len(lines),
        query="?" + urlencode(key) if key else "",
        is_demonstration=any(line["is_demonstration"] for line in lines),
    )


def _sum(lines: Sequence[Line], stage: Stage) -> Decimal | None:
    """As `money.totals.Total.told` says it: nobody asks oneself for one's own money."""
    added = sum((line[stage] for line in lines if line[stage] is not None), Decimal(0))
    asked = any(line["instrument"] not in NEEDS_NO_REQUEST for line in lines)
    return None if stage is Stage.REQUESTED and lines and not asked and not added else added
