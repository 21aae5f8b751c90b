"""From the commune codes of any year to those of the reference geography (COG 2026).

Follows Insee's rule for communes: a merger moves the whole commune to its successor; a commune that is split keeps
its code, and what left it is a new commune (https://www.insee.fr/fr/information/2560452).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as day

ARRONDISSEMENTS: Mapping[str, str] = {
    **{f"751{number:02}": "75056" for number in range(1, 21)},
    **{f"693{number:02}": "69123" for number in range(81, 90)},
    **{f"132{number:02}": "13055" for number in range(1, 17)},
}

SHARE_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Passage:
    """On `date`, the share `ratio` (0 to 1) of the commune `code_from` went to `code_to` (perhaps itself)."""

    code_from: str
    code_to: str
    date: day
    ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class CommuneMove:
    """A row of Insee's file of commune movements: type and code of the commune before and after, on `date`."""

    date: day
    type_before: str
    before: str
    type_after: str
    after: str


class BrokenPassages(ValueError):
    """The rows of mergers and splits cannot be followed to the reference geography."""


def passages_of_moves(moves: Iterable[CommuneMove], *, after: day) -> list[Passage]:
    """The passages told by Insee's movements later than `after` (the last day of the table of passages).

    Only movements between communes of full right (`COM`) move figures; delegated and associated communes do not.
    The file gives no population, so a commune that went to several is shared equally between them.
    """
    targets: dict[tuple[str, day], set[str]] = defaultdict(set)
    for move in moves:
        if move.date > after and move.type_before == move.type_after == "COM":
            targets[move.before, move.date].add(move.after)
    return [
        Passage(code, target, date, 1 / len(codes))
        for (code, date), codes in sorted(targets.items())
        if codes != {code}
        for target in sorted(codes)
    ]


def reference_codes(passages: Iterable[Passage], *, reference: set[str]) -> dict[str, list[tuple[str, float]]]:
    """Every code of `reference` or of a passage, with the reference codes it became and the share of each.

    Shares are unitless and sum to 1 for each code; successors are in the order of their codes; the order of
    `passages` does not matter.

    - A code of the reference stays itself, even if it was split or once merged and restored: the vintage of a figure
      is not known here, and a split commune keeps its code.
    - Another code follows its last departure, then its successors' later ones, until the reference.
    - The municipal arrondissements of Paris, Lyon and Marseille become their commune.

    Raises `BrokenPassages` where the shares of a departure do not sum to 1 or a code never reaches the reference.
    """
    departures = _departures(passages)
    codes = {code: [(code, 1.0)] for code in reference}
    for arrondissement, commune in ARRONDISSEMENTS.items():
        if commune in reference and arrondissement not in reference:
            codes[arrondissement] = [(commune, 1.0)]
    for code in departures.keys() - codes.keys():
        shares = _follow(code, since=day.min, departures=departures, reference=reference)
        codes[code] = sorted(shares.items())
    return dict(sorted(codes.items()))


def _departures(passages: Iterable[Passage]) -> dict[str, dict[day, dict[str, float]]]:
    """For each code and day, the share that went to each successor; a commune that only received is left out."""
    departures: dict[str, dict[day, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for passage in passages:
        shares = departures[passage.code_from][passage.date]
        shares[passage.code_to] = shares.get(passage.code_to, 0.0) + passage.ratio
    for code, by_date in departures.items():
        for date, shares in by_date.items():
            if abs(sum(shares.values()) - 1) > SHARE_TOLERANCE:
                raise BrokenPassages(
                    f"The commune {code} leaves on {date} with shares that sum to {sum(shares.values()):.4f}; "
                    "the shares of one departure must sum to 1."
                )
    return {
        code: {date: shares for date, shares in by_date.items() if code not in shares}
        for code, by_date in departures.items()
    }


def _follow(
    code: str, *, since: day, departures: Mapping[str, Mapping[day, Mapping[str, float]]], reference: set[str]
) -> dict[str, float]:
    if code in reference:
        return {code: 1.0}
    later = [date for date in departures.get(code, {}) if date > since]
    if not later:
        raise BrokenPassages(
            f"The commune {code} is not in the reference geography and no row says what it became"
            + (f" after {since}." if since > day.min else ".")
            + " Add its merger to the table of passages, or the code to the reference."
        )
    date = max(later)
    reached: dict[str, float] = defaultdict(float)
    for successor, share in departures[code][date].items():
        for end, part in _follow(successor, since=date, departures=departures, reference=reference).items():
            reached[end] += share * part
    return reached
