import io

import pytest
from pypdf import PdfReader

from beffroi.web.figures.panel import panel


def opened(client, place, *, prefix=""):
    response = client.get(f"{prefix}/territoires/{place.code}/portrait.pdf")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def text_of(pages):
    """The words of the pages, whatever the spaces that the page breaks them with."""
    return " ".join(" ".join(page.extract_text() for page in pages.pages).split())


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("kind", ["town", "pair", "overseas", "later"])
def test_the_portrait_is_printed_on_two_pages(client, request, kind, prefix):
    place = request.getfixturevalue(kind)
    pages = opened(client, place, prefix=prefix)
    assert len(pages.pages) == 2
    assert place.communes[0].name in text_of(pages)


def test_the_printed_figures_are_those_of_the_page(client, reading, town):
    printed = text_of(opened(client, town))
    html = client.get(f"/territoires/{town.code}/").content.decode()
    for code in ("HAB-03", "TRA-02"):
        for figure in panel(reading, code=code, commune=town.communes[0].code).own:
            assert figure.short in printed
            assert figure.text in html


def test_every_indicator_with_a_value_is_printed_or_said_to_be_on_line(client, reading, town):
    printed = text_of(opened(client, town))
    absent = [code for code in reading.codes if reading.indicator(code).name.split("(")[0][:24] not in printed]
    assert not absent or "autres indicateurs" in printed


def test_the_document_is_tagged_named_and_in_its_language(client, town):
    pages = opened(client, town, prefix="/en")
    root = pages.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert town.name in pages.metadata.title
    assert 'part="1"' in (metadata := root["/Metadata"].get_data().decode()) or "<pdfuaid:part>1<" in metadata


def test_every_drawing_has_its_words(client, town):
    pages = opened(client, town)
    words = [element["/Alt"] for element in structure(pages.trailer["/Root"]["/StructTreeRoot"]) if "/Alt" in element]
    drawings = sum(len(page.images) for page in pages.pages)
    assert any("IRIS" in text for text in words)
    assert any("Centre" in text for text in words)
    assert len(words) >= max(2, drawings)


def structure(node):
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        element = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(element, dict):
            yield element
            yield from structure(element)


def test_the_same_release_gives_the_same_bytes(reading, town):
    from beffroi.web.portrait import printed

    assert printed.portrait(reading, town) == printed.portrait(reading, town)
