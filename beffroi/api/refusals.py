"""Refusals that say what is wrong, where, and what would be right."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from beffroi.territory.names import folded

MOST_NEAR = 5


@dataclass
class Refusal(Exception):
    """An answer that cannot be given: its HTTP status, a stable code, a sentence in each language, near names."""

    status: int
    error: str
    fr: str
    en: str
    parameter: str | None = None
    near: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.en

    @property
    def content(self) -> dict[str, Any]:
        return {
            "error": self.error,
            "parameter": self.parameter,
            "message": {"fr": self.fr, "en": self.en},
            "near": [{"code": code, "name": name} for code, name in self.near],
        }


def near(typed: str, *, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The codes whose code or name looks most like what was typed, nearest first; `names` is code to name."""
    by_word = {folded(word): code for code, name in names.items() for word in (name, code)}
    words = get_close_matches(folded(typed), by_word, n=MOST_NEAR, cutoff=0.5)
    return tuple((code, names[code]) for code in dict.fromkeys(by_word[word] for word in words))


def chosen(name: str, value: str, *, among: Mapping[str, str], fr: str, en: str) -> str:
    """The value of a filter when it is one of `among` (code to name); else a refusal with the near ones.

    `fr` and `en` name what is looked for: « indicateur », “indicator”.
    """
    if value in among:
        return value
    found = near(value, names=among) or tuple(among.items())[:MOST_NEAR]
    codes = ", ".join(code for code, _ in found) or "–"
    raise Refusal(
        status=422,
        error="bad_parameter",
        parameter=name,
        fr=f"Aucun {fr} de la livraison n’est « {value} ». Par exemple : {codes}.",
        en=f"No {en} of the release is “{value}”. For example: {codes}.",
        near=found,
    )
