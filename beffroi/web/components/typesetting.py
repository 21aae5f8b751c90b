"""Pages in print: Typst, PDF/UA-1, with the fonts of the site. The same files give the same bytes."""

import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

FONTS = Path(__file__).parents[1] / "static" / "built" / "fonts"
TURNS = threading.BoundedSemaphore(2)  # a compilation takes a core for a moment: never more than two at once


def pdf(files: Mapping[str, bytes]) -> bytes:
    """`main.typ` among these files, printed; an image without alternative text is refused."""
    with TURNS:
        return typst.compile(
            cast("Any", dict(files)),
            format="pdf",
            font_paths=_fonts(),
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
        )


def picture(svg: str, *, width_mm: float, per_inch: float = 200) -> bytes:
    """A drawing as PNG, for files that know no other."""
    page = f'#set page(width: {width_mm}mm, height: auto, margin: 0mm)\n#image("drawing.svg", width: 100%)'
    with TURNS:
        return typst.compile(
            cast("Any", {"main.typ": page.encode(), "drawing.svg": svg.encode()}),
            format="png",
            ppi=per_inch,
            font_paths=_fonts(),
            ignore_system_fonts=True,
        )


@cache
def _fonts() -> typst.Fonts:
    """The fonts that the build made. Without them Typst's own, so that a page is printed all the same."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
