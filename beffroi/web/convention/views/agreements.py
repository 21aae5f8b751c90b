"""What the State and its national partners have agreed for the programme, beside the conventions of the territories."""

from django.http import HttpResponse
from django.shortcuts import render

from beffroi.programme.conventions.models import FrameworkAgreement
from beffroi.web.convention import trail
from beffroi.web.gate import SignedRequest


def agreement_list(request: SignedRequest) -> HttpResponse:
    found = FrameworkAgreement.objects.select_related("programme")
    return render(request, "convention/agreements.html", {"agreements": found, "crumbs": trail.conventions()})
