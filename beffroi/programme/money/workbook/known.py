"""What the cells of an import may name: territories, axes, organisations. Read once, whatever the number of rows."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext_noop as _

from beffroi.foundations.sayings import say
from beffroi.programme.actions.themes import themes
from beffroi.programme.money.workbook.cells import Unreadable
from beffroi.programme.people.models import Organisation
from beffroi.programme.towns.models import Axis, Territory
from beffroi.territory.names import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    territories: dict[str, Territory]
    # By programme, then by folded name: key, number or any wording that the axis has borne.
    axes: dict[str, dict[str, Axis]]
    themes: dict[str, dict[str, str]]
    # None where several organisations bear the name.
    organisations: dict[str, Organisation | None]

    def territory(self, said: str) -> Territory:
        found = self.territories.get(said.strip().casefold())
        if found is None:
            raise Unreadable
        return found

    def axis(self, said: str, *, territory: Territory) -> Axis:
        return _named(said, among=self.axes[territory.programme_id])

    def theme(self, said: str, *, territory: Territory) -> str:
        return _named(said, among=self.themes[territory.programme_id])

    def organisation(self, said: str) -> Organisation:
        return _named(said, among=self.organisations)


def known() -> Known:
    territories = {one.code.casefold(): one for one in Territory.objects.select_related("programme")}
    programmes = {one.programme_id for one in territories.values()}
    return Known(
        territories=territories,
        axes={programme: _axes(programme) for programme in programmes},
        themes={programme: _themes(programme) for programme in programmes},
        organisations=_organisations(),
    )


def reference(organisation: Organisation) -> str:
    """How a cell names an organisation without doubt: its kind and its code, else its name."""
    return f"{organisation.kind}:{organisation.code}" if organisation.code else organisation.name


def axis_wordings(programme: str, *, on: date) -> dict[int, str]:
    """What each axis is called on a day, by its identifier."""
    axes = Axis.objects.filter(programme=programme).prefetch_related("wordings")
    return {axis.pk: wording.text if (wording := axis.wording(on)) else axis.key for axis in axes}


def _named(said: str, *, among: dict[str, Any]) -> Any:
    found = among.get(folded(said))
    if found is not None:
        return found
    if folded(said) in among:
        raise Unreadable(say(_("plusieurs portent ce nom : donnez la référence, par exemple commune:15014")))
    near = get_close_matches(folded(said), [name for name, one in among.items() if one is not None], n=1, cutoff=0.75)
    raise Unreadable(say(_("peut-être « %(name)s »"), name=str(among[near[0]])) if near else None)


def _axes(programme: str) -> dict[str, Axis]:
    found: dict[str, Axis] = {}
    for axis in Axis.objects.filter(programme=programme).prefetch_related("wordings"):
        names = [axis.key, str(axis.order), *(wording.text for wording in axis.wordings.all())]
        found |= dict.fromkeys(map(folded, names), axis)
    return found


def _themes(programme: str) -> dict[str, str]:
    declared = themes(programme)
    return {folded(name): key for key, text in declared.items() for name in (key, text)}


def _organisations() -> dict[str, Organisation | None]:
    found: dict[str, Organisation | None] = {}
    for one in Organisation.objects.all():
        name = folded(one.name)
        found[name] = None if name in found else one
    # After the names: a reference is never doubtful.
    for one in Organisation.objects.exclude(code=""):
        found[folded(reference(one))] = one
    return found
