"""How the points of the map are coloured: by a fact of the programme, or by an indicator in classes of equal number.

Classes say « low to high », never first to last: there is no ranking here.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.observatory.release.read import Observation
from beffroi.territory.towns import Territory
from beffroi.web.components.atlas import Point, Shade, hall_point
from beffroi.web.figures import typography
from beffroi.web.figures.indicator import Indicator, language
from beffroi.web.figures.reading import Reading
from beffroi.web.public import wording

CLASSES = 5
BY_FACT = {"entree": gettext_lazy("Entrée dans le programme"), "phase": gettext_lazy("Phase de la convention")}


def colour_choices(reading: Reading) -> dict[str, Any]:
    """Facts, then the indicators that are measured for whole territories: code to label."""
    measured = (code for code in reading.codes if "territory" in reading.release.indicators[code]["levels"])
    return dict(BY_FACT) | {code: reading.indicator(code).name for code in measured}


def shaded(
    places: Sequence[Territory], *, colour: str, reading: Reading, home: str
) -> tuple[list[Point], list[Shade], str]:
    """The points of the map, its legend, and its title."""
    if colour in BY_FACT:
        kinds = {place.code: _kind(place, colour) for place in places}
        title = _("Les territoires du programme : %(fact)s") % {"fact": str(BY_FACT[colour]).lower()}
    else:
        indicator, period = reading.indicator(colour), reading.latest(colour)
        figures = reading.at_places.get((colour, period, "territory", ""), {})
        kinds = _classes(places, figures=figures, indicator=indicator)
        title = f"{indicator.name}, {typography.period(period)}"
    points = [_point(place, kinds[place.code], home=home) for place in places]
    counts = Counter((shade, label) for shade, label, _note in kinds.values())
    return points, [Shade(shade, label, count) for (shade, label), count in sorted(counts.items())], title


def _kind(place: Territory, colour: str) -> tuple[str, str, str]:
    if colour == "phase":
        label = str(wording.PHASES[place.phase])
        return place.phase.value, label, label
    if place.entry != "2018":
        label = _("territoires entrés depuis 2018")
        return "later", label, _("entré depuis 2018")
    if place.is_pair:
        return "pair", _("binômes de villes de la liste de 2018"), _("binôme de 2018")
    return "alone", _("villes de la liste de 2018"), _("liste de 2018")


def _classes(
    places: Sequence[Territory], *, figures: dict[str, Observation], indicator: Indicator
) -> dict[str, tuple[str, str, str]]:
    """Shade, legend and note of each territory. Equal values are never parted, so a class may be larger or empty."""
    values = {place.code: row.value for place in places if (row := figures.get(place.code)) and row.value is not None}
    bounds = np.unique(np.quantile(list(values.values()), np.linspace(0, 1, CLASSES + 1))) if values else np.zeros(1)
    kinds = {}
    for place in places:
        if (value := values.get(place.code)) is None:
            kinds[place.code] = ("absent", _("sans valeur publiée"), _("sans valeur publiée"))
            continue
        step = min(max(int(np.searchsorted(bounds, value, side="right")), 1), max(len(bounds) - 1, 1))
        low, high = bounds[step - 1], bounds[min(step, len(bounds) - 1)]
        label = typography.span(
            indicator.written(low), indicator.written(high), symbol=indicator.symbol, language=language()
        )
        kinds[place.code] = (str(step), label, indicator.with_unit(value))
    return kinds


def _point(place: Territory, kind: tuple[str, str, str], *, home: str) -> Point:
    return hall_point(place, url=f"{home}territoires/{place.code}/", note=kind[2], shade=kind[0])
