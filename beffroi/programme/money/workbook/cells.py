"""From what a cell holds to a value: what Excel, LibreOffice and a person each call a date, an amount, a yes."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop as _
from django.utils.translation import override

from beffroi.foundations.choices import TextChoices
from beffroi.foundations.sayings import Saying, say, sayings_of
from beffroi.programme.actions.sites import check_site
from beffroi.territory.names import folded

Cell: TypeAlias = Any
YES, NO = "oui", "non"
LIST_SIGN = ";"
LARGEST = Decimal("999999999999.99")
# Neither a computed sum nor the float that a spreadsheet keeps is further than this from its cent, up to 10^9 euros.
NEAR = Decimal("0.000001")


class Unreadable(ValueError):
    """The cell is not what its column says; `hint` adds what may have been meant, when something near exists."""

    def __init__(self, hint: Saying | None = None) -> None:
        super().__init__(hint)
        self.hint = hint


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: Cell) -> str:
    """What a person sees in the cell."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text if len(text) <= 60 else f"{text[:59]}…"


def text(cell: Cell, *, longest: int | None = None) -> str:
    """A leading apostrophe is the sign by which an exported cell says that it is no formula."""
    said = shown(cell) if not isinstance(cell, str) else cell.strip()
    if re.match(r"'[=+\-@\t]", said):
        said = said[1:]
    if longest is not None and len(said) > longest:
        raise Unreadable(say(_("ce texte a %(length)s signes"), length=len(said)))
    return said


def amount(cell: Cell) -> Decimal:
    """« 1 234,50 € », « 1234.5 » or a number; at most two decimals, never negative."""
    if isinstance(cell, bool | date):
        raise Unreadable
    said = _as_seen(cell) if isinstance(cell, float) else str(cell)
    plain = re.sub(r"[\s€]|euros?", "", said.casefold())
    try:
        found = Decimal(plain.replace(",", ".") if plain.count(",") <= 1 and "." not in plain else plain)
    except InvalidOperation as fault:
        raise Unreadable from fault
    if not found.is_finite() or found != found.quantize(Decimal("0.01")) or not 0 <= found <= LARGEST:
        raise Unreadable
    return found.quantize(Decimal("0.01"))


def _as_seen(cell: float) -> str:
    """A spreadsheet keeps 684300.44 as 684300.4399999999: a millionth near a cent is the cent that a person sees."""
    cents = f"{cell:.2f}"
    return cents if abs(Decimal(cell) - Decimal(cents)) <= NEAR else f"{cell:.10f}"


def number(cell: Cell) -> int:
    said = shown(cell)
    if isinstance(cell, bool | date) or not re.fullmatch(r"[0-9]{1,18}", said):
        raise Unreadable
    return int(said)


def day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(str(cell).strip(), form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
    raise Unreadable


def yes_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    said = folded(str(cell))
    if said not in {YES, NO}:
        raise Unreadable
    return said == YES


def french(choice: TextChoices) -> str:
    """The label of a choice as the file says it, in whatever language the page is."""
    with override("fr"):
        return str(choice.label)


def one_of(choices: type[TextChoices]) -> Callable[[Cell], str]:
    """A choice, by its label however typed, or by its code."""
    known = {folded(french(choice)): choice.value for choice in choices} | {folded(c.value): c.value for c in choices}

    def read(cell: Cell) -> str:
        return known_as(str(cell), among=known)

    return read


def known_as(said: str, *, among: Mapping[str, Any]) -> Any:
    """What bears this name, however typed."""
    found = among.get(folded(said))
    if found is None:
        raise Unreadable
    return found


def several(cell: Cell, *, read: Callable[[str], Any]) -> list[Any]:
    """A list whose items stand between semicolons."""
    return [read(item.strip()) for item in str(cell).split(LIST_SIGN) if item.strip()]


def site(cell: Cell) -> dict[str, Any]:
    try:
        drawn = json.loads(str(cell))
        check_site(drawn)
    except json.JSONDecodeError as fault:
        raise Unreadable from fault
    except ValidationError as fault:
        raise Unreadable(sayings_of(fault)[0]) from fault
    return drawn
