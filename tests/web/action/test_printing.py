"""The sheet on paper: the same content as the page, for the same reader, as PDF and as DOCX."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from beffroi.programme.actions.models import Action, ActionIndicator, Dependency, Risk
from tests.programme import making, making_actions

# Said on the page of this action, and so on paper.
SAID = (
    "Halle gourmande",
    "En retard",
    "Bloquée",
    "Achat de l’îlot",
    "Ville d’Aurillac",
    "Agence nationale",
    "Rouvrir l’ancienne halle.",
    "Consultation lancée",
    "Fouilles préventives",
    "Parking relais",
    "1er mars 2023",
    "1er mai 2023",
    "HAB-03",
    "Conseil régional d’Auvergne",
    "100 000",
)


@pytest.fixture
def action(director: Client) -> Action:
    made = making_actions.action(
        title="Halle gourmande",
        state="works",
        end_date=date(2023, 3, 1),
        late_cause="land",
        blocked=True,
        blocked_cause="land",
        unblock_condition="Achat de l’îlot",
        description="Rouvrir l’ancienne halle.\n\nY loger un marché.",
        site={"type": "LineString", "coordinates": [[2.44, 44.92], [2.45, 44.93]]},
    )
    made.partners.set([making.organisation(making.OrganisationKind.ANAH, name="Agence nationale", code="national")])
    making_actions.milestone(made, planned=date(2023, 5, 1), label="Consultation lancée")
    Risk.objects.create(action=made, text="Fouilles préventives")
    Dependency.objects.create(action=made, on_action=making_actions.action(title="Parking relais"))
    ActionIndicator.objects.create(
        action=made, indicator_code="HAB-03", baseline=Decimal("12.5"), baseline_period="2021"
    )
    region = making.organisation(making.OrganisationKind.REGION, name="Conseil régional d’Auvergne", code="84")
    making_actions.line(made, state="committed", funder=region)
    return made


def plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())


def in_pdf(client: Client, address: str) -> tuple[PdfReader, str]:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    return reader, plain(" ".join(page.extract_text() for page in reader.pages))


def in_docx(client: Client, address: str) -> tuple[Document, str]:
    document = Document(io.BytesIO(client.get(address).content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return document, plain(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


def test_the_pdf_says_what_the_page_says_and_is_read_aloud(director: Client, action: Action):
    reader, text = in_pdf(director, reverse("action:pdf", args=[action.pk]))

    assert [said for said in SAID if said not in text] == []
    assert reader.metadata.title == str(action)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fr"


def test_the_docx_says_the_same_with_headings_lists_and_tables_that_one_edits(director: Client, action: Action):
    document, text = in_docx(director, reverse("action:docx", args=[action.pk]))

    assert [said for said in SAID if said not in text] == []
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert headings[0] == "Description"
    assert "Financement" in headings
    assert any(one.style.name == "List Bullet" for one in document.paragraphs)
    picture = document.inline_shapes[0]._inline.docPr.get("descr")
    assert picture == f"Le site de l’action dans {action.territory}"


def test_the_money_of_the_docx_fits_the_page_and_gives_names_the_most_room(director: Client, action: Action):
    document, _text = in_docx(director, reverse("action:docx", args=[action.pk]))

    widths = [round(column.width.mm) for column in document.tables[-1].columns]
    assert sum(widths) == pytest.approx(170, abs=4)
    assert max(widths) == widths[0]


def test_a_made_up_aim_says_so_on_the_page_and_on_paper_beside_the_real_figure(director: Client, action: Action):
    address = {name: reverse(f"action:{name}", args=[action.pk]) for name in ("sheet", "pdf", "docx")}
    real = "12,5 % (2021)"
    assert real in plain(director.get(address["sheet"]).content.decode())

    Action.objects.filter(pk=action.pk).update(is_demonstration=True)

    marked = "12,5 % (2021, démonstration)"
    assert marked in plain(director.get(address["sheet"]).content.decode())
    assert marked in in_pdf(director, address["pdf"])[1]
    assert marked in in_docx(director, address["docx"])[1]


def test_an_aim_is_told_in_the_unit_of_its_indicator_in_both_languages(director: Client, action: Action):
    for code, value in (("COM-10", "1250.5"), ("HAB-17", "1400"), ("COM-14", "0.35"), ("ZZZ-99", "7")):
        ActionIndicator.objects.create(action=action, indicator_code=code, target=Decimal(value), target_period="2026")
    told = {
        "": (
            "12,5 % (2021)",
            "1 250,5 pour 10 000 hab. (2026)",
            "1 400 €/m² (2026)",
            # A ratio has no unit; an indicator that the release does not know has none that we know.
            "0,35 (2026)",
            "7 (2026)",
        ),
        "/en": (
            "12.5% (2021)",
            "1,250.5 per 10,000 inhab. (2026)",
            "1,400 €/m² (2026)",
            "0.35 (2026)",
            "7 (2026)",
        ),
    }

    for prefix, sentences in told.items():
        address = {name: prefix + reverse(f"action:{name}", args=[action.pk]) for name in ("sheet", "pdf", "docx")}
        shown = (
            plain(director.get(address["sheet"]).content.decode()),
            in_pdf(director, address["pdf"])[1],
            in_docx(director, address["docx"])[1],
        )
        assert [(one, text) for text in shown for one in sentences if one not in text] == []


def test_who_aims_at_an_indicator_is_told_the_unit_of_what_is_typed(director: Client, action: Action):
    page = plain(director.get(reverse("action:aim", args=[action.pk])).content.decode())

    assert "HAB-03 – " in page
    assert "(pour cent)</option>" in page
    assert "(euro par mètre carré)</option>" in page


def test_both_are_in_the_language_of_the_page(director: Client, action: Action):
    _, printed = in_pdf(director, "/en" + reverse("action:pdf", args=[action.pk]))
    _, edited = in_docx(director, "/en" + reverse("action:docx", args=[action.pk]))

    for text in (printed, edited):
        assert "Blocked" in text
        assert "100,000" in text


def test_a_reader_prints_what_that_reader_reads(action: Action):
    """An evaluator reads the public action, and of its money what was granted."""
    Action.objects.filter(pk=action.pk).update(circle="public")
    making_actions.line(action, state="requested", programme_name="Fonds vert", amount=77_777)
    client = Client()
    client.force_login(making.member(making.Role.EVALUATOR, over=making.ScopeKind.TERRITORIES, codes=["acv-017"]))

    _, text = in_pdf(client, reverse("action:pdf", args=[action.pk]))

    assert "Conseil régional d’Auvergne" in text
    assert "77 777" not in text


def test_an_action_with_nothing_but_a_title_is_printed(director: Client):
    bare = making_actions.action(cost=None, owner=None, start_date=None)

    _, text = in_pdf(director, reverse("action:pdf", args=[bare.pk]))
    _, edited = in_docx(director, reverse("action:docx", args=[bare.pk]))

    assert "à chiffrer" in text
    assert "Aucune ligne de financement." in edited
