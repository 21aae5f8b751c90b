"""A progress bar on long work, and silence when nobody watches."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

Item = TypeVar("Item")


def followed(items: Sequence[Item], *, title: str) -> Iterator[Item]:
    """Each of `items`, with a bar on the error stream when that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        yield from bar.track(items, description=title)


@contextmanager
def counted_bytes(*, title: str) -> Iterator[Callable[[int, int | None], None]]:
    """A function to call with the bytes received so far, and the whole length if known; it moves a bar."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(title, total=None)

        def seen(received: int, total: int | None) -> None:
            bar.update(task, completed=received, total=total)

        yield seen
