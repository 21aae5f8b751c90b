"""Up to four towns side by side."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from beffroi.territory.finding import UnknownTerritory, find
from beffroi.territory.towns import Territory, territories
from beffroi.web.figures.indicator import Indicator
from beffroi.web.figures.panel import Panel, panel
from beffroi.web.figures.reading import Axis, Reading, served
from beffroi.web.figures.towns import towns_chart

MOST = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A town of the comparison: a pair gives two columns."""

    territory: Territory
    commune: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    indicator: Indicator
    period: str
    panels: tuple[Panel, ...]

    @property
    def chart(self) -> str:
        return towns_chart(self.panels)

    @property
    def labels(self) -> list[str]:
        return [figure.level for figure in self.panels[0].own]


def page(request: HttpRequest) -> HttpResponse:
    reading = served()
    chosen, refusals = picked(request.GET)
    axis = request.GET.get("axe", "")
    axes = reading.axes()
    if axis and axis not in {each.key for each in axes}:
        refusals.append(
            _("L’axe « %(axis)s » n’existe pas. Axes possibles : %(known)s.")
            % {"axis": axis, "known": ", ".join(each.key for each in axes)}
        )
        axis = ""
    columns = [Column(place, town.code, town.name) for place in chosen for town in place.communes]
    families = (
        [(each, _rows(reading, each, columns)) for each in axes if not axis or each.key == axis] if columns else []
    )
    context = {
        "chosen": [(place, _without(chosen, place, axis)) for place in chosen],
        "refusals": refusals,
        "columns": columns,
        "families": families,
        "axes": axes,
        "axis": axis,
        "all": territories(),
        "can_add": len(chosen) < MOST,
        "most": MOST,
        "release": reading.release,
    }
    return render(request, "portrait/compare.html", context, status=400 if refusals else 200)


def picked(query: QueryDict) -> tuple[list[Territory], list[str]]:
    """The territories asked for, each once, and a sentence for each that was refused."""
    chosen: list[Territory] = []
    refusals = []
    for typed in query.getlist("t"):
        if not typed.strip():
            continue
        try:
            found = find(typed)
        except UnknownTerritory as unknown:
            refusals.append(_refused(unknown))
            continue
        if found in chosen:
            continue
        if len(chosen) == MOST:
            refusals.append(
                _("Quatre territoires au plus : %(name)s n’est pas ajouté. Retirez-en un d’abord.")
                % {"name": found.name}
            )
            continue
        chosen.append(found)
    return chosen, refusals


def _refused(unknown: UnknownTerritory) -> str:
    sentence = _("Aucun territoire unique ne s’appelle « %(typed)s ».") % {"typed": unknown.typed}
    near = ", ".join(f"{place.name} ({place.code})" for place in unknown.near)
    meant = _("Vouliez-vous dire : %(near)s ?") % {"near": near}
    return f"{sentence} {meant}" if near else sentence


def _rows(reading: Reading, axis: Axis, columns: list[Column]) -> list[Row]:
    rows = []
    for code in axis.codes:
        panels = tuple(panel(reading, code=code, commune=column.commune) for column in columns)
        rows.append(Row(indicator=panels[0].indicator, period=panels[0].period, panels=panels))
    return rows


def _without(chosen: list[Territory], place: Territory, axis: str) -> str:
    query = QueryDict(mutable=True)
    query.setlist("t", [each.code for each in chosen if each is not place])
    if axis:
        query["axe"] = axis
    return "?" + query.urlencode()
