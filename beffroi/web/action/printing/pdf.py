"""The printed sheet as PDF/UA."""

import json
from pathlib import Path

from beffroi.web.action.printing.content import Printed
from beffroi.web.components import paper

SHEET = Path(__file__).with_name("sheet.typ")


def pdf(printed: Printed) -> bytes:
    files = {
        "main.typ": SHEET.read_bytes(),
        "sheet.json": json.dumps(printed.plain(), ensure_ascii=False).encode(),
    }
    if printed.site:
        files["site.svg"] = printed.site.encode()
    return paper.printed(files)
