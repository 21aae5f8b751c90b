"""`beffroi towns`: the registry of the programme's towns."""

import json
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from beffroi.territory.finding import BadFilter, UnknownTerritory, filtered, find
from beffroi.territory.towns import PHASE_LABELS, Territory


@click.group(epilog="Example:  beffroi towns list --region Occitanie --pair")
def towns() -> None:
    """The territories of the programme: towns or pairs of towns."""


@towns.command("list", epilog="Example:  beffroi towns list --department 81 --json")
@click.option("--region", help="Code or name, such as 76 or Occitanie.")
@click.option("--department", help="Code or name, such as 46 or Lot.")
@click.option("--phase", help="preparation, initialisation, deployment or closed.")
@click.option("--pair/--no-pair", default=None, help="Only pairs of towns, or only single towns.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, for programs.")
def list_(*, region: str | None, department: str | None, phase: str | None, pair: bool | None, as_json: bool) -> None:
    """List the territories that meet every filter."""
    try:
        found = filtered(region=region, department=department, phase=phase, pair=pair)
    except BadFilter as refusal:
        raise click.BadParameter(str(refusal), param_hint=f"--{refusal.name}") from refusal
    if as_json:
        click.echo(json.dumps([_summary(place) for place in found], ensure_ascii=False, indent=2))
        return
    table = Table("Code", "Territory", "Department", "Region", "Signed", "Phase", box=None, pad_edge=False)
    for place in found:
        phase_label = PHASE_LABELS[place.phase]
        table.add_row(
            place.code, place.name, place.department_name, place.region_name, _iso(place.signed) or "–", phase_label
        )
    # A pipe has no width: 80 columns would cut the names that a reader searches for.
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=200)).print(table)
    click.echo(f"Territories: {len(found)}. Communes: {sum(len(place.communes) for place in found)}.")


@towns.command(epilog="Example:  beffroi towns show acv-017   (or 15014, or aurillac)")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
def show(code: str, *, as_json: bool) -> None:
    """Show the territory of a CODE: the territory's, a commune's, or a name."""
    try:
        place = find(code)
    except UnknownTerritory as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        click.echo(json.dumps(_whole(place), ensure_ascii=False, indent=2))
        return
    for label, text in _lines(place):
        click.echo(f"{label:<15}{text}")


def _summary(place: Territory) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": place.name,
        "communes": [{"code": town.code, "name": town.name} for town in place.communes],
        "region": place.region_name,
        "region_code": place.region,
        "department": place.department_name,
        "department_code": place.department,
        "entry": place.entry,
        "entry_date": _iso(place.entry_date),
        "signed": _iso(place.signed),
        "phase2_signed": _iso(place.phase2_signed),
        "phase": place.phase.value,
        "pair": place.is_pair,
    }


def _whole(place: Territory) -> dict[str, Any]:
    return _summary(place) | {
        "communes": [
            {
                "code": town.code,
                "name": town.name,
                "epci": town.epci,
                "epci_name": town.epci_name,
                "hall": [town.hall_lon, town.hall_lat],
                "ort_signed": _iso(town.ort_signed),
                "ort_renewed": _iso(town.ort_renewed),
                "gateway": town.is_gateway,
            }
            for town in place.communes
        ],
        "listed": place.is_listed,
        "overseas": place.is_overseas,
        "ort_signed": _iso(place.ort_signed),
        "ort_renewed": _iso(place.ort_renewed),
    }


def _lines(place: Territory) -> list[tuple[str, str]]:
    lines = [("Territory", f"{place.name} ({place.code})")]
    lines += [("Commune", f"{town.code} {town.name}, {town.epci_name}") for town in place.communes]
    return [
        *lines,
        ("Department", f"{place.department_name} ({place.department})"),
        ("Region", f"{place.region_name} ({place.region})"),
        ("Entry", f"{place.entry}, {_iso(place.entry_date) or 'day unknown'}"),
        ("Convention", f"signed {_iso(place.signed) or 'on a day unknown, or not yet'}"),
        ("Phase 2", f"signed {_iso(place.phase2_signed)}" if place.phase2_signed else "no signature known"),
        ("ORT", _ort(place)),
        ("Phase", f"{PHASE_LABELS[place.phase]} (derived from these dates)"),
    ]


def _ort(place: Territory) -> str:
    if place.ort_signed is None:
        return "none known"
    return f"signed {place.ort_signed}" + (f", renewed {place.ort_renewed}" if place.ort_renewed else "")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
