"""How a number, a period and the name of a place are written in French and in English."""

import re
from collections.abc import Iterable
from functools import lru_cache, partial

THIN = "\u202f"  # narrow no-break space: before %, and between thousands in French
FIXED = "\u00a0"  # no-break space: between a figure and a unit in letters
MINUS = "−"

SEPARATORS = {"fr": (",", THIN), "en": (".", ",")}
CONTRACTIONS = (
    (r"\b([Àà]) Les (?=\w)", {"à": "aux"}),
    (r"\b([Àà]) Le (?=\w)", {"à": "au"}),
    (r"\b([Dd])e Les (?=\w)", {"d": "des"}),
    (r"\b([Dd])e Le (?=\w)", {"d": "du"}),
)


def number(value: float, *, decimals: int, language: str) -> str:
    """12 345,6 in French, 12,345.6 in English; a true minus, and never « −0 »."""
    point, thousands = SEPARATORS[language]
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return text.translate({ord(","): thousands, ord("."): point, ord("-"): MINUS})


def with_unit(text: str, *, symbol: str, language: str) -> str:
    """A written number followed by its unit, which a line end never parts from it."""
    symbol = symbol.strip()
    if not symbol:
        return text
    if symbol.startswith("%"):
        return text + (THIN if language == "fr" else "") + symbol.replace(" ", FIXED)
    return text + FIXED + re.sub(r"(?<=\d) (?=\d)", THIN, symbol).replace(" ", FIXED)


def euros(amount: float, *, language: str) -> str:
    """« 12 500 € » in French, « €12,500 » in English; the cents only when there are any."""
    written = number(amount, decimals=0 if float(amount).is_integer() else 2, language=language)
    return with_unit(written, symbol="€", language=language) if language == "fr" else f"€{written}"


def span(low: str, high: str, *, symbol: str, language: str) -> str:
    """« de 8,1 à 10,2 % »: the unit is written once."""
    end = with_unit(high, symbol=symbol, language=language)
    return f"de {low} à {end}" if language == "fr" else f"{low} to {end}"


def contracted(sentence: str) -> str:
    """French articles of town names run into the preposition: « à Le Havre » reads « au Havre »."""
    for pattern, words in CONTRACTIONS:
        sentence = re.sub(pattern, partial(_cased, words=words), sentence)
    return re.sub(r"\b([Dd])e (?=[AEIOUÉÈÊÎÔ]|Y[^aeiou])", lambda found: f"{found[1]}’", sentence)


def _cased(found: re.Match[str], *, words: dict[str, str]) -> str:
    word = words[found[1].lower()]
    return (word.capitalize() if found[1].isupper() else word) + " "


def colon(language: str) -> str:
    return FIXED + ": " if language == "fr" else ": "


def listed(parts: Iterable[str], *, language: str) -> str:
    """Parts of one sentence, parted by semicolons."""
    return (THIN + "; " if language == "fr" else "; ").join(parts)


@lru_cache(maxsize=16384)
def tidy(text: str, *, language: str) -> str:
    """French spaces before double signs and the curled apostrophe, whatever the author of the text typed."""
    text = text.replace("'", "’")
    if language == "fr":
        text = re.sub(r"\s+([;!?])", THIN + r"\1", text)
        text = re.sub(r"\s+([:»%])", lambda found: (THIN if found[1] == "%" else FIXED) + found[1], text)
        text = re.sub(r"«\s+", "«" + FIXED, text)
    return text


def period(text: str) -> str:
    """A window of years takes a dash: 2015–2020."""
    return re.sub(r"(?<=\d{4})-(?=\d{4}$)", "–", text)
