"""What machines ask for."""

from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when this process can answer: the release was verified before the first request."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
