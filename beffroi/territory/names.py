"""Names of places as people type them: without accents, hyphens or capitals, « St » for « Saint »."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
SHORT_FORMS = {"st": "saint", "ste": "sainte", "sts": "saints", "s": "sur", "ss": "sous"}


def folded(text: str) -> str:
    """The form in which two spellings of one name are equal: plain letters and digits, single spaces.

    « S/ » for « sur » and « St » for « Saint » are written out; every other sign is a space.

    >>> folded("Saint-Lô"), folded("ST LO"), folded("Cœur d'Essonne"), folded("Villeneuve s/ Lot")
    ('saint lo', 'saint lo', 'coeur d essonne', 'villeneuve sur lot')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LIGATURES))
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    return " ".join(SHORT_FORMS.get(word, word) for word in words)
