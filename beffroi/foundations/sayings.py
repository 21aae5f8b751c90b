"""A sentence kept as what it is made of, so that it is said later in the language of whoever reads it.

What a job finds is kept for days and read in French or in English: its sentences are kept as their French message,
under which the catalogues know them, and what fills their blanks; a blank may be such a sentence itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext, override

Blank: TypeAlias = "Saying | str | int"
FRENCH = "fr"


@dataclass(frozen=True, slots=True)
class Saying(Promise):
    """`message` marked for the catalogues where it is written; said whenever it is shown."""

    message: str
    blanks: tuple[tuple[str, Blank], ...] = ()

    def __str__(self) -> str:
        said = gettext(self.message)
        return said % {name: _said(blank) for name, blank in self.blanks} if self.blanks else said

    @property
    def in_french(self) -> str:
        with override(FRENCH):
            return str(self)

    @property
    def kept(self) -> list[Any]:
        """As JSON keeps it; `read` makes it again."""
        return [self.message, {name: _kept(blank) for name, blank in self.blanks}]

    @classmethod
    def read(cls, kept: list[Any]) -> Self:
        message, blanks = kept
        return cls(
            message, tuple((name, cls.read(one) if isinstance(one, list) else one) for name, one in blanks.items())
        )


def say(message: str, **blanks: Blank) -> Saying:
    return Saying(message, tuple(blanks.items()))


def verbatim(text: str) -> Saying:
    """What is no sentence of ours (the title of a column, a name) and so is said as it is in every language."""
    return say("%(text)s", text=text)


def saying_of(sentence: str | Promise) -> Saying:
    """A lazy sentence without a blank to fill: its French is the message that the catalogues know."""
    if isinstance(sentence, Saying):
        return sentence
    with override(FRENCH):
        return Saying(str(sentence))


def sayings_of(fault: ValidationError) -> list[Saying]:
    """What a refusal of the forms or of the database says, with its parameters apart."""
    return [_saying(one.message, one.params) for one in _errors(fault)]


def _saying(message: Any, params: Mapping[str, Any] | None) -> Saying:
    told = saying_of(message)
    if not told.message:
        # A plural says nothing before it has its number: it is kept said, in French.
        with override(FRENCH):
            return verbatim(str(message % params))
    return say(told.message, **{name: _blank(value) for name, value in (params or {}).items()})


def _blank(value: Any) -> Blank:
    if isinstance(value, Promise):
        return saying_of(value)
    return value if isinstance(value, int) else str(value)


def _errors(fault: ValidationError) -> list[Any]:
    if hasattr(fault, "error_dict"):
        return [one for errors in fault.error_dict.values() for error in errors for one in _errors(error)]
    return list(fault.error_list)


def _said(blank: Blank) -> str | int:
    # A number stays one: the message may want it so, « %(most)d ».
    return blank if isinstance(blank, int) else str(blank)


def _kept(blank: Blank) -> Any:
    return blank.kept if isinstance(blank, Saying) else blank
