"""The printed sheet as a text document: real headings, lists and tables, so that whoever edits it keeps its shape."""

import io
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from beffroi.web.action.printing.content import Printed, Section, Table
from beffroi.web.action.printing.drawing import picture

BLUE, QUIET = RGBColor(0, 0, 0x91), RGBColor(0x55, 0x55, 0x55)
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
SITE_MM = 110
# Between the margins; and an amount of tens of millions with its cents.
TEXT_MM, AMOUNT_MM = 170, 21


def docx(printed: Printed) -> bytes:
    document = Document()
    _dress(document, printed)
    document.add_paragraph(printed.kicker).runs[0].font.color.rgb = QUIET
    document.add_heading(printed.title, level=1)
    document.add_paragraph().add_run(printed.states).bold = True
    for notice in printed.notices:
        document.add_paragraph(notice, "Intense Quote")
    facts = Table(caption=printed.title, heads=[], rows=[list(fact) for fact in printed.facts])
    _write_table(document, facts)
    if printed.site:
        shape = document.add_picture(io.BytesIO(picture(printed.site, width_mm=SITE_MM)), width=Mm(SITE_MM))
        shape._inline.docPr.set("descr", printed.site_alt)
    for section in printed.sections:
        _write(document, section)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _dress(document: Any, printed: Printed) -> None:
    """Paper, language, title, colours and the foot of each page."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(20)
    page.footer.paragraphs[0].text = printed.footer
    page.footer.paragraphs[0].runs[0].font.size = Pt(8)
    said = document.core_properties
    said.title, said.author, said.language = printed.title, "Beffroi", LANGUAGES[printed.language]
    said.comments = ""
    fonts = document.styles["Normal"].element.get_or_add_rPr()
    spoken = fonts.find(qn("w:lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        fonts.append(spoken)
    spoken.set(qn("w:val"), LANGUAGES[printed.language])
    document.styles["Normal"].font.size = Pt(10.5)
    for level in (1, 2):
        document.styles[f"Heading {level}"].font.color.rgb = BLUE


def _write(document: Any, section: Section) -> None:
    document.add_heading(section.heading, level=2)
    for paragraph in section.paragraphs:
        document.add_paragraph(paragraph)
    for item in section.items:
        document.add_paragraph(item, "List Bullet")
    if section.table is not None:
        _write_table(document, section.table)


def _write_table(document: Any, told: Table) -> None:
    rows = [*([told.heads] if told.heads else []), *told.rows, *([told.total] if told.total else [])]
    table = document.add_table(len(rows), len(rows[0]), "Table Grid")
    table.autofit = False
    table._tblPr.append(_narrow_margins())
    widths = _widths(columns=len(rows[0]), numbers=told.numbers, names_facts=not told.heads)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row, cells in zip(table.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Mm(widths[place])
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(7.5 if told.numbers else 9)
            run.bold = cells is told.heads or cells is told.total or (not told.heads and place == 0)
            if place >= len(cells) - told.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if told.heads:
        # Repeated on each page, and told as the heads of their columns.
        heads = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(heads)
    document.add_paragraph()


def _widths(*, columns: int, numbers: int, names_facts: bool) -> list[float]:
    """In mm: a name has room for its longest word."""
    if names_facts:
        return [TEXT_MM * 0.3, TEXT_MM * 0.7]
    words = columns - numbers
    left = TEXT_MM - numbers * AMOUNT_MM
    first = left * 0.42 if numbers else left / words
    others = (left - first) / max(words - 1, 1)
    return [first, *[others] * (words - 1), *[AMOUNT_MM] * numbers]


def _narrow_margins() -> Any:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(1).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins
