"""A figure: one observation, with the indicator that says what it means and the place it speaks of."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beffroi.observatory.release.read import Observation, Place
from beffroi.web.figures import typography
from beffroi.web.figures.indicator import Indicator, colon, language


class BareFigure(TypeError):
    """A number came without its indicator or its place; says which part is missing and where to take it."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Why there is no value: a sign for tables (those of Insee's tables), a word, a sentence."""

    sign: str
    word: str
    sentence: str


ABSENCES = {
    "secret": Absence(
        "s", pgettext_lazy("absence", "secret"),
        gettext_lazy("La valeur existe mais ne peut pas être publiée : secret statistique."),
    ),
    "missing": Absence(
        "n.d.", gettext_lazy("donnée absente"), gettext_lazy("La source ne donne pas de valeur pour ce lieu.")
    ),
    "not_collected": Absence(
        "n.c.", gettext_lazy("non collectée"),
        gettext_lazy("La donnée n’est pas collectée ici : il n’y a par exemple pas de contour d’IRIS outre-mer."),
    ),
    "not_applicable": Absence(
        "///", gettext_lazy("sans objet"),
        gettext_lazy("La mesure n’a pas de sens ici : une commune d’un seul IRIS n’a par exemple ni centre ni reste."),
    ),
}  # fmt: skip

SECRETS = {
    "C": gettext_lazy("Le producteur de la donnée ne la publie pas : secret statistique."),
    "A": gettext_lazy("Trop peu d’unités observées pour publier sans désigner quelqu’un."),
    "D": gettext_lazy("Masquée parce qu’elle permettrait de retrouver par différence une autre valeur secrète."),
}

SHORT_UNIT = 4

REMARKS = {
    "E": gettext_lazy("estimation d’un modèle"),
    "U": gettext_lazy("fiabilité faible : couverture partielle"),
    "B": gettext_lazy("rupture de série"),
}

LEVELS = {
    "centre": gettext_lazy("Centre"),
    "rest": gettext_lazy("Reste de la commune"),
    "commune": gettext_lazy("Commune"),
    "territory": gettext_lazy("Territoire"),
    "epci": gettext_lazy("Intercommunalité"),
    "aav": gettext_lazy("Aire d’attraction"),
    "programme": gettext_lazy("Programme"),
    "france": gettext_lazy("France"),
}
PEER_GROUPS = {
    "hors-programme": gettext_lazy("Villes comparables hors programme"),
    "programme": gettext_lazy("Villes comparables du programme"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Made of an observation, its indicator and its place; there is no other way to show a number."""

    observation: Observation
    indicator: Indicator
    place: Place

    def __post_init__(self) -> None:
        parts = (("observation", Observation), ("indicator", Indicator), ("place", Place))
        for name, kind in parts:
            if not isinstance(getattr(self, name), kind):
                got = type(getattr(self, name)).__name__
                raise BareFigure(f"{name}: got {got}; a figure needs a {kind.__name__}, taken from a release.")

    @property
    def value(self) -> float | None:
        return self.observation.value

    @property
    def absence(self) -> Absence | None:
        reason = self.observation.absence or ("missing" if self.value is None else None)
        return ABSENCES[reason] if reason else None

    @property
    def absence_sentence(self) -> str:
        if self.absence is None:
            return ""
        if self.observation.obs_status == "Q":
            return str(SECRETS.get(self.observation.conf_status, self.absence.sentence))
        return str(self.absence.sentence)

    @property
    def text(self) -> str:
        """The value with its unit, or the word that says why there is none."""
        return str(self.absence.word) if self.absence else self.indicator.with_unit(self._value)

    @property
    def amount(self) -> str:
        """The number alone, for a large print in which a long unit follows in a smaller one."""
        if self.absence or len(self.indicator.symbol) <= SHORT_UNIT:
            return ""
        return self.indicator.written(self._value)

    @property
    def short(self) -> str:
        """The value without its unit, or the sign of its absence: for tables whose head bears the unit."""
        return self.absence.sign if self.absence else self.indicator.written(self._value)

    @property
    def _value(self) -> float:
        assert self.value is not None
        return self.value

    @property
    def has_interval(self) -> bool:
        return bool(self.interval)

    @property
    def interval(self) -> str:
        seen = self.observation
        if seen.value is None or seen.low is None or seen.high is None:
            return ""
        low, high = self.indicator.written(seen.low), self.indicator.written(seen.high)
        return typography.span(low, high, symbol=self.indicator.symbol, language=language())

    @property
    def remark(self) -> str:
        """What a reader must know of this very value: an estimate, a poor coverage, a break."""
        return str(REMARKS.get(self.observation.obs_status, "")) if self.value is not None else ""

    @property
    def period(self) -> str:
        return typography.period(self.observation.period)

    @property
    def count(self) -> str:
        n = self.observation.n
        return "" if n is None else typography.number(n, decimals=0, language=language())

    @property
    def level(self) -> str:
        seen = self.observation
        if seen.place_kind == "peers":
            return str(PEER_GROUPS[seen.perimeter])
        if seen.place_kind == "france" and seen.place == "hors-programme":
            return _("France hors programme")
        return str(LEVELS[seen.place_kind])

    @property
    def place_name(self) -> str:
        if self.observation.place_kind == "centre":
            return _("%(town)s (centre)") % {"town": self.place.name}
        if self.observation.place_kind == "rest":
            return _("%(town)s (reste de la commune)") % {"town": self.place.name}
        return self.place.name

    @property
    def sentence(self) -> str:
        """What the figure says, in one plain sentence; without a value, why there is none."""
        if self.absence:
            return f"{self.place_name}{colon()}{self.absence.word}. {self.absence_sentence}"
        words = {"value": self.indicator.in_sentence(self._value), "place": self.place_name, "period": self.period}
        sentence = self.indicator.says.format(**words)
        return typography.contracted(sentence) if language() == "fr" else sentence

    @property
    def parts(self) -> str:
        """Numerator and denominator in words: « 312 logements vacants ÷ 2 054 logements »."""
        seen = self.observation
        if seen.value is None or seen.numerator is None or not self.indicator.declared.get("numerator"):
            return ""
        above = f"{_plain(seen.numerator)} {self.indicator.numerator}"
        if seen.denominator is None or not self.indicator.declared.get("denominator"):
            return above
        return f"{above} ÷ {_plain(seen.denominator)} {self.indicator.denominator}"


def _plain(value: float) -> str:
    return typography.number(
        value, decimals=0 if float(value).is_integer() or abs(value) >= 100 else 1, language=language()
    )
