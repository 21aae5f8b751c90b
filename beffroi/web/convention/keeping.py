"""Writes that go together in one transaction: a file and what it proves, five axes, a choice over what was shown."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.planning import set_plan
from beffroi.programme.actions.queries import plan
from beffroi.programme.conventions.drafting import add_annex, address_axis, set_perimeters
from beffroi.programme.conventions.models import Annex, Deliberation, Party, Perimeter, Version
from beffroi.programme.conventions.operations import add_deliberation
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.operations import add_document
from beffroi.programme.moves import Refused
from beffroi.programme.people.models import User
from beffroi.programme.people.roles import Circle
from beffroi.programme.towns.models import Territory
from beffroi.web.convention.forms.writing import Axes, axes_shown, checksum
from beffroi.web.desk.form_page import show_again


class ChangedMeanwhile(Refused):
    """Another person changed what the form showed; nothing typed is lost."""


@transaction.atomic
def deliberation_with_file(
    version: Version,
    *,
    party: Party,
    assembly: str,
    date: date,
    number: str,
    file: UploadedFile | None,
    by: User,
    at: datetime,
) -> Deliberation:
    title = f"{assembly}, {number}"[:200]
    document = _filed(version, title=title, file=file, by=by, at=at) if file else None
    voted = Deliberation(party=party, assembly=assembly, date=date, number=number, document=document)
    return add_deliberation(voted, by=by, at=at)


@transaction.atomic
def annex_with_file(version: Version, *, title: str, file: UploadedFile, by: User, at: datetime) -> Annex:
    document = _filed(version, title=title, file=file, by=by, at=at)
    return add_annex(Annex(version=version, document=document, title=title), by=by, at=at)


@transaction.atomic
def with_act(do: Callable[..., Any], *, territory: Territory, given: Mapping[str, Any], by: User, at: datetime) -> Any:
    """Do what an act makes so, with the file of the act among the documents of the territory when it was given."""
    said = dict(given)
    file = said.pop("act_file")
    act = None
    if file:
        title = said["act_title"] or _("Acte")
        filed = Document(owner_kind="territory", owner_id=territory.pk, territory=territory, title=title[:200])
        act = add_document(filed, stream=file, name=file.name or "", by=by, at=at)
    return do(act_document=act, by=by, at=at, **said)


@transaction.atomic
def write_axes(version: Version, *, form: Axes, by: User, at: datetime) -> None:
    """Write the axes that differ from what the version holds; refused when another changed one meanwhile."""
    held = list(_locked(version).axes.select_related("axis"))
    _check_seen(form, shown=axes_shown(held)["seen"])
    known = {one.axis_id: (one.with_action, one.reason) for one in held}
    for axis in version.territory.programme.axes.all():
        chosen = form.choice(axis)
        if chosen is not None and chosen != known.get(axis.pk):
            with_action, reason = chosen
            address_axis(version, axis=axis, with_action=with_action, reason=reason, by=by, at=at)


@transaction.atomic
def choose_perimeters(
    version: Version, *, perimeters: Collection[Perimeter], form: Any, by: User, at: datetime
) -> None:
    _check_seen(form, shown=perimeters_shown(_locked(version)))
    set_perimeters(version, perimeters=perimeters, by=by, at=at)


@transaction.atomic
def choose_plan(
    version: Version, *, actions: Collection[Action], among: Collection[Action], form: Any, by: User, at: datetime
) -> None:
    _check_seen(form, shown=plan_shown(_locked(version)))
    set_plan(version, actions=actions, among=among, by=by, at=at)


def plan_shown(version: Version) -> str:
    return checksum(sorted(plan(version)))


def perimeters_shown(version: Version) -> str:
    return checksum(sorted(version.perimeters.values_list("pk", flat=True)))


def _check_seen(form: Any, *, shown: str) -> None:
    if form.cleaned_data["seen"] != shown:
        # Sent again as it stands, the form then writes over what it was told of.
        show_again(form, seen=shown)
        raise ChangedMeanwhile(
            _("Une autre personne a modifié ceci pendant que vous écriviez : comparez avec l’état actuel ci-dessous."),
            _("Votre saisie est conservée ; enregistrez de nouveau pour la maintenir."),
        )


def _locked(version: Version) -> Version:
    return Version.objects.select_for_update(of=("self",)).get(pk=version.pk)


def _filed(version: Version, *, title: str, file: UploadedFile, by: User, at: datetime) -> Document:
    document = Document(
        owner_kind="version",
        owner_id=str(version.pk),
        territory=version.territory,
        title=title,
        circle=Circle.AGENTS,
    )
    return add_document(document, stream=file, name=file.name or "", by=by, at=at)
