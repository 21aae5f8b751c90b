"""The public funding lines of a territory, as a page that totals open, and as a table to keep."""

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from beffroi.programme.facts.published import Published, published
from beffroi.territory.towns import Territory
from beffroi.web.components.asking import Asked
from beffroi.web.components.pagination import paged
from beffroi.web.portrait import funding
from beffroi.web.portrait.finding import territory_or_answer

LINES_A_PAGE = 50


def lines_page(request: HttpRequest, code: str) -> HttpResponse:
    territory = territory_or_answer(request, code, route="money")
    if isinstance(territory, HttpResponse):
        return territory
    facts = _facts()
    asked, lines = _found(request, facts, territory)
    page = paged(lines, size=LINES_A_PAGE, number=asked.page)
    context = {
        "territory": territory,
        "api": f"/api/v1/funding-lines?territory={territory.code}",
        "asked": asked,
        "page": page,
        "rows": [funding.worded(line, titles=asked.choices["action"]) for line in page.items],
        "chosen": [(funding.LABELS[name], asked.choices[name][value]) for name, value in asked.chosen.items()],
        "whole": funding.whole(lines),
        "has_demonstration": any(line["is_demonstration"] for line in lines),
    }
    return render(request, "portrait/money.html", context)


def lines_csv(request: HttpRequest, code: str) -> HttpResponse:
    territory = territory_or_answer(request, code, route="money-csv")
    if isinstance(territory, HttpResponse):
        return territory
    facts = _facts()
    _asked, lines = _found(request, facts, territory)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = facts.all("funding_lines").column_names
    writer.writerow(columns)
    writer.writerows([_cell(line[column]) for column in columns] for line in lines)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"beffroi-{territory.code}-financements-{facts.edition}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _facts() -> Published:
    facts = published()
    if facts is None:
        raise Http404("This installation publishes no facts of the programme.")
    return facts


def _found(request: HttpRequest, facts: Published, territory: Territory) -> tuple[Asked, list[funding.Line]]:
    titles = {row["action"]: row["title"] or row["action"] for row in facts.of("actions", territory.code)}
    asked = funding.asked(request.GET, actions=titles)
    return asked, funding.found(facts.of("funding_lines", territory.code), asked)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
