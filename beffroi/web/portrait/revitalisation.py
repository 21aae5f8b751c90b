"""The ORTs of a territory, from the published facts: the agreement, the prefectoral act, the days between which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from beffroi.foundations.days import day
from beffroi.programme.facts.published import Published
from beffroi.territory.towns import Territory


@dataclass(frozen=True, slots=True, kw_only=True)
class Ort:
    """`towns` are those that it is about, told where the territory has others; `is_over` on the day of the page."""

    towns: Sequence[str]
    signed: str
    amended: str
    act: str
    acted: str
    ends: str
    is_over: bool
    is_imported: bool
    is_demonstration: bool


def orts_of(facts: Published, territory: Territory, *, on: date) -> list[Ort]:
    names = {town.code: town.name for town in territory.communes}
    return [
        Ort(
            towns=_towns(row["communes"].split(), names),
            signed=day(row["signed_date"]),
            amended=day(row["amended_date"]),
            act=row["act_title"] or "",
            acted=day(row["act_date"]),
            ends=day(row["ends_date"]),
            is_over=row["ends_date"] is not None and row["ends_date"] < on,
            is_imported=row["is_imported"],
            is_demonstration=row["is_demonstration"],
        )
        for row in facts.of("orts", territory.code)
    ]


def _towns(codes: Sequence[str], names: Mapping[str, str]) -> list[str]:
    own = [names[code] for code in codes if code in names]
    return own if len(names) > 1 else []
