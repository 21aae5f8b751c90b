"""Every write about documents: a document, one more version of it, who reads it."""

from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.foundations.clock import day_of
from beffroi.foundations.documents.contents import ACCEPTED, DocumentRefused, Reason
from beffroi.foundations.documents.store import receive
from beffroi.foundations.journal.chain import record
from beffroi.programme.documents.models import Document, DocumentFile
from beffroi.programme.documents.rules import can_add
from beffroi.programme.documents.states import ScanState
from beffroi.programme.moves import Refused
from beffroi.programme.people.acting import signed
from beffroi.programme.people.models import Organisation, User
from beffroi.programme.people.roles import Circle
from beffroi.programme.people.scope import scope

SENTENCES = {
    Reason.EMPTY: gettext_lazy("« %(file)s » est vide. Envoyez le fichier d’origine."),
    Reason.TOO_LARGE: gettext_lazy("« %(file)s » dépasse %(limit)s Mo. Réduisez les images, ou découpez le document."),
    Reason.UNKNOWN_CONTENT: gettext_lazy(
        "« %(file)s » n’est pas d’un format accepté. Formats acceptés : %(accepted)s."
    ),
    Reason.NAME_DISAGREES: gettext_lazy(
        "Le contenu de « %(file)s » est celui d’un fichier %(expected)s : donnez-lui ce nom, ou envoyez le bon fichier."
    ),
    Reason.HOLDS_MACROS: gettext_lazy("« %(file)s » contient des macros. Enregistrez-le sans macros, ou en PDF."),
    Reason.INFECTED: gettext_lazy("« %(file)s » contient un virus (%(found)s) : il n’a pas été gardé."),
    Reason.SCANNER_ABSENT: gettext_lazy(
        "« %(file)s » n’a pas pu être contrôlé : l’antivirus ne répond pas. Rien n’a été gardé ; réessayez plus tard."
    ),
}


# What it is not is told by the name that it bears: a list of formats with that very one in it would help nobody.
DISGUISED = gettext_lazy(
    "Le contenu de « %(file)s » n’est pas celui d’un fichier %(ending)s : ouvrez-le, et enregistrez-le de nouveau."
)


class DocumentNotKept(Refused):
    """A file that was not kept, or a document that this person may not change."""


@transaction.atomic
def add_document(document: Document, *, stream: IO[bytes], name: str, by: User, at: datetime) -> Document:
    """Keep a new document, described by `document`, with its first version."""
    _check_right(document, by=by, at=at)
    document.full_clean()
    document.save()
    kept = _keep(document, stream=stream, name=name, by=by, at=at)
    _record("document.added", document, by=by, at=at, after=_said(document) | _file_said(kept))
    return document


@transaction.atomic
def add_file(document: Document, *, stream: IO[bytes], name: str, by: User, at: datetime) -> DocumentFile:
    """Keep a new version of a document; the former ones stay."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    _check_right(document, by=by, at=at)
    kept = _keep(document, stream=stream, name=name, by=by, at=at)
    _record("document.version_added", document, by=by, at=at, after=_file_said(kept))
    return kept


@transaction.atomic
def change_circle(
    document: Document, *, circle: Circle, by: User, at: datetime, organisation: Organisation | None = None
) -> Document:
    """Say anew who reads a document; an internal one names its organisation."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    _check_right(document, by=by, at=at)
    before = _said(document)
    document.circle, document.organisation = circle, organisation
    _check_right(document, by=by, at=at)
    document.full_clean()
    document.save(update_fields=["circle", "organisation"])
    _record("document.circle_changed", document, by=by, at=at, before=before, after=_said(document))
    return document


def _keep(document: Document, *, stream: IO[bytes], name: str, by: User, at: datetime) -> DocumentFile:
    received = _receive(stream, name=name)
    last = document.files.order_by("-number").first()
    return DocumentFile.objects.create(
        document=document,
        number=last.number + 1 if last else 1,
        name=get_valid_filename(name)[-200:],
        content_type=received.media_type,
        bytes=received.bytes,
        sha256=received.sha256,
        uploaded_by=by,
        uploaded_at=at,
        scan=ScanState.CLEAN if received.is_scanned else ScanState.NOT_SCANNED,
    )


def _receive(stream: IO[bytes], *, name: str):
    try:
        return receive(stream, name=name)
    except DocumentRefused as refusal:
        facts = refusal.facts
        said = {
            "file": name,
            "limit": int(str(facts.get("limit_bytes", 0))) // 1024**2,
            "accepted": ", ".join(content.endings[0] for content in ACCEPTED),
            "expected": facts.get("expected", ""),
            "found": facts.get("found", ""),
            "ending": next((e for content in ACCEPTED for e in content.endings if name.lower().endswith(e)), ""),
        }
        sentence = SENTENCES[refusal.reason]
        if refusal.reason is Reason.UNKNOWN_CONTENT and said["ending"]:
            sentence = DISGUISED
        raise DocumentNotKept(str(sentence) % said) from refusal


def _check_right(document: Document, *, by: User, at: datetime) -> None:
    if not can_add(document, scope=scope(by, on=day_of(at))):
        raise DocumentNotKept(_("Déposer ce document revient à ceux qui agissent sur ce territoire."))


def _record(verb: str, document: Document, *, by: User, at: datetime, after: dict, before: dict | None = None) -> None:
    territory = document.territory_id or ""
    who = signed(by, territory=territory, at=at)
    record(verb, subject=document, at=at, territory=territory, before=before, after=after, **who)


def _said(document: Document) -> dict[str, object]:
    return {
        "owner": [document.owner_kind, document.owner_id],
        "title": document.title,
        "circle": document.circle,
        "organisation": document.organisation_id,
    }


def _file_said(kept: DocumentFile) -> dict[str, object]:
    return {"number": kept.number, "sha256": kept.sha256, "bytes": kept.bytes, "scan": kept.scan}
