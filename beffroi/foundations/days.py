"""How a day is written in the name of a thing, on a page, in a PDF and in a DOCX: here and nowhere else."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language


def day(value: date | None) -> str:
    """1er février 2019, 1 February 2019: Django's own formats forget the ordinal, and put the English month first.

    Of an instant, the legal day; of nothing, nothing.
    """
    if not value:
        return ""
    local = _local(value)
    text = date_format(local, "j F Y")
    is_english = (get_language() or "fr").startswith("en")
    return text if is_english or local.day != 1 else text.replace("1 ", "1er ", 1)


def moment(value: datetime | None) -> str:
    """1er février 2019, 09:30."""
    return f"{day(value)}, {date_format(_local(value), 'H:i')}" if value else ""


def _local(value: date) -> date:
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value
