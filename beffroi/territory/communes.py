"""Communes, departments and regions of the official geographic code (COG), reference year 2026."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

REFERENCE_YEAR = 2026

COMMUNE = re.compile(r"(0[1-9]|[1-8]\d|9[0-8]|2[AB])\d{3}")


class BadCommuneCode(ValueError):
    """A text that cannot be the code of a commune."""


@dataclass(frozen=True, slots=True)
class Department:
    """A department of the COG and the region that it belongs to."""

    code: str
    name: str
    region: str
    region_name: str


def commune_code(text: str) -> str:
    """The five-character Insee code, with the zero that a spreadsheet lost and Corsica in capitals.

    >>> commune_code("1004"), commune_code(" 2a004 "), commune_code("97105")
    ('01004', '2A004', '97105')

    Raises `BadCommuneCode` for anything else, such as a postcode with a decimal point or a department alone.
    """
    code = text.strip().upper().zfill(5)
    if not COMMUNE.fullmatch(code):
        raise BadCommuneCode(f"{text!r} is not a commune's code: five characters such as 01004, 2A004 or 97105.")
    return code


def department_of(commune: str) -> str:
    """The department of a commune's code: its first two characters, three overseas.

    >>> department_of("2A004"), department_of("97105")
    ('2A', '971')
    """
    return commune[:3] if is_overseas(commune) else commune[:2]


def is_overseas(code: str) -> bool:
    """Whether the code of a commune or of a department is overseas (97 or 98)."""
    return code.startswith(("97", "98"))


@cache
def departments() -> Mapping[str, Department]:
    """The 101 departments by code, in the order of the codes (01 … 19, 21 … 29, 2A, 2B, 30 …)."""
    text = (files("beffroi.territory.registry") / "departments.csv").read_text(encoding="utf-8")
    return {
        row["department"]: Department(row["department"], row["department_name"], row["region"], row["region_name"])
        for row in csv.DictReader(text.splitlines())
    }


@cache
def regions() -> Mapping[str, str]:
    """The 18 regions: code to name, in the order of the codes."""
    return dict(sorted({(department.region, department.region_name) for department in departments().values()}))
