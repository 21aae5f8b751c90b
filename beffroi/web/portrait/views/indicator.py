"""The catalogue of indicators, and the page of one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from beffroi.territory.names import folded
from beffroi.web.figures import quality
from beffroi.web.figures.figure import Figure
from beffroi.web.figures.indicator import Indicator
from beffroi.web.figures.reading import OWN_LEVELS, Reading, served
from beffroi.web.portrait import downloads, national
from beffroi.web.portrait.finding import indicator_or_answer


def catalogue(request: HttpRequest) -> HttpResponse:
    reading = served()
    axes = reading.axes()
    axis, typed = request.GET.get("axe", ""), request.GET.get("q", "").strip()
    refusal = ""
    if axis and axis not in {each.key for each in axes}:
        known = ", ".join(each.key for each in axes)
        refusal = _("L’axe « %(axis)s » n’existe pas. Axes possibles : %(known)s.") % {"axis": axis, "known": known}
        axis = ""
    families = [
        (each, [indicator for indicator in map(reading.indicator, each.codes) if _answers(indicator, typed)])
        for each in axes
        if not axis or each.key == axis
    ]
    context = {
        "axes": axes, "axis": axis, "typed": typed, "refusal": refusal, "release": reading.release,
        "families": [family for family in families if family[1] or not typed],
        "count": sum(len(found) for _, found in families),
    }  # fmt: skip
    return render(request, "portrait/indicators.html", context, status=400 if refusal else 200)


def _answers(indicator: Indicator, typed: str) -> bool:
    """Whether every word typed begins a word of the code, the name, the question or the definition."""
    said = f" {folded(' '.join((indicator.code, indicator.name, indicator.question, indicator.definition)))}"
    return all(f" {word}" in said for word in folded(typed).split())


def page(request: HttpRequest, code: str) -> HttpResponse:
    reading = served()
    found = indicator_or_answer(request, reading, code, route="indicator")
    if isinstance(found, HttpResponse):
        return found
    choice, refusals = _choice(request.GET, reading, found)
    whole = national.national(reading, found, period=choice["periode"])
    level = choice["niveau"] or whole.levels[-1]
    rows = whole.sorted_by(choice["tri"], down=choice["ordre"] == "desc")
    map_svg, classes = national.country(reading, whole, level=level)
    context = {
        "indicator": whole.indicator,
        "api": f"/api/v1/values?indicator={found}",
        "whole": whole,
        "choice": choice,
        "refusals": refusals,
        "periods": reading.periods_seen[found],
        "level": level,
        "map": map_svg,
        "classes": classes,
        "spread": national.spread_chart(whole, level=level),
        "spread_sentence": national.spread_sentence(whole, level=level),
        "heads": _heads(whole, choice),
        "rows": Paginator(rows, national.PAGE).get_page(choice["page"]),
        "query": _query(choice),
        "sources": [(source, quality.title(source), quality.licence(source)) for source in whole.indicator.sources],
        "related": [
            reading.indicator(each) for each in whole.indicator.related or [] if each in reading.release.indicators
        ],
        "release": reading.release,
    }
    return render(request, "portrait/indicator.html", context, status=400 if refusals else 200)


def values_csv(request: HttpRequest, code: str) -> HttpResponse:
    reading = served()
    found = indicator_or_answer(request, reading, code, route="indicator-csv")
    if isinstance(found, HttpResponse):
        return found
    indicator = reading.indicator(found)
    kinds = [
        kind for kind in (*OWN_LEVELS, "territory", "epci", "aav", "programme", "france") if kind in indicator.levels
    ]
    rows = (row for kind in kinds for row in reading.release.of(found, place_kind=kind))
    figures = (
        Figure(observation=row, indicator=indicator, place=reading.place(row.place_kind, row.place)) for row in rows
    )
    return downloads.csv_answer(figures, name=f"beffroi-{found}-{reading.release.name}")


def _choice(query: QueryDict, reading: Reading, code: str) -> tuple[dict[str, str], list[str]]:
    """What the address asks for; a value that means nothing here is refused with the right ones, and ignored."""
    levels = national.levels_of(reading.indicator(code))
    columns = [key for key in national.COLUMNS if key not in national.LEVEL_OF or key in levels]
    accepted = {
        "periode": reading.periods_seen[code],
        "tri": columns,
        "ordre": ["asc", "desc"],
        "niveau": levels,
    }
    defaults = {"periode": reading.latest(code), "tri": "nom", "ordre": "asc", "niveau": ""}
    choice, refusals = {"page": query.get("page", "1")}, []
    for name, right in accepted.items():
        value = query.get(name) or defaults[name]
        if value and value not in right:
            refusals.append(
                _("%(name)s : « %(value)s » n’est pas possible ici. Valeurs possibles : %(right)s.")
                % {"name": name, "value": value, "right": ", ".join(right)}
            )
            value = defaults[name]
        choice[name] = value
    return choice, refusals


def _query(choice: dict[str, str], **changes: str) -> str:
    """An address of this page with other choices; the page number starts again unless it is the change."""
    kept = {key: value for key, value in choice.items() if value and key != "page"} | changes
    query = QueryDict(mutable=True)
    query.update(kept)
    return query.urlencode()


def _heads(whole: national.National, choice: dict[str, str]) -> list[dict[str, str]]:
    """The heads of the table: each is a link that sorts by its column, the other way when it already does."""
    heads = []
    for key, label in whole.columns:
        is_current = key == choice["tri"]
        down = is_current and choice["ordre"] == "asc"
        state = {"asc": "ascending", "desc": "descending"}[choice["ordre"]] if is_current else ""
        query = _query(choice, tri=key, ordre="desc" if down else "asc")
        heads.append({"key": key, "label": label, "query": query, "state": state})
    return heads
