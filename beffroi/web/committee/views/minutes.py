"""The minutes of a session: made from the register, or brought as a file; proposed as a document of the session."""

from io import BytesIO
from typing import IO

from django.db import transaction
from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees import operations
from beffroi.programme.committees.models import Session
from beffroi.programme.committees.states import MOVES
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.operations import add_document, add_file
from beffroi.web.committee import forms, minutes
from beffroi.web.committee.around import page_of
from beffroi.web.desk.form_page import answer, sent
from beffroi.web.gate import SignedRequest

# The act is the administration's: it is filed in its language, whatever that of the screen.
LANGUAGE = "fr"


def download(request: SignedRequest, session: Session) -> HttpResponse:
    """The minutes as the register gives them now, to read before they are proposed."""
    answered = HttpResponse(minutes.pdf(session, is_draft=True), content_type="application/pdf")
    answered["Content-Disposition"] = f'attachment; filename="{minutes.file_name(session)}"'
    return answered


def propose(request: SignedRequest, session: Session) -> HttpResponse:
    form = forms.MinutesFiled(**sent(request))
    page = page_of(
        session,
        title=MOVES["propose_minutes"].label,
        lead=_("Le compte rendu est joint à la séance, et relu par ceux qui étaient là."),
        submit=MOVES["propose_minutes"].label,
    )

    @transaction.atomic
    def do() -> None:
        file = form.cleaned_data["minutes"]
        stream, name = (file, file.name) if file else _made(session)
        filed = _filed(session, stream=stream, name=name, request=request)
        operations.propose_minutes(session, minutes=filed, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("Le compte rendu est proposé."))


def _made(session: Session) -> tuple[IO[bytes], str]:
    with translation.override(LANGUAGE):
        return BytesIO(minutes.pdf(session, is_draft=False)), minutes.file_name(session)


def _filed(session: Session, *, stream: IO[bytes], name: str, request: SignedRequest) -> Document:
    """A new document of the session, or one more version of the minutes that were proposed before."""
    if session.minutes is not None:
        add_file(session.minutes, stream=stream, name=name, by=request.user, at=request.at)
        return session.minutes
    place = session.committee
    kind = _("Compte rendu")
    filed = Document(
        owner_kind="session",
        owner_id=str(session.pk),
        territory=place.territory,
        region=place.region,
        department=place.department,
        title=f"{kind}, {session}"[:200],
    )
    return add_document(filed, stream=stream, name=name, by=request.user, at=request.at)
