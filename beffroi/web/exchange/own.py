"""The jobs of a person, that nobody else opens."""

from django.db.models import QuerySet
from django.http import Http404

from beffroi.foundations.jobs.models import Job
from beffroi.web.gate import SignedRequest


def own(request: SignedRequest, *kinds: str) -> QuerySet[Job]:
    return Job.objects.filter(asked_by=str(request.user.public_id), kind__in=kinds).defer("content")


def asked(request: SignedRequest, *kinds: str) -> Job | None:
    """The job that the address names, of this person alone; nothing when it names none."""
    number = request.GET.get("n")
    if number is None:
        return None
    found = own(request, *kinds).filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if found is None:
        raise Http404("No such job of this person.")
    return found
