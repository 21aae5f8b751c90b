"""Money by stage, each total with the way to its lines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from beffroi.programme.money import ledger
from beffroi.programme.money.states import Instrument, Origin, Stage
from beffroi.programme.money.totals import By, Total, added
from beffroi.programme.people.roles import OrganisationKind, Role
from beffroi.programme.people.scope import Scope
from beffroi.web.desk.addresses import address

LABELS: Mapping[By, Mapping[str, Any]] = {
    By.ORIGIN: dict(Origin.choices),
    By.INSTRUMENT: dict(Instrument.choices),
    By.FUNDER_KIND: dict(OrganisationKind.choices),
}
# The filter of the list of lines that opens the lines of a total; a partner's desk opens those of its organisations.
MINE = "miens"
FILTERS = {By.ORIGIN: "origine", By.INSTRUMENT: "instrument", By.FUNDER_KIND: "type", By.TERRITORY: "territoire"}


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount, nothing where the stage does not apply; and the address of the lines that make it."""

    amount: Decimal | None
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    labels: tuple[Any, ...]
    lines: int
    cells: tuple[Cell, ...]
    url: str

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        return tuple(cell.amount for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Amounts in euros: one column a stage, one row a key, then all of them."""

    by: tuple[By, ...]
    stages: tuple[Any, ...]
    rows: tuple[Row, ...]
    whole: Row


def held(scope: Scope, *, territories: Collection[str]) -> list[ledger.Held]:
    """The lines that a desk adds up: a partner's own, everyone else's on these territories."""
    found = ledger.counted(ledger.ledger(scope, territories=territories))
    return [one for one in found if one.funder in scope.organisations] if _is_only_partner(scope) else found


def table(scope: Scope, *, by: Sequence[By], territory: str = "") -> Table:
    """What the lines of a desk add up to. The last row is added from the others: it says what they say."""
    found = ledger.totals(held(scope, territories=[territory] if territory else scope.territories), by=by)
    around = lines_filter(scope, territory=territory)
    rows = tuple(_row(total, around=around) for total in found)
    whole = _row(added(found), around=around)
    return Table(by=tuple(by), stages=tuple(stage.label for stage in Stage), rows=rows, whole=whole)


def lines_filter(scope: Scope, *, territory: str = "") -> dict[str, str]:
    """What the list of lines is asked to show the lines of a desk and no others."""
    asked = {"financeur": MINE} if _is_only_partner(scope) else {}
    return asked | ({"territoire": territory} if territory else {})


def lines_url(asked: Mapping[str, str]) -> str:
    base = address("money:lines")
    return f"{base}?{urlencode(asked)}" if base and asked else base


def _is_only_partner(scope: Scope) -> bool:
    return scope.roles <= {Role.PARTNER}


def _row(total: Total, *, around: Mapping[str, str]) -> Row:
    keys = dict(zip(total.by, total.key, strict=True))
    asked = {**around, **{FILTERS[by]: str(key) for by, key in keys.items()}}
    return Row(
        labels=tuple(LABELS[by].get(key, key) for by, key in keys.items()),
        lines=total.lines,
        cells=_cells({stage: total.told(stage) for stage in Stage}, asked),
        url=lines_url(asked),
    )


def _cells(amounts: Mapping[Stage, Decimal | None], asked: Mapping[str, str]) -> tuple[Cell, ...]:
    return tuple(Cell(amount, lines_url({**asked, "etape": str(stage)})) for stage, amount in amounts.items())
