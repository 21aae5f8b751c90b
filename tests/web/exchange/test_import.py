"""A file sent, checked, read again by its sender, then written: never without a word, never twice, never half."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from beffroi.foundations.jobs.models import Job, State
from beffroi.programme.actions.models import Action
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.workbook import writing
from tests.programme import making, making_actions
from tests.programme.money.test_workbook import GRANT, HALL, OWN, book

Work = Callable[[], int]
PAGE = "/bureau/imports/"


def file(actions=(HALL,), lines=(OWN, GRANT), *, name: str = "mes actions.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, book(actions, lines))


@pytest.fixture(autouse=True)
def _funder(director: Client) -> None:
    making.organisation(making.OrganisationKind.REGION, name="Conseil régional d’Auvergne", code="84")


def said(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def sent(client: Client, *files: SimpleUploadedFile) -> str:
    answer = client.post(PAGE, {"files": list(files)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_a_right_file_is_told_before_it_is_written_and_then_written_whole(director: Client, work: Work):
    address = sent(director, file())

    assert "Contrôle du fichier : dans la file" in said(director.get(address))
    work()
    page = said(director.get(address))
    assert "1 action nouvelle, pour un coût de 100 000 €" in page
    assert "2 lignes de financement nouvelles, 100 000 € prévus" in page
    assert not Action.objects.exists()

    director.post(address, {"enregistrer": "oui"})
    work()

    assert "1 action ajoutée" in said(director.get(address))
    assert (Action.objects.count(), FundingLine.objects.count()) == (1, 2)


def test_a_file_confirmed_twice_is_written_once(director: Client, work: Work):
    address = sent(director, file())
    work()
    director.post(address, {"enregistrer": "oui"})
    director.post(address, {"enregistrer": "oui"})
    work()
    director.post(address, {"enregistrer": "oui"})
    work()

    assert Action.objects.count() == 1
    assert Job.objects.get().content is None, "what was sent is not kept once it is written"


def test_a_file_that_rewrites_what_was_told_of_the_money_asks_why_before_it_is_written(director: Client, work: Work):
    kept = making_actions.line(making_actions.action(), state="accepted")
    stream = io.BytesIO()
    writing.export_xlsx(Action.objects.all(), FundingLine.objects.all(), stream=stream, on=making.ON)
    typed = load_workbook(stream)
    typed["Financements"]["I2"] = 90_000
    typed.save(stream := io.BytesIO())
    address = sent(director, SimpleUploadedFile("export.xlsx", stream.getvalue()))
    work()

    assert "1 ligne de financement dit autrement" in said(director.get(address))
    refused = director.post(address, {"enregistrer": "oui"})
    assert refused.status_code == 422
    assert "Dites pourquoi un montant ou une date déjà dits changent." in refused.content.decode()
    director.post(address, {"enregistrer": "oui", "reason": "Devis actualisé"})
    work()

    kept.refresh_from_db()
    assert kept.requested == 90_000
    assert "Devis actualisé" in said(director.get(reverse("money:line", args=[kept.pk])))


def test_faults_are_told_by_cell_equal_ones_together_and_as_a_workbook(director: Client, work: Work):
    wrong = [
        HALL | {"Référence": f"a{n}", "Intitulé": f"Halle {n}", "Axe": "Commerces", "État": None} for n in range(15)
    ]

    address = sent(director, file(wrong, []))
    work()

    page = said(director.get(address))
    assert "15 cellules sont à corriger" in page
    assert page.count("Commerces") == 1
    assert "D2, D3" in page
    assert "et 3 autres" in page
    sheet = load_workbook(io.BytesIO(director.get(f"{address}&format=xlsx").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Feuille", "Cellule", "Ligne", "Colonne", "Trouvé", "Attendu")
    assert rows[1][:5] == ("Actions", "D2", 2, "Axe", "Commerces")
    assert len(rows) == 16
    assert not Action.objects.exists()


@pytest.fixture
def refused(director: Client, work: Work) -> str:
    """The address of an import whose owner is misspelt, whose axis is unknown and whose cost is no amount."""
    address = sent(director, file([HALL | {"Axe": "12", "Maître d’ouvrage": "Ville d’Aurilac", "Coût": "cher"}]))
    work()
    return address


def test_a_fault_is_told_in_english_to_who_reads_english_with_the_columns_of_the_workbook(
    director: Client, refused: str
):
    french, english = said(director.get(refused)), said(director.get(f"/en{refused}"))

    assert "le coût total de l’action, un montant en euros comme 1 234,50" in french
    assert "the total cost of the action, an amount in euros such as 1 234,50" in english
    assert "the number of the axis or its title" in english
    assert "or a reference such as commune:15014 (sheet “Listes”) (perhaps “Ville d’Aurillac”)" in english
    assert re.search(r'<td lang="fr"[^>]*>Maître d’ouvrage</td>', english)
    assert "un montant en euros" not in english


def test_the_file_of_faults_speaks_the_language_of_the_page_that_gives_it(director: Client, refused: str):
    french, english = (
        load_workbook(io.BytesIO(director.get(f"{prefix}{refused}&format=xlsx").content)).active
        for prefix in ("", "/en")
    )

    assert (french.title, english.title) == ("À corriger", "To correct")
    assert [cell.value for cell in english[1]] == ["Sheet", "Cell", "Row", "Column", "Found", "Expected"]
    assert [cell.value for cell in french[2]][3:] == ["Axe", "12", "le numéro de l’axe ou son intitulé"]
    assert [cell.value for cell in english[2]][3:] == ["Axe", "12", "the number of the axis or its title"]


def test_a_file_that_cannot_be_read_is_refused_in_the_language_of_its_reader(director: Client, work: Work):
    address = sent(director, SimpleUploadedFile("notes.csv", b"une;deux\n1;2"))
    work()

    assert "n’a aucun intitulé du modèle en première ligne" in said(director.get(address))
    assert "“notes.csv” has no heading of the template in its first row" in said(director.get(f"/en{address}"))


def test_an_import_that_was_kept_when_faults_were_only_in_french_is_still_read(director: Client, refused: str):
    job = Job.objects.get()
    kept = {
        "sheet": "Actions",
        "cells": ["D2"],
        "count": 1,
        "column": "Axe",
        "found": "12",
        "right": "un axe de la liste",
    }
    job.result = {"faults": [kept]}
    job.save()

    page, rows = said(director.get(f"/en{refused}")), director.get(f"/en{refused}&format=xlsx")
    assert re.search(r'<td lang="fr"[^>]*>un axe de la liste</td>', page)
    assert load_workbook(io.BytesIO(rows.content)).active["F2"].value == "un axe de la liste"

    job.result = {"sentences": ["Il manque la feuille « Actions »."]}
    job.save()
    assert "Il manque la feuille « Actions »." in said(director.get(f"/en{refused}"))


def test_a_file_right_when_it_was_checked_is_checked_again_when_it_is_written(director: Client, work: Work):
    address = sent(director, file())
    work()
    making_actions.action(title="Halle aux grains")

    director.post(address, {"enregistrer": "oui"})
    work()

    assert "l’action existe déjà" in said(director.get(address))
    assert Action.objects.count() == 1


def test_nobody_imports_into_a_territory_out_of_their_scope(client: Client, work: Work):
    making.territory("acv-012")
    client.force_login(making.project_director("acv-012"))

    address = sent(client, file())
    work()

    assert "un territoire dont vous êtes de l’équipe" in said(client.get(address))


def test_an_import_is_read_by_its_sender_alone(director: Client, client: Client, work: Work):
    address = sent(director, file())
    work()
    other = Client()
    other.force_login(making.project_director("acv-017"))

    answers = [other.get(address), other.post(address, {"enregistrer": "oui"}), other.get(f"{PAGE}?n=9999")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Job.objects.get().kind == "workbook.check"


def test_an_import_is_given_up_and_leaves_nothing(director: Client, work: Work):
    address = sent(director, file())
    work()

    director.post(address, {"abandonner": "oui"})

    assert not Job.objects.exists()
    assert director.get(address).status_code == 404


def test_two_csv_files_are_sent_together_whatever_their_names(director: Client, work: Work):
    actions = "Référence;Territoire;Intitulé;Axe\r\nh;acv-017;Halle;2\r\n"
    lines = (
        "Référence de l’action;Financeur;Instrument;Origine;Prévu\r\nh;commune:15014;Fonds propres;Droit commun;5\r\n"
    )

    address = sent(
        director, SimpleUploadedFile("b.csv", lines.encode()), SimpleUploadedFile("a.csv", actions.encode("cp1252"))
    )
    work()

    assert "1 action nouvelle" in said(director.get(address))


@pytest.mark.parametrize(
    ("name", "content", "right"),
    [
        ("plan.pdf", b"%PDF-", "n’est ni un XLSX ni un CSV"),
        ("vide.csv", b"", "Le fichier soumis est vide."),
    ],
)
def test_what_is_no_table_is_refused_at_once(director: Client, name: str, content: bytes, right: str):
    answer = director.post(PAGE, {"files": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert right in answer.content.decode().replace("&#x27;", "’")
    assert not Job.objects.exists()


def test_a_workbook_that_is_none_says_how_to_save_it(director: Client, work: Work):
    address = sent(director, SimpleUploadedFile("plan.xlsx", b"PK\x03\x04 nothing"))
    work()

    assert "enregistrez-le au format .xlsx" in said(director.get(address))


def test_a_fault_of_ours_is_said_to_be_ours(director: Client, work: Work, monkeypatch: pytest.MonkeyPatch):
    def breaks(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("beffroi.programme.money.workbook.jobs.planned", breaks)
    address = sent(director, file())
    work()

    assert "s’est arrêté par notre faute : rien n’a été enregistré" in said(director.get(address))


def test_the_template_is_a_workbook_that_anyone_who_writes_may_take(director: Client):
    answer = director.get(reverse("exchange:template"))

    sheets = load_workbook(io.BytesIO(answer.content)).sheetnames
    assert sheets == ["Mode d’emploi", "Actions", "Financements", "Listes"]


def test_a_person_finds_their_imports_again(director: Client, work: Work):
    sent(director, file())
    work()

    page = said(director.get(PAGE))

    assert "mes actions.xlsx" in page
    assert "Le fichier est juste : relisez, puis enregistrez" in page
    assert Job.objects.get().state == State.DONE
