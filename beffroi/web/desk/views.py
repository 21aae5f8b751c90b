"""The desks."""

from django.http import HttpResponse
from django.shortcuts import render

from beffroi.web.gate import SignedRequest


def home(request: SignedRequest) -> HttpResponse:
    """The desk of the person's first role; a word of welcome to whoever has no role at present."""
    return render(request, "desk/home.html")
