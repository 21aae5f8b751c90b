"""`beffroi release …`: the product, looked at, checked and compared."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from beffroi.observatory.release import diff as difference
from beffroi.observatory.release.read import SHIPPED, DamagedRelease, open_release
from beffroi.observatory.release.verify import faults

Folder = click.Path(exists=True, file_okay=False, path_type=Path)
SHOWN = 5


@click.group(epilog="Example:  beffroi release show --json")
def release() -> None:
    """The published figures: an immutable folder that anyone can check.

    PATH is the folder of a release; by default BEFFROI_RELEASE, or the release that ships with Beffroi.
    """


@release.command(epilog="Example:  beffroi release show")
@click.argument("path", type=Folder, required=False)
@click.option("--json", "as_json", is_flag=True, help="One object, for programs.")
def show(path: Path | None, *, as_json: bool) -> None:
    """Say what a release holds and what it was made of."""
    folder = path or _default()
    try:
        opened = open_release(folder)
    except DamagedRelease as error:
        raise click.ClickException(str(error)) from None
    manifest = opened.manifest
    if as_json:
        click.echo(json.dumps({"path": str(folder)} | manifest, ensure_ascii=False, indent=2))
        return
    click.echo(f"{manifest['release']} in {folder}")
    geography, code = manifest["geography"]["communes"], manifest["code"]["version"]
    click.echo(f"Scope {manifest['scope']}, communes of {geography}, code {code}")
    click.echo(", ".join(f"{number:,} {what}" for what, number in manifest["counts"].items()))
    for origin in manifest["origins"]:
        click.echo(f"  {origin['name']:<20} {origin['vintage']:<12} {origin['producer']}, {origin['licence']['name']}")


@release.command(epilog="Example:  beffroi release verify beffroi-release")
@click.argument("path", type=Folder, required=False)
def verify(path: Path | None) -> None:
    """Compare every byte with the checksums, and pass every figure through the gates again."""
    folder = path or _default()
    found = faults(folder)
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise click.exceptions.Exit(1)
    click.echo(f"{folder}: every file is as released, every gate lets the figures through.")


@release.command(epilog="Example:  beffroi release diff release-2026-09 release-2026-12")
@click.argument("before", type=Folder)
@click.argument("after", type=Folder)
@click.option("--json", "as_json", is_flag=True, help="Every figure that moved, for programs.")
def diff(before: Path, after: Path, *, as_json: bool) -> None:
    """Say which figures moved between two releases, and why: a source, the method, the code."""
    try:
        found = difference.compare(before, after)
    except DamagedRelease as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    click.echo(f"{found.before} → {found.after}: {len(found.figures):,} figures differ.")
    for change in found.changes:
        why = ", ".join(change.why) or "no cause told"
        click.echo(f"{change.indicator}: {change.moved} moved, {change.added} new, {change.removed} gone ({why})")
        for figure in [f for f in found.figures if f.indicator == change.indicator][:SHOWN]:
            click.echo(f"    {_line(figure)}")


def _line(figure: difference.Moved) -> str:
    where = " ".join(filter(None, (figure.place_kind, figure.place, figure.perimeter, figure.period)))
    return f"{where}: {_cell(figure.before)} → {_cell(figure.after)}"


def _cell(cells: Mapping[str, Any] | None) -> str:
    """The value with its status where that is not the ordinary one; the status alone where there is no value."""
    if cells is None:
        return "–"
    value = None if cells["value"] is None else f"{cells['value']:.6g}"
    status = None if cells["obs_status"] == "A" else cells["obs_status"]
    return " ".join(filter(None, (value, status)))


def _default() -> Path:
    return Path(os.environ.get("BEFFROI_RELEASE") or SHIPPED)
