"""The drawing of a site outside a page, where no stylesheet is."""

from typing import Any, cast
from xml.etree import ElementTree

import typst

from beffroi.web.action.site import Drawn
from beffroi.web.components.paper import TURNS

TOWN = {"fill": "#ffffff", "stroke": "#777777", "stroke-width": "1.2"}
AREA = {"fill": "#6a6af4", "fill-opacity": ".45", "stroke": "#000091", "stroke-width": "2"}
LINE = {"fill": "none", "stroke": "#000091", "stroke-width": "3"}
POINT = {"fill": "#000091", "stroke": "#ffffff", "stroke-width": "2", "r": "7"}


def svg(drawn: Drawn) -> str:
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {drawn.width} {drawn.height}",
            "width": str(drawn.width),
            "height": str(drawn.height),
        },
    )
    ElementTree.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#f6f6f6"})
    for town in drawn.towns:
        ElementTree.SubElement(root, "path", {"d": town} | TOWN)
    for area in drawn.site.areas:
        ElementTree.SubElement(root, "path", {"d": area} | AREA)
    for line in drawn.site.lines:
        ElementTree.SubElement(root, "path", {"d": line} | LINE)
    for x, y in drawn.site.points:
        ElementTree.SubElement(root, "circle", {"cx": str(x), "cy": str(y)} | POINT)
    return ElementTree.tostring(root, encoding="unicode")


def picture(svg: str, *, width_mm: float, per_inch: float = 200) -> bytes:
    """A drawing as PNG, for documents that know no other."""
    page = f'#set page(width: {width_mm}mm, height: auto, margin: 0mm)\n#image("drawing.svg", width: 100%)'
    files = {"main.typ": page.encode(), "drawing.svg": svg.encode()}
    with TURNS:
        return typst.compile(cast("Any", files), format="png", ppi=per_inch, ignore_system_fonts=True)
