"""Remakes the registry from the extracts of the sources: `python -m beffroi.territory.registry.make FOLDER`.

FOLDER is the one that holds `territory/acv_communes.csv` and its neighbours. The reading of each fact, and the
corrections applied, are told in `registry.yml`.
"""

import csv
import gzip
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import yaml

from beffroi.foundations.files import whole_file
from beffroi.territory.names import folded

HERE = Path(__file__).parent
ANNOUNCED = "2018-03-27"
PHASE_2_OPENS = "2023"

Row = dict[str, str]


class StaleCorrection(ValueError):
    """A correction no longer meets the value it corrects: the source has changed."""


def make(folder: Path) -> list[Row]:
    """The rows of towns.csv, one per commune, by territory and order in the pair."""
    ort = {row["insee_com"]: row for row in _read(folder / "ort_communes.csv")}
    gateways = {row["insee_com"] for row in _read(folder / "acv_entrees_de_ville_2023.csv")}
    members: dict[str, list[Row]] = {}
    for source in _read(folder / "acv_communes.csv"):
        members.setdefault(source["id_acv"], []).append(source)
    towns = [
        _town(source, order=order, pair=pair, ort=ort.get(source["insee_com"], {}), gateways=gateways)
        for _, pair in sorted((code, _in_order(sources)) for code, sources in members.items())
        for order, source in enumerate(pair, start=1)
    ]
    return _share_dates(_corrected(towns))


def make_departments(folder: Path) -> list[Row]:
    """The rows of departments.csv: every department with its region (COG 2026)."""
    regions = {
        row["insee_reg"]: row["lib_reg"] for row in _properties(folder / "regions_polygones_anct2025.geojson.gz")
    }
    names = {
        row["insee_dep"]: row["lib_dep"] for row in _properties(folder / "departements_polygones_anct2025.geojson.gz")
    }
    with gzip.open(folder / "communes_reference.csv.gz", "rt", encoding="utf-8") as stream:
        region_of = {row["dep"]: row["reg"] for row in csv.DictReader(stream)}
    return [
        {
            "department": code,
            "department_name": name,
            "region": region_of[code],
            "region_name": regions[region_of[code]],
        }
        for code, name in sorted(names.items())
    ]


def make_crossings(folder: Path) -> list[Row]:
    """The rows of crossings.csv: the programme's intercommunal bodies that have communes in several departments."""
    ours = {town["epci"]: town["epci_name"] for town in make(folder)}
    reached: dict[str, set[str]] = {}
    with gzip.open(folder / "communes_reference.csv.gz", "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            reached.setdefault(row["siren_epci"], set()).add(row["dep"])
    return [
        {"epci": epci, "epci_name": name, "departments": " ".join(sorted(reached[epci]))}
        for epci, name in sorted(ours.items())
        if len(reached.get(epci, ())) > 1
    ]


def day_of_list(text: str) -> str:
    """A day of the 2025 list, which exchanges day and month whenever the day is 12 or less.

    >>> day_of_list("2024-05-11"), day_of_list("2024-01-18"), day_of_list("")
    ('2024-11-05', '2024-01-18', '')
    """
    if not text:
        return ""
    written = date.fromisoformat(text)
    return (written.replace(month=written.day, day=written.month) if written.day <= 12 else written).isoformat()


def _town(source: Row, *, order: int, pair: list[Row], ort: Row, gateways: set[str]) -> Row:
    listed_day = day_of_list(source["date_signature_liste_2025"])
    later = source["liste_222_2018"] == "0"
    signed = source["date_signature_initiale"] or (listed_day if later else "")
    ort_days = sorted({ort.get(edition, "") for edition in ("date_2024", "date_2025", "date_2026")} - {""})
    return {
        "territory": source["id_acv"],
        "name": " – ".join(member["nom_cog2026"] for member in pair),
        "commune": source["insee_com"],
        "commune_name": source["nom_cog2026"],
        "programme_order": str(order),
        "entry": "later" if later else "2018",
        "entry_date": signed if later else ANNOUNCED,
        "signed": signed,
        "phase2_signed": listed_day if listed_day >= PHASE_2_OPENS else "",
        "listed_2025": source["liste_2025"],
        "gateway_2023": str(int(source["insee_com"] in gateways)),
        "ort_signed": ort_days[0] if ort_days else "",
        "ort_renewed": ort_days[-1] if len(ort_days) > 1 else "",
        "department": source["dep"],
        "department_name": source["departement"],
        "region": source["reg"],
        "region_name": source["region"],
        "epci": source["siren_epci"],
        "epci_name": source["epci"],
        "hall_lon": source["mairie_lon"],
        "hall_lat": source["mairie_lat"],
        "overseas": str(int(source["dep"].startswith("97"))),
    }


def _in_order(pair: list[Row]) -> list[Row]:
    """The communes in the order in which the territory's name gives them; a misspelt one comes last."""

    def place(source: Row) -> int:
        found = folded(source["lib_acv"]).find(folded(source["lib_com"]))
        return found if found >= 0 else len(source["lib_acv"])

    return sorted(pair, key=place)


def _corrected(towns: list[Row]) -> list[Row]:
    by_commune = {town["commune"]: town for town in towns}
    for correction in yaml.safe_load((HERE / "registry.yml").read_text(encoding="utf-8"))["corrections"]:
        town = by_commune.get(correction["commune"])
        if town is None:
            continue
        column = correction["column"]
        if town[column] != correction["was"]:
            raise StaleCorrection(
                f"{town['commune_name']}: {column} is {town[column]!r}, the correction expects {correction['was']!r}. "
                "Look at the source again, then change or remove the correction in registry.yml."
            )
        town[column] = correction["is"]
    return towns


def _share_dates(towns: list[Row]) -> list[Row]:
    """One convention per territory: its days are those of any of its communes; a later entrant enters by signing."""
    for town in towns:
        pair = [other for other in towns if other["territory"] == town["territory"]]
        town["signed"] = min((other["signed"] for other in pair if other["signed"]), default="")
        town["phase2_signed"] = min((other["phase2_signed"] for other in pair if other["phase2_signed"]), default="")
        if town["entry"] == "later":
            town["entry_date"] = town["signed"]
    return towns


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _properties(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [feature["properties"] for feature in json.load(stream)["features"]]


def _write(rows: Iterable[Row], *, path: Path) -> None:
    rows = list(rows)
    with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path, *, into: Path = HERE) -> None:
    """Write towns.csv, departments.csv and crossings.csv in `into`."""
    _write(make(folder), path=into / "towns.csv")
    _write(make_departments(folder), path=into / "departments.csv")
    _write(make_crossings(folder), path=into / "crossings.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "territory")
