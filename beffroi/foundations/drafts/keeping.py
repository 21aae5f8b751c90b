"""Drafts kept, found again, forgotten.

A draft is nobody's fact: only its author reads it, and the journal, which never forgets, is told nothing of it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from beffroi.foundations.drafts.models import Draft

# A drawer, not an archive: beyond these, the oldest draft of the person gives way.
MOST = 40
KEPT_FOR = timedelta(days=90)
# As long as the longest form, several times over.
LARGEST = 200_000


class TooLarge(ValueError):
    """More was typed than a draft holds."""


@transaction.atomic
def keep(*, person: str, place: str, typed: Mapping[str, list[str]], at: datetime) -> Draft:
    """Keep what was typed in the place of what was kept there before."""
    if sum(len(value) for values in typed.values() for value in values) > LARGEST:
        raise TooLarge(f"A draft holds {LARGEST} signs at most.")
    draft, _ = Draft.objects.update_or_create(
        person=person, place=place, defaults={"typed": dict(typed), "kept_at": at}
    )
    mine = Draft.objects.filter(person=person)
    mine.filter(kept_at__lt=at - KEPT_FOR).delete()
    mine.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST:])).delete()
    return draft


def kept(*, person: str, place: str) -> Draft | None:
    return Draft.objects.filter(person=person, place=place).first()


def all_of(person: str) -> list[Draft]:
    """What a person has begun and not sent, latest first."""
    return list(Draft.objects.filter(person=person))


def forget(*, person: str, place: str) -> bool:
    """Whether there was a draft to forget."""
    gone, _ = Draft.objects.filter(person=person, place=place).delete()
    return bool(gone)
