"""Totals of funding lines: one query, exact to the cent, and each total can give its lines back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.money.models import EXPECTED, FundingLine
from beffroi.programme.money.states import LOCAL_KINDS, NEEDS_NO_REQUEST, Stage

CENT = Decimal("0.01")


class By(TextChoices):
    """What a total may be told by."""

    FUNDER_KIND = "funder_kind", _("Type de financeur")
    FUNDER = "funder", _("Financeur")
    INSTRUMENT = "instrument", _("Instrument")
    ORIGIN = "origin", _("Origine")
    STATE = "state", _("État")
    AXIS = "axis", _("Axe")
    ACTION = "action", _("Action")
    TERRITORY = "territory", _("Territoire")
    DEPARTMENT = "department", _("Département")
    REGION = "region", _("Région")


PATHS = {
    By.FUNDER_KIND: "funder__kind",
    By.FUNDER: "funder",
    By.INSTRUMENT: "instrument",
    By.ORIGIN: "origin",
    By.STATE: "state",
    By.AXIS: "action__axis__key",
    By.ACTION: "action",
    By.TERRITORY: "action__territory",
    By.DEPARTMENT: "action__territory__department",
    By.REGION: "action__territory__region",
}


class SumOfAmounts(Sum):
    """A sum exact to the cent, nothing being zero.

    SQLite keeps an amount as a float: tens of thousands of them added up drift. Cents are integers there.
    """

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="sum(cast(round(%(expressions)s * 100) as integer))", **extra
        )

    def convert_value(self, value: Any, expression: Any, connection: Any) -> Decimal:
        if connection.vendor == "sqlite":
            return (Decimal(value or 0) / 100).quantize(CENT)
        return Decimal(value or 0).quantize(CENT)

    def get_db_converters(self, connection: Any) -> list[Any]:
        # Sum's own converter would read the cents as euros.
        return [self.convert_value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """What lines of one key add up to, in euros; `key` is in the order of what was asked, empty for all of them."""

    key: tuple[Any, ...]
    by: tuple[By, ...]
    lines: int
    # Those of a kind that one asks for: nobody asks oneself for one's own money.
    askable: int
    planned: Decimal
    requested: Decimal
    accepted: Decimal
    committed: Decimal
    paid: Decimal
    expected: Decimal

    def told(self, stage: Stage) -> Decimal | None:
        """The amount of a stage; nothing where the stage does not apply, which is not zero."""
        amount: Decimal = getattr(self, stage)
        return None if stage is Stage.REQUESTED and self.lines and not self.askable and not amount else amount

    def of(self, lines: QuerySet[FundingLine]) -> QuerySet[FundingLine]:
        """Its own lines, among those that it was asked of."""
        return lines.filter(**dict(zip((PATHS[one] for one in self.by), self.key, strict=True)))


def totals(lines: QuerySet[FundingLine], *, by: Sequence[By] = ()) -> list[Total]:
    """One total a key, in the order of the keys; without a key, the total of all of them, zeros where there is none.

    Nothing is left out: ask `lines.counted()` to leave out what was refused or cancelled.
    """
    if not by:
        return [_total(lines.order_by().aggregate(**sums()), by=())]
    keys = {f"by_{one}": F(PATHS[one]) for one in by}
    grouped = lines.order_by().values(**keys).annotate(**sums())
    return [_total(row, by=tuple(by)) for row in grouped.order_by(*keys)]


def sums() -> dict[str, Any]:
    """The number of lines (`count`), of those one asks for (`askable`), and the sum of each amount (`paid_sum`)."""
    # Each sum has an alias of its own: an aggregate named like a field would hide it from the next one.
    amounts = {stage.value: SumOfAmounts(stage.value) for stage in Stage} | {"expected": SumOfAmounts(EXPECTED)}
    askable = Count("pk", filter=~Q(instrument__in=NEEDS_NO_REQUEST))
    return {"count": Count("pk"), "askable": askable} | {f"{name}_sum": one for name, one in amounts.items()}


def whole(lines: QuerySet[FundingLine]) -> Total:
    """The total of all these lines."""
    return totals(lines)[0]


def added(found: Sequence[Total]) -> Total:
    """The total of totals that share no line: what `whole` says of all their lines, with no other question."""
    names: list[str] = [*(str(stage) for stage in Stage), "expected"]
    amounts = {name: sum((getattr(one, name) for one in found), Decimal("0.00")) for name in names}
    lines, askable = (sum(getattr(one, name) for one in found) for name in ("lines", "askable"))
    return Total(key=(), by=(), lines=lines, askable=askable, **amounts)


def local_share(lines: QuerySet[FundingLine]) -> Total:
    """What the communes and their intercommunal bodies put in."""
    return whole(lines.filter(funder__kind__in=LOCAL_KINDS))


def _total(row: dict[str, Any], *, by: tuple[By, ...]) -> Total:
    amounts = {name.removesuffix("_sum"): value for name, value in row.items() if name.endswith("_sum")}
    key = tuple(row[f"by_{one}"] for one in by)
    return Total(key=key, by=by, lines=row["count"], askable=row["askable"], **amounts)
