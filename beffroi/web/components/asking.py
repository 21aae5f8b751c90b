"""What the address of a list asks: words looked for, filters, order, page, file. A wrong value is refused by name."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

PAGE_SIZE = 25
ORDER, PAGE, FORM = _("Tri"), _("Page"), _("Format")
# The files that most lists make, beside the page.
SHEETS = ("csv", "xlsx")
NO_WAYS: Mapping[str, Mapping[str, Any]] = {}

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that cannot be right: what was given, what would be right."""

    label: Any
    given: str
    accepted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks, each value checked against the closed list of right ones.

    `ways` says how the list is shown, beyond what is in it; `form` is that of a file, nothing for a page; `usual` is
    what an address need not say.
    """

    q: str
    chosen: Mapping[str, str]
    choices: Mapping[str, Mapping[str, Any]]
    refused: tuple[Refused, ...]
    sort: str
    is_descending: bool
    page: int
    form: str
    ways: Mapping[str, str] = field(default_factory=dict)
    usual: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(
        cls,
        query: QueryDict,
        *,
        choices: Mapping[str, Mapping[str, Any]],
        labels: Mapping[str, Any],
        sorts: Collection[str] = (),
        usual: str = "",
        forms: Collection[str] = ("csv",),
        ways: Mapping[str, Mapping[str, Any]] = NO_WAYS,
    ) -> Self:
        """A wrong value is set apart, and the list goes on without it: no file is made then.

        `usual` is the order by default; of each of the `ways`, the first is.
        """
        check = _Checks(query)
        chosen = {name: value for name, accepted in choices.items() if (value := check(name, labels[name], accepted))}
        order = check("tri", ORDER, _both_ways(sorts), usual) if sorts else usual
        shown = {name: check(name, labels[name], accepted, next(iter(accepted))) for name, accepted in ways.items()}
        page = check.page()
        form = check("format", FORM, {form: form.upper() for form in forms})
        return cls(
            q=query.get("q", "").strip()[:100],
            chosen=chosen,
            choices=choices,
            refused=tuple(check.refused),
            sort=order.removeprefix("-"),
            is_descending=order.startswith("-"),
            page=page,
            form="" if check.refused else form,
            ways=shown,
            usual={"tri": usual, "page": "1"} | {name: next(iter(accepted)) for name, accepted in ways.items()},
        )

    def address(self, **changes: str) -> str:
        """The same list with something else asked; the first page unless a page is asked."""
        kept = {"q": self.q, **self.chosen, **self.ways, "tri": self.order} | changes
        said = {name: value for name, value in kept.items() if value and self.usual.get(name) != value}
        return "?" + urlencode(said)

    def checked(self) -> Self:
        """Itself where every value is right: nothing is made of the others."""
        if self.refused:
            raise Http404(f"{self.refused[0].label}: {self.refused[0].given}")
        return self

    @property
    def query(self) -> str:
        return self.address()

    @property
    def order(self) -> str:
        return f"-{self.sort}" if self.is_descending else self.sort

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.chosen)


class _Checks:
    """Reads the values of an address one by one, and notes those that are wrong."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.refused: list[Refused] = []

    def __call__(self, name: str, label: Any, accepted: Mapping[str, Any], usual: str = "") -> str:
        given = self.query.get(name, "").strip()
        if not given or given in accepted:
            return given or usual
        self.refused.append(Refused(label, given[:60], accepted))
        return usual

    def page(self) -> int:
        given = self.query.get("page", "").strip() or "1"
        if given.isascii() and given.isdigit() and 0 < int(given[:6]) < 10_000:
            return int(given)
        self.refused.append(Refused(PAGE, given[:60], {"1": "1"}))
        return 1


def _both_ways(sorts: Iterable[str]) -> dict[str, str]:
    return {sign + key: sign + key for key in sorts for sign in ("", "-")}


def in_order(rows: Iterable[One], *, key: Callable[[One], Any], is_descending: bool) -> list[One]:
    """Rows in the order of a fact; those without the fact come last, whichever way; equal ones keep their order."""
    rows = list(rows)
    known = sorted((row for row in rows if key(row) is not None), key=key, reverse=is_descending)
    return [*known, *(row for row in rows if key(row) is None)]
