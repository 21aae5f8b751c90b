"""The portrait in print: two pages made by Typst, PDF/UA-1, with the figures and the drawings of the page itself."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from beffroi.territory.towns import Territory
from beffroi.web.components.paper import printed
from beffroi.web.figures import quality, typography
from beffroi.web.figures.figure import ABSENCES, Figure
from beffroi.web.figures.indicator import colon, language, listed
from beffroi.web.figures.panel import Panel
from beffroi.web.figures.reading import Reading
from beffroi.web.portrait import who
from beffroi.web.portrait.blocks import Block, Portrait, portrait_of

HERE = Path(__file__).parent / "print"
SHAPES = Path(__file__).parents[1] / "figures" / "templates" / "figures" / "shapes.svg"
CHART_WIDTH = 440.0
MOST_ROWS = 12  # for each axis: what the second page holds
KEY_FIGURES, KEY_FIGURES_OF_PAIR = 6, 3


def portrait(reading: Reading, territory: Territory) -> bytes:
    """The two pages in the active language. The same release gives the same bytes."""
    view = portrait_of(reading, territory)
    towns = [who.town_view(reading, town, identity=f"map-{town.code}") for town in territory.communes]
    keys = view.brief[: KEY_FIGURES_OF_PAIR if territory.is_pair else KEY_FIGURES]
    files = {f"map-{each.town.code}.svg": _dressed(each.map) for each in towns if each.map}
    files |= {
        f"{panel.identity}.svg": _dressed(panel.chart(width=CHART_WIDTH))
        for block in keys
        for panel in block.panels
        if panel.has_chart
    }
    told = {
        "language": language(),
        "name": territory.name,
        "title": _("%(name)s : portrait") % {"name": territory.name},
        "words": _words(reading),
        "facts": [list(fact) for fact in who.facts(territory, towns)],
        "maps": [_map(each) for each in towns],
        "keys": [_key(panel) for block in keys for panel in block.panels],
        "table": _table(view),
        "sources": _sources(view),
        "caveats": _caveats(view),
    }
    files |= {
        "main.typ": (HERE / "portrait.typ").read_bytes(),
        "portrait.json": json.dumps(told, ensure_ascii=False).encode(),
    }
    return printed(files)


@cache
def _dress() -> str:
    sheet = ElementTree.Element("style")
    sheet.text = (HERE / "print.css").read_text(encoding="utf-8")
    return SHAPES.read_text(encoding="utf-8") + ElementTree.tostring(sheet, encoding="unicode")


def _dressed(svg: str) -> bytes:
    """A drawing of the page with its shapes and its colours inside, since print has no stylesheet around it."""
    end = svg.index(">") + 1
    return (svg[:end] + _dress() + svg[end:]).encode()


def _words(reading: Reading) -> dict[str, str]:
    """The fixed texts of the two pages."""
    release = reading.release
    said = {
        "kicker": _("Portrait de territoire"),
        "brief": _("En bref"),
        "figures": _("Les principaux chiffres par axe"),
        "figures_note": _(
            "Dernière période de chaque indicateur. Pairs : ensemble des dix villes comparables hors programme."
        ),
        "indicator": _("Indicateur"),
        "sources": _("Sources"),
        "caveats": _("À lire avec précaution"),
        "not_said": _("Ce que ce chiffre ne dit pas."),
        "release": _("Publication %(name)s, communes du %(cog)s (%(date)s). Beffroi.")
        % {
            "name": release.name,
            "cog": release.manifest["geography"]["communes"],
            "date": release.manifest["geography"]["date"],
        },
    }
    return {key: typography.tidy(text, language=language()) for key, text in said.items()}


def _map(view: who.TownView) -> dict[str, str]:
    alt = f"{view.town.name}{colon()}{view.caption}"
    return {"file": f"map-{view.town.code}.svg" if view.map else "", "alt": alt, "note": alt}


def _key(panel: Panel) -> dict[str, str]:
    figure = panel.headline
    return {
        "name": panel.indicator.name,
        "value": figure.text,
        "place": f"{figure.place_name}, {figure.period}",
        "sentence": figure.sentence,
        "not_said": panel.indicator.not_said,
        "file": f"{panel.identity}.svg" if panel.has_chart else "",
        "alt": f"{panel.title}. {panel.description}",
    }


def _table(view: Portrait) -> dict[str, Any]:
    """Heads and rows: for each town its levels and its peers, then the programme."""
    towns = view.territory.communes
    levels = [_("Centre"), _("Reste"), _("Commune"), _("Pairs")]
    families = [
        {"name": family.axis.official, "rows": [_line(block, width=len(towns)) for block in _main(family.blocks)]}
        for family in view.families
        if family.blocks
    ]
    return {"towns": [town.name for town in towns], "levels": levels, "programme": _("Programme"), "families": families}


def _main(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of an axis that print has room for: those that know the centre first, in the order of the codes."""
    ranked = sorted(
        blocks, key=lambda block: (not _has_value(block), "centre" not in block.indicator.levels, block.code)
    )
    return sorted(ranked[:MOST_ROWS], key=lambda block: block.code)


def _has_value(block: Block) -> bool:
    return any(panel.has_chart for panel in block.panels)


def _line(block: Block, *, width: int) -> dict[str, Any]:
    cells = []
    for index in range(width):
        panel = block.panels[min(index, len(block.panels) - 1)]
        by_kind = {figure.observation.place_kind: figure for figure in panel.own}
        whole = by_kind.get("commune") or by_kind.get("territory")
        cells += [_cell(figure) for figure in (by_kind.get("centre"), by_kind.get("rest"), whole, panel.peers[0].whole)]
    programme = next((f for f in block.panels[0].references if f.observation.place_kind == "programme"), None)
    symbol = block.indicator.symbol
    return {
        "name": block.indicator.name + (f" ({symbol})" if symbol else ""),
        "period": typography.period(block.period),
        "cells": [*cells, _cell(programme)],
    }


def _cell(figure: Figure | None) -> str:
    return figure.short if figure else "–"


def _sources(view: Portrait) -> str:
    shown = [block for family in view.families for block in _main(family.blocks)]
    found = {source["name"]: source for block in shown for source in block.indicator.sources}
    said = (
        f"{source['producer']}, {quality.title(source)}, {source['vintage']} ({quality.licence(source)})"
        for source in found.values()
    )
    return listed(said) + "."


def _caveats(view: Portrait) -> list[str]:
    signs = ", ".join(f"{absence.sign} {absence.word}" for absence in ABSENCES.values())
    left = sum(len(family.blocks) - len(_main(family.blocks)) for family in view.families)
    said = [
        _("Le centre est l’IRIS de la mairie : un autre périmètre donnerait d’autres chiffres."),
        _("Aucun rang n’est donné : un écart peut venir de la taille, du tourisme ou de la méthode."),
        _("Sans chiffre : %(signs)s ; – niveau non mesuré. Un zéro est un zéro.") % {"signs": signs},
    ]
    if left:
        said.append(
            _("La page en ligne montre %(left)s autres indicateurs, la précision et les limites de chacun.")
            % {"left": left}
        )
    return [typography.tidy(text, language=language()) for text in said]
