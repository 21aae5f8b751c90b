"""A progress bar on long work, and silence when nobody watches.

The library that draws it is read only when something is followed: a tenth of a second that a computation need not wait.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

Item = TypeVar("Item")


def followed(items: Sequence[Item], *, title: str) -> Iterator[Item]:
    """Each of `items`, with a bar on the error stream when that is a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with _bar(*columns) as bar:
        yield from bar.track(items, description=title)


@contextmanager
def counted_bytes(*, title: str) -> Iterator[Callable[[int, int | None], None]]:
    """A function to call with the bytes received so far, and the whole length if known; it moves a bar."""
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with _bar(*columns) as bar:
        task = bar.add_task(title, total=None)

        def seen(received: int, total: int | None) -> None:
            bar.update(task, completed=received, total=total)

        yield seen


def _bar(*columns: "ProgressColumn") -> "Progress":
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
