"""A document belongs to a thing, is read by its circle, and keeps its former versions."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from beffroi.foundations.documents.contents import Reason
from beffroi.foundations.journal.chain import history
from beffroi.programme.documents import operations, queries
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.operations import SENTENCES, DocumentNotKept
from beffroi.programme.documents.rules import can_read
from beffroi.programme.documents.states import ScanState
from beffroi.programme.people.roles import Circle, OrganisationKind
from beffroi.programme.people.scope import resolve, scope
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making import AT, ON
from tests.programme.making_conventions import PAIR, PDF

NOBODY = resolve((), places=(), on=ON)
PNG = b"\x89PNG\r\n\x1a\n...."


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


@pytest.fixture
def pair():
    return making.territory(PAIR)


@pytest.fixture
def director(pair):
    return making.project_director(pair.pk)


def test_a_new_version_of_a_document_leaves_the_former_one_readable(pair, director):
    document = conv.document(pair, territory=pair, by=director)
    operations.add_file(document, stream=io.BytesIO(PNG), name="plan corrigé.png", by=director, at=AT)
    mine = scope(director, on=ON)
    first, last = (queries.file_of(document.pk, number=number, scope=mine) for number in (1, None))
    assert (first.path.read_bytes(), last.path.read_bytes()) == (PDF, PNG)
    assert (last.number, last.name, last.content_type) == (2, "plan_corrigé.png", "image/png")
    assert (last.scan, last.uploaded_by) == (ScanState.NOT_SCANNED, director)
    assert [entry.verb for entry in history(document)] == ["document.version_added", "document.added"]
    assert history(document)[0].after["sha256"] == last.sha256


def test_each_circle_reads_its_own_documents(pair, director):
    town, prefecture = (
        making.organisation(code="72154"),
        making.organisation(OrganisationKind.PREFECTURE_DEPARTMENT, code="72"),
    )
    colleague = making.town_agent(pair.pk, of=town)
    officer = making.state_officer("72", of=prefecture)
    documents = {
        circle: conv.document(pair, territory=pair, by=colleague, circle=circle, organisation=town) for circle in Circle
    }
    readers = {
        "colleague": scope(colleague, on=ON),
        "officer": scope(officer, on=ON),
        "officer of another department": scope(making.state_officer("46"), on=ON),
        "evaluator": scope(making.evaluator(), on=ON),
        "nobody": NOBODY,
    }
    read = {
        name: {circle for circle, document in documents.items() if can_read(document, scope=who)}
        for name, who in readers.items()
    }
    assert read == {
        "colleague": set(Circle),
        "officer": {Circle.PUBLIC, Circle.AGENTS},
        "officer of another department": {Circle.PUBLIC},
        "evaluator": {Circle.PUBLIC},
        "nobody": {Circle.PUBLIC},
    }
    assert set(queries.readable(pair, scope=readers["officer"])) == {documents[Circle.PUBLIC], documents[Circle.AGENTS]}


def test_what_is_not_to_be_read_is_as_absent_as_what_does_not_exist(pair, director):
    document = conv.document(pair, territory=pair, by=director)
    assert queries.file_of(document.pk, number=1, scope=NOBODY) is None
    assert queries.file_of(document.pk + 1, number=1, scope=scope(director, on=ON)) is None
    assert queries.file_of(document.pk, number=9, scope=scope(director, on=ON)) is None


@pytest.mark.parametrize(
    ("place", "reader", "stranger"),
    [
        ({"region": "52"}, lambda: making.state_region("52"), lambda: making.state_region("84")),
        ({"department": "72"}, lambda: making.state_officer("72"), lambda: making.state_officer("46")),
        ({}, making.national_team, lambda: making.state_region("52")),
    ],
    ids=["region", "department", "nation"],
)
def test_minutes_without_a_territory_are_read_by_those_who_act_over_their_whole_place(pair, place, reader, stranger):
    by = reader()
    document = conv.document(pair, territory=None, by=by, **place)
    assert can_read(document, scope=scope(by, on=ON))
    assert not can_read(document, scope=scope(stranger(), on=ON))
    assert not can_read(document, scope=NOBODY)


def test_an_internal_document_of_a_region_is_read_within_its_organisation(pair):
    by = making.state_region("52")
    own, other = by.memberships.get().organisation, making.organisation(OrganisationKind.REGION, code="52")
    filed = conv.document(pair, territory=None, by=by, region="52", circle=Circle.ORGANISATION, organisation=own)
    assert can_read(filed, scope=scope(by, on=ON))
    assert not can_read(filed, scope=scope(making.state_region("52", of=other), on=ON))


def test_a_document_is_brought_by_those_who_act_there(pair):
    for by in (making.state_officer("46"), making.evaluator()):
        with pytest.raises(DocumentNotKept, match="ceux qui agissent sur ce territoire"):
            conv.document(pair, territory=pair, by=by)


def test_nobody_files_an_internal_document_for_another_organisation(pair, director):
    other = making.organisation(OrganisationKind.ANAH, code="national")
    with pytest.raises(DocumentNotKept):
        conv.document(pair, territory=pair, by=director, circle=Circle.ORGANISATION, organisation=other)


def test_the_circle_of_a_document_changes_and_the_journal_says_so(pair, director):
    document = conv.document(pair, territory=pair, by=director)
    operations.change_circle(document, circle=Circle.PUBLIC, by=director, at=AT)
    assert can_read(Document.objects.get(pk=document.pk), scope=NOBODY)
    entry = history(document)[0]
    assert (entry.before["circle"], entry.after["circle"]) == ("agents", "public")
    with pytest.raises((ValidationError, DocumentNotKept)):
        operations.change_circle(document, circle=Circle.ORGANISATION, by=director, at=AT)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("vide.pdf", b"", "« vide.pdf » est vide"),
        ("page.html", b"<html>", r"Formats acceptés : \.pdf, \.png"),
        ("fake.pdf", b"<html>", r"Le contenu de « fake\.pdf » n’est pas celui d’un fichier \.pdf"),
        ("plan.pdf", PNG, r"est celui d’un fichier \.png"),
    ],
)
def test_a_file_that_is_not_kept_says_why_and_leaves_no_document(pair, director, name, content, sentence):
    described = Document(owner_kind="territory", owner_id=pair.pk, territory=pair, title="Plan")
    with pytest.raises(DocumentNotKept, match=sentence):
        operations.add_document(described, stream=io.BytesIO(content), name=name, by=director, at=AT)
    assert not Document.objects.exists()


def test_a_scanner_that_does_not_answer_keeps_the_document_out_and_says_so(pair, director, monkeypatch):
    monkeypatch.setenv("BEFFROI_CLAMD", "127.0.0.1:1")
    with pytest.raises(DocumentNotKept, match="l’antivirus ne répond pas"):
        conv.document(pair, territory=pair, by=director)


def test_every_reason_has_its_sentence():
    assert set(SENTENCES) == set(Reason)


def test_the_database_refuses_an_internal_document_of_nobody(pair, director):
    document = conv.document(pair, territory=pair, by=director)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(circle=Circle.ORGANISATION)
