"""Pages made by Typst: PDF/UA-1, with the fonts of the site, and the same bytes from the same files."""

import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

FONTS = Path(__file__).parents[1] / "static" / "built" / "fonts"
TURNS = threading.BoundedSemaphore(2)  # a compilation takes a core for a moment: never more than two at once


def printed(files: Mapping[str, bytes]) -> bytes:
    """The PDF of « main.typ », which may read the other files. An image without alternative text does not compile."""
    with TURNS:
        return typst.compile(
            cast("Any", dict(files)),
            format="pdf",
            font_paths=_fonts(),
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
        )


@cache
def _fonts() -> typst.Fonts:
    """The fonts that the build made. Without them Typst's own, so that a page is printed all the same."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
