"""What a person reads when a room is not theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "desk/forbidden.html", status=403)
