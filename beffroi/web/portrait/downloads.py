"""The figures of a page as CSV: UTF-8, comma, one header line, the release's columns with words beside the codes."""

import csv
import io
from collections.abc import Iterable
from dataclasses import fields

from django.http import HttpResponse
from django.utils.translation import gettext_lazy

from beffroi.observatory.release.read import Observation
from beffroi.web.figures.figure import Figure

COLUMNS = tuple(field.name for field in fields(Observation))
LABELS = ("indicator_name", "place_name", "level", "unit", "status")
STATUS = {
    "A": gettext_lazy("valeur normale"),
    "E": gettext_lazy("estimation d’un modèle"),
    "U": gettext_lazy("fiabilité faible : couverture partielle"),
    "B": gettext_lazy("rupture de série"),
}


def csv_answer(figures: Iterable[Figure], *, name: str) -> HttpResponse:
    """A file to keep, named after the page and the release."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, *LABELS])
    writer.writerows(_row(figure) for figure in figures)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _row(figure: Figure) -> list[object]:
    seen = figure.observation
    status = str(figure.absence.word) if figure.absence else str(STATUS.get(seen.obs_status, seen.obs_status))
    words = [figure.indicator.name, figure.place.name, figure.level, figure.indicator.unit_label, status]
    return [*("" if (cell := getattr(seen, column)) is None else cell for column in COLUMNS), *words]
