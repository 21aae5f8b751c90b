"""The API itself: read only, version 1, its resources and its refusals."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from beffroi.api import entry, facts, indicators, peers, territories, values
from beffroi.api.answers import as_json
from beffroi.api.asked import AskedDocument, refusal_of, refuse_unknown
from beffroi.api.openapi import document
from beffroi.api.refusals import Refusal

interface = NinjaAPI(
    title="Beffroi",
    version="1",
    description="Les territoires d’Action Cœur de Ville mesurés : lecture seule, données ouvertes.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
    openapi_extra={"info": {"x-en": "The towns of Action Cœur de Ville, measured: read only, open data."}},
)
for resource in (entry, territories, indicators, values, peers, facts):
    interface.add_router("", resource.router)


@interface.api_operation(["GET", "HEAD"], "/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest, asked: Query[AskedDocument]) -> HttpResponse:
    refuse_unknown(request, AskedDocument)
    return as_json(document(interface, language=asked.lang))


@interface.exception_handler(Refusal)
def refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return as_json(refusal.content, status=refusal.status)


@interface.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    refusal = refusal_of(error.errors[0], request=request)
    return as_json(refusal.content, status=refusal.status)
