"""The towns to which a commune of the programme is compared."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from beffroi.api import fields
from beffroi.api.answers import listed
from beffroi.api.asked import AskedPage, refuse_unknown
from beffroi.api.openapi import ONE, csv_too
from beffroi.api.refusals import Refusal, near
from beffroi.api.shelves import place_names, served
from beffroi.observatory.release.read import Peer

router = Router()


@router.api_operation(
    ["GET", "HEAD"],
    "/peers/{commune}",
    response=ONE | {200: fields.Peers},
    openapi_extra=csv_too(
        fr="Communes comparables à une commune du programme, de la plus proche à la plus lointaine, par groupe.",
        en="Communes comparable to a commune of the programme, nearest first, by group.",
        example="80001",
    ),
)
def peers(request: HttpRequest, commune: str, asked: Query[AskedPage]) -> HttpResponse:
    refuse_unknown(request, AskedPage)
    found = served().peers.get(commune)
    if found is None:
        raise _unknown(commune)
    return listed(request, found, asked=asked, name=f"peers-{commune}", shown=_shown)


def _shown(peer: Peer) -> dict[str, Any]:
    return {
        "commune": peer.commune,
        "peer": peer.peer,
        "peer_name": _names().get(peer.peer),
        "peer_group": peer.peer_group,
        "rank": peer.rank,
        "distance": peer.distance,
    }


def _names() -> Any:
    return place_names(served().path, place_kind="commune")


def _unknown(commune: str) -> Refusal:
    found = near(commune, names={code: name for code, name in _names().items() if code in served().peers})
    hint = ", ".join(f"{code} {name}" for code, name in found) or "80001"
    return Refusal(
        status=404,
        error="unknown_commune",
        parameter="commune",
        fr=f"Aucune commune du programme n’a le code « {commune} ». Peut-être : {hint}.",
        en=f"No commune of the programme has the code “{commune}”. Perhaps: {hint}.",
        near=found,
    )
