"""python -m beffroi.programme.facts.following: keeps what the public site shows up to date with the programme.

The facts are published anew when the journal has moved since the last time; a page changes only when what is public
did. `beffroi serve` and `beffroi demo` start it and end it.
"""

import contextlib
import os
import time
from pathlib import Path

from beffroi.foundations.background import LAST, give_way
from beffroi.foundations.files import whole_file
from beffroi.foundations.home import home

SECONDS = 30
# While people write all day, a large programme is published anew a tenth of the time at most.
REST = 9
# The last row of the journal that the published facts know, and the columns that they had, beside them: an edition
# itself tells no day.
MARK = "facts-journal"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    parent = os.getppid()
    give_way(LAST)
    from django.db import Error, connection

    while os.getppid() == parent:
        # A database that is busy now is read again at the next turn; the edition that is there stays.
        began = time.monotonic()
        with contextlib.suppress(Error):
            refresh()
        connection.close()
        time.sleep(max(SECONDS, REST * (time.monotonic() - began)))


def refresh() -> bool:
    """Publish if something was written since the last edition, or if a table has another form; whether it was."""
    from beffroi.foundations.journal.models import Entry
    from beffroi.programme.facts.publish import publish
    from beffroi.programme.facts.published import edition, folder
    from beffroi.programme.facts.tables import form

    last = Entry.objects.order_by("-sequence").values_list("hash", flat=True).first() or ""
    known, mark = f"{last} {form()}", home() / MARK
    is_fresh = _read(mark) == known and bool(edition())
    if not is_fresh:
        publish(folder())
        with whole_file(mark) as draft:
            draft.write_text(known, encoding="ascii")
    return not is_fresh


def _read(mark: Path) -> str:
    return mark.read_text(encoding="ascii") if mark.is_file() else ""


if __name__ == "__main__":
    main()
