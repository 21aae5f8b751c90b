"""Money by stage, each total with the way to its lines."""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
# The filter of the list of lines that opens the lines of a total.
FILTERS = {By.ORIGIN: "origine", By.INSTRUMENT: "instrument", By.FUNDER_KIND: "type", By.TERRITORY: "territoire"}


@dataclass(frozen=True, slots=True)
class Row:
    labels: tuple[Any, ...]
    lines: int
    amounts: tuple[Decimal, ...]
    url: str


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
    only_partner = scope.roles <= {Role.PARTNER}
    return [one for one in found if one.funder in scope.organisations] if only_partner else found


def table(lines: Iterable[ledger.Held], *, by: Sequence[By], territory: str = "") -> Table:
    """What the lines add up to. The last row is added from the others: it says what they say."""
    found = ledger.totals(lines, by=by)
    rows = tuple(_row(total, territory=territory) for total in found)
    whole = _row(added(found), territory=territory)
    return Table(by=tuple(by), stages=tuple(stage.label for stage in Stage), rows=rows, whole=whole)


def _row(total: Total, *, territory: str) -> Row:
    keys = dict(zip(total.by, total.key, strict=True))
    return Row(
        labels=tuple(LABELS[by].get(key, key) for by, key in keys.items()),
        lines=total.lines,
        amounts=tuple(getattr(total, str(stage)) for stage in Stage),
        url=_url(keys, territory=territory),
    )


def _url(keys: Mapping[By, Any], *, territory: str) -> str:
    asked = {FILTERS[by]: str(key) for by, key in keys.items()}
    if territory:
        asked["territoire"] = territory
    base = address("money:lines")
    return f"{base}?{urlencode(asked)}" if base and asked else base
