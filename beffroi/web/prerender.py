"""python -m beffroi.web.prerender: makes the pages that everyone reads before anyone asks for them.

Home, list, portraits, indicators, in both languages: about 600 pages, each asked of the site itself, which keeps it on
the shelf on disk (`shelves.DiskShelf`). A page that is already there costs nothing, so a second run goes on where the
first was stopped. The PDF of a portrait is made when it is asked for.
"""

import argparse
import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from beffroi.foundations.background import LAST, give_way
from beffroi.foundations.progress import followed

CONTENDED, REST, LONGEST_REST = 1.4, 6, 10  # a ratio, a ratio, seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m beffroi.web.prerender", description=__doc__)
    parser.add_argument(
        "--background",
        action="store_true",
        help="give way to everything else, and end with the process that started it",
    )
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    application = get_wsgi_application()
    from beffroi.web.middleware_pages import shared_shelf  # Django is ready only now

    shelf = shared_shelf()
    if shelf is None:
        return
    shelf.tidy()
    paths = addresses()
    for path in _while_parent_lives(paths) if asked.background else followed(paths, title="Pages"):
        ask(application, path)


def addresses() -> list[str]:
    """The pages to make, those that one sees first at the head, then those of one language after those of another."""
    from beffroi.web.components.context import home_address
    from beffroi.web.public.machine import site_paths

    homes = [home_address(code) for code, _label in settings.LANGUAGES]
    paths = [path for path in site_paths() if path]
    return ["/carte/departements.geojson", *homes, *(home + path for home in homes for path in paths)]


def ask(application: Callable[..., Iterable[bytes]], path: str) -> str:
    """Asks the site for a page as a reader would, without a socket; its status, such as « 200 OK »."""
    said: list[str] = []
    host = next((name for name in settings.ALLOWED_HOSTS if name[0] not in "*."), "localhost")
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": host, "HTTP_ACCEPT_ENCODING": "gzip"}
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, _headers: said.append(status))
    for _part in answer:
        pass
    if close := getattr(answer, "close", None):
        close()
    return said[0]


def _while_parent_lives(paths: Iterable[str]) -> Iterator[str]:
    """The paths, at the lowest priority that the system knows, until this process is nobody's child."""
    _be_last()
    parent = os.getppid()
    for path in paths:
        if os.getppid() != parent:
            return
        begun, worked = time.monotonic(), time.process_time()
        yield path
        _rest(took=time.monotonic() - begun, worked=time.process_time() - worked)


def _be_last() -> None:
    give_way(LAST)
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _rest(*, took: float, worked: float) -> None:
    """A page that took longer than its work says that somebody else wants the processor; not every system knows
    priorities, containers least of all."""
    if took > CONTENDED * worked:
        time.sleep(min(REST * took, LONGEST_REST))


if __name__ == "__main__":
    main()
