"""Django's `TextChoices`, told to the type checker: a member is a member, and has a label."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import StrEnum
    from typing import ClassVar

    class TextChoices(StrEnum):
        label: str
        values: ClassVar[list[str]]
        choices: ClassVar[list[tuple[str, str]]]

else:
    from django.db.models import TextChoices

__all__ = ["TextChoices"]
