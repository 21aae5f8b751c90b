"""Two people on one form: the second is told what changed, field by field, and loses nothing."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Model
from django.utils.translation import gettext as _

from beffroi.foundations.clock import LEGAL_TIME
from beffroi.foundations.days import day
from beffroi.foundations.journal.chain import history, plain
from beffroi.foundations.journal.models import Entry
from beffroi.programme.moves import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field in three states, as codes: when the form was opened, as kept now, as typed."""

    field: str
    opened: Any
    kept: Any
    typed: Any

    @property
    def is_conflict(self) -> bool:
        """Both changed it, and not to the same thing."""
        return self.typed != self.opened != self.kept and self.typed != self.kept


class ChangedMeanwhile(Refused):
    """Holds both versions of every field that differs, who changed the kept one last, and the revision to answer to."""

    def __init__(self, differences: Iterable[Difference], *, revision: int, by: str, at: datetime) -> None:
        self.differences, self.revision, self.by, self.at = tuple(differences), revision, by, at
        super().__init__(
            _(
                "Cette fiche a été modifiée le %(day)s à %(hour)s, pendant que vous l’écriviez. "
                "Rien n’est perdu : comparez les deux versions, puis enregistrez de nouveau."
            )
            % {"day": day(at), "hour": f"{at.astimezone(LEGAL_TIME):%H h %M}"}
        )


def told(row: Model, *, fields: Iterable[str]) -> dict[str, Any]:
    """What a row says, as the journal writes it: codes, amounts with all their decimals, links by their identifier."""
    return plain({name: _told(row, name) for name in fields})


def check_revision(row: Model, *, revision: int, typed: Mapping[str, Any]) -> None:
    """`row` is as kept; `revision` the one that the form showed, `typed` what it sends: else `ChangedMeanwhile`."""
    kept_revision: int = row.revision
    if revision == kept_revision:
        return
    entries = _since(row, revision)
    kept = told(row, fields=typed)
    opened = kept | {name: value for entry in entries for name, value in entry.before.items() if name in kept}
    sent = as_typed(row, values=typed)
    differences = (
        Difference(field=name, opened=opened[name], kept=kept[name], typed=sent[name])
        for name in typed
        if not kept[name] == opened[name] == sent[name]
    )
    by, at = (entries[0].by, entries[0].at) if entries else ("", row.changed_at)
    raise ChangedMeanwhile(differences, revision=kept_revision, by=by, at=at)


def as_typed(row: Model, *, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the row would say with these values."""
    links = {name: sorted(one.pk for one in value) for name, value in values.items() if is_many(row, name)}
    draft = copy(row)
    for name, value in values.items():
        if name not in links:
            field = row._meta.get_field(name)
            setattr(draft, name, value if field.is_relation else field.to_python(value))
    return told(draft, fields=[name for name in values if name not in links]) | links


def is_many(row: Model, name: str) -> bool:
    return bool(row._meta.get_field(name).many_to_many)


def _told(row: Model, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return sorted(getattr(row, name).values_list("pk", flat=True))
    value = getattr(row, field.attname)
    if isinstance(field, DecimalField) and value is not None:
        return Decimal(value).quantize(Decimal(1).scaleb(-field.decimal_places))
    return value


def _since(row: Model, revision: int) -> list[Entry]:
    """The rows of the journal that came after a revision, latest first."""
    return [entry for entry in history(row) if entry.after.get("revision", 0) > revision]
