"""Two people on one form, in words: what each wrote, and what the form shows again."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from beffroi.programme.actions.meanwhile import ChangedMeanwhile
from beffroi.programme.people.queries import names
from beffroi.web.action.wording import FIELDS
from beffroi.web.components.journal.names import names_of
from beffroi.web.components.journal.values import said


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of which two people wrote differently, in words; `is_taken` when the form takes the kept one."""

    label: Any
    opened: Any
    kept: Any
    typed: Any
    is_taken: bool


@contextmanager
def shown_again(
    form: Any,
    shown: dict[str, Any],
    *,
    fields: Mapping[str, Any] = FIELDS,
    kind: str = "action",
) -> Iterator[None]:
    """When somebody wrote meanwhile, the form keeps what was typed, and `shown` tells the page what differs and who."""
    try:
        yield
    except ChangedMeanwhile as meanwhile:
        form.data = reconciled(form.data, meanwhile)
        shown.update(differences=differences(meanwhile, fields=fields, kind=kind), changed_by=who(meanwhile.by))
        raise


def reconciled(typed: QueryDict, meanwhile: ChangedMeanwhile) -> QueryDict:
    """What the form shows again: what was typed, and what the other person wrote where nothing was typed."""
    data = typed.copy()
    data["revision"] = str(meanwhile.revision)
    for one in meanwhile.differences:
        if one.typed == one.opened:
            _write(data, one.field, one.kept)
    return data


def _write(data: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, list):
        data.setlist(name, [str(one) for one in value])
    elif value in (None, False):
        data.pop(name, None)
    elif isinstance(value, dict):
        data[name] = json.dumps(value)
    else:
        data[name] = "on" if value is True else str(value)


def differences(
    meanwhile: ChangedMeanwhile, *, fields: Mapping[str, Any] = FIELDS, kind: str = "action"
) -> list[Shown]:
    """Each field that differs, its three values as the history of such a thing says them."""
    values = [(one, (one.opened, one.kept, one.typed)) for one in meanwhile.differences]
    names = names_of((kind, one.field, value) for one, three in values for value in three)

    def shown(field: str, value: Any) -> Any:
        return said(kind, field, value, names=names) or _("rien")

    return [
        Shown(
            label=fields[one.field],
            opened=shown(one.field, one.opened),
            kept=shown(one.field, one.kept),
            typed=shown(one.field, one.typed),
            is_taken=one.typed == one.opened,
        )
        for one in meanwhile.differences
    ]


def who(public_id: str) -> str:
    return names([public_id]).get(public_id, _("une autre personne"))
