"""An indicator of the catalogue as the pages speak of it, in the language of the reader."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from beffroi.observatory.release.read import Release
from beffroi.web.figures import typography


def language() -> str:
    """fr or en: the two languages in which the catalogue is written."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def spoken(text: Mapping[str, Any] | None) -> Any:
    """A text of the catalogue in the reader's language, with the spaces and apostrophes of that language."""
    if not text:
        return ""
    tongue = language()
    found = text[tongue]
    if isinstance(found, str):
        return typography.tidy(found, language=tongue)
    return [typography.tidy(line, language=tongue) for line in found]


def colon() -> str:
    return typography.colon(language())


def listed(parts: Iterable[str]) -> str:
    return typography.listed(parts, language=language())


def _sources(release: Release, code: str) -> set[str]:
    """The sources of an indicator, and of those that its query reads instead of a source."""
    declared = release.indicators[code]
    read = set(re.findall(r"\bindicators\.(\w+)", declared["sql"]))
    below = (other for other, each in release.indicators.items() if each["slug"] in read and other != code)
    return set(declared["sources"]).union(*(_sources(release, other) for other in below))


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of a release's catalogue. Reads like an object; its texts come in the active language."""

    declared: Mapping[str, Any]
    unit: Mapping[str, Any]
    sources: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, release: Release, code: str) -> "Indicator":
        declared = release.indicators[code]
        sources = tuple(release.sources[name] for name in sorted(_sources(release, code)))
        return cls(declared=declared, unit=release.catalogue["units"][declared["unit"]], sources=sources)

    def __getattr__(self, field: str) -> Any:
        if field.startswith("__") or field not in self.declared:
            raise AttributeError(f"{field}: not a field of indicator {self.declared.get('code')}")
        value = self.declared[field]
        return spoken(value) if isinstance(value, Mapping) and "fr" in value else value

    @property
    def symbol(self) -> str:
        return spoken(self.unit["symbol"])

    @property
    def unit_label(self) -> str:
        return spoken(self.unit["label"])

    @property
    def base(self) -> str:
        """The smallest whole place that it measures: commune, or territory for what is signed and done together."""
        return "commune" if "commune" in self.declared["levels"] else "territory"

    @property
    def comparable(self) -> list[list[str]]:
        """Groups of periods that may be set side by side."""
        return [[str(period) for period in group] for group in self.declared["time"].get("comparable") or []]

    @property
    def uncertainty_method(self) -> str:
        return spoken(self.declared["uncertainty"].get("method"))

    @property
    def time_reference(self) -> str:
        return spoken(self.declared["time"].get("reference"))

    def written(self, value: float) -> str:
        """A value of this indicator without its unit, with its declared decimals."""
        return typography.number(value, decimals=self.declared["decimals"], language=language())

    def in_sentence(self, value: float) -> str:
        """As `with_unit`, with « pour 1 000 habitants » written out where tables say « hab. »."""
        is_short = self.declared["unit"].startswith("per_") and self.symbol.endswith(".")
        unit = self.unit_label if is_short else self.symbol
        return typography.with_unit(self.written(value), symbol=unit, language=language())

    def with_unit(self, value: float) -> str:
        # A portrait writes some 1,500 figures: to ask Django for the language costs more than to write one.
        return _with_unit(value, self.declared["decimals"], self.unit["symbol"][tongue := language()], tongue)


@lru_cache(maxsize=65536)
def _with_unit(value: float, decimals: int, symbol: str, tongue: str) -> str:
    text = typography.number(value, decimals=decimals, language=tongue)
    return typography.with_unit(text, symbol=typography.tidy(symbol, language=tongue), language=tongue)
