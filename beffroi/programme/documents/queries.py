"""Reads of documents, by what they belong to and by right."""

from django.db.models import Model, QuerySet

from beffroi.foundations.journal.chain import named
from beffroi.programme.documents.models import Document, DocumentFile
from beffroi.programme.documents.rules import can_read
from beffroi.programme.people.scope import Scope


def documents_of(owner: Model | tuple[str, object]) -> QuerySet[Document]:
    kind, identifier = named(owner)
    return Document.objects.filter(owner_kind=kind, owner_id=identifier).prefetch_related("files")


def readable(owner: Model | tuple[str, object], *, scope: Scope) -> list[Document]:
    """The documents of a thing that this scope may open."""
    return [document for document in documents_of(owner) if can_read(document, scope=scope)]


def file_of(document_id: int, *, number: int | None, scope: Scope) -> DocumentFile | None:
    """A version of a document (the last when no number is given); nothing when it is not to be read, or is absent."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None or not can_read(document, scope=scope):
        return None
    files = document.files.order_by("-number")
    return (files.filter(number=number) if number else files).first()
