"""What happened to a convention, a perimeter or a committee, in the words of these rooms."""

from collections.abc import Iterable

from django.db.models import Q

from beffroi.foundations.journal.models import Entry
from beffroi.web.components.history import Told, told

LIMIT = 60
__all__ = ["Told", "of", "told"]


def of(*things: tuple[str, Iterable[object]], also: Q | None = None) -> list[Told]:
    """The last rows about these things, latest first: each a kind and identifiers of that kind.

    `also` names rows in another way: those of things that are no more, by where they were.
    """
    about = also or Q()
    for kind, identifiers in things:
        about |= Q(subject_kind=kind, subject_id__in=[str(identifier) for identifier in identifiers])
    return told(Entry.objects.filter(about).order_by("-sequence")[:LIMIT]) if about else []
