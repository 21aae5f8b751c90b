"""Finding a territory: by code, by name however typed, by filters; and what to say when there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from beffroi.territory.names import folded
from beffroi.territory.towns import PHASE_LABELS, Phase, Territory, territories


@dataclass
class UnknownTerritory(LookupError):
    """No territory, or several, for what was typed; `near` are those that may have been meant."""

    typed: str
    near: tuple[Territory, ...]

    def __str__(self) -> str:
        names = ", ".join(f"{territory.code} {territory.name}" for territory in self.near)
        return f"No single territory is « {self.typed} »." + (
            f" Perhaps: {names}." if names else " A code is like acv-001, or a commune's code such as 80001."
        )


@dataclass
class BadFilter(ValueError):
    """A filter's value that no territory has; `accepted` are the right ones, code to name."""

    name: str
    value: str
    accepted: Mapping[str, str]

    def __str__(self) -> str:
        choices = ", ".join(code if code == label else f"{code} {label}" for code, label in self.accepted.items())
        return f"The {self.name} « {self.value} » holds no territory of the programme. Right values: {choices}."


def territory(code: str) -> Territory:
    """The territory of a code such as `acv-001`. Raises `UnknownTerritory`, which names near ones."""
    found = _by_code().get(code.strip().lower())
    if found is None:
        raise UnknownTerritory(code, near_names(code))
    return found


def find(text: str) -> Territory:
    """The one territory of a code, of a commune's code, or of a name.

    An exact name wins over one that only begins so. Raises `UnknownTerritory` when none or several answer.
    """
    found = search(text)
    exact = [territory for territory in found if folded(text) in _names(territory)]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    raise UnknownTerritory(text, found[:10] or near_names(text))


def search(text: str) -> tuple[Territory, ...]:
    """The territories one of whose names has words beginning as typed, whatever the accents, hyphens and capitals.

    Names that begin so come first, then the order of the codes. A code finds its territory; an empty text, nothing.
    """
    typed = folded(text)
    if not typed:
        return ()
    if (by_code := _by_code().get(text.strip().lower())) is not None:
        return (by_code,)
    found = _having(typed) or _run_together(typed)
    hits = [(not any(name.startswith(typed) for name in _names(place)), place) for place in found]
    return tuple(place for _, place in sorted(hits, key=lambda hit: (hit[0], hit[1].code)))


def near_names(text: str, *, limit: int = 5) -> tuple[Territory, ...]:
    """The territories whose names look most like `text`, nearest first, for a page that was not found."""
    by_name = {name: place for place in territories() for name in (*_names(place), folded(place.code))}
    near = [by_name[name] for name in get_close_matches(folded(text), by_name, n=limit, cutoff=0.6)]
    return tuple(dict.fromkeys((*search(text), *near)))[:limit]


def filtered(
    *, region: str | None = None, department: str | None = None, phase: str | None = None, pair: bool | None = None
) -> tuple[Territory, ...]:
    """The territories that meet every filter given, in the order of their codes.

    `region` and `department` are a code or a name, `phase` a code or its French label, however typed. Raises
    `BadFilter`, which lists the right values, when a value is of no territory.
    """
    region_code = region and _chosen("region", region, accepted=region_choices())
    department_code = department and _chosen("department", department, accepted=department_choices())
    phase_code = phase and _chosen("phase", phase, accepted=phase_choices())
    return tuple(
        place
        for place in territories()
        if (not region_code or place.region == region_code)
        and (not department_code or place.department == department_code)
        and (not phase_code or place.phase == phase_code)
        and (pair is None or place.is_pair == pair)
    )


@cache
def region_choices() -> Mapping[str, str]:
    """The regions that hold a territory: code to name, in the order of the names."""
    pairs = {(place.region_name, place.region) for place in territories()}
    return {code: name for name, code in sorted(pairs, key=lambda pair: folded(pair[0]))}


@cache
def department_choices() -> Mapping[str, str]:
    """The departments that hold a territory: code to name, in the order of the codes."""
    return dict(sorted({(place.department, place.department_name) for place in territories()}))


def phase_choices() -> Mapping[str, str]:
    """The phases: code to French label, in the order of the procedure."""
    return {phase.value: PHASE_LABELS[phase] for phase in Phase}


def _chosen(name: str, value: str, *, accepted: Mapping[str, str]) -> str:
    typed = folded(value)
    for code, label in accepted.items():
        if typed in (folded(code), folded(label)):
            return code
    raise BadFilter(name, value, accepted)


def _having(typed: str) -> list[Territory]:
    return [place for place in territories() if any(f" {typed}" in f" {name}" for name in _names(place))]


def _run_together(typed: str) -> list[Territory]:
    """« saintlo », as some keyboards and some people write it."""
    run = typed.replace(" ", "")
    return [place for place in territories() if any(name.replace(" ", "").startswith(run) for name in _names(place))]


@cache
def _names(place: Territory) -> tuple[str, ...]:
    return (folded(place.name), *(folded(town.name) for town in place.communes))


@cache
def _by_code() -> dict[str, Territory]:
    by_commune = {town.code.lower(): place for place in territories() for town in place.communes}
    return by_commune | {place.code: place for place in territories()}
