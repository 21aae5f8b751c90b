"""Work of which some waits for other, several pieces at once."""

import os
from collections import deque
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from graphlib import TopologicalSorter
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
Result = TypeVar("Result")

WORKERS = os.cpu_count() or 1


def in_turn(
    sorter: "TopologicalSorter[Name]", submit: Callable[[Name], "Future[Result]"], *, workers: int
) -> Iterator[Result]:
    """The result of each piece of a prepared `sorter`, as soon as it is done; at most `workers` are under way.

    What a piece waited for is always done before it is submitted. What was freed last goes first: a chain left to the
    end would be worked alone. Raises what a piece raises, once those under way have ended.
    """
    ready: deque[Name] = deque()
    running: dict[Future[Result], Name] = {}

    def submit_ready() -> None:
        ready.extendleft(sorter.get_ready())
        while ready and len(running) < workers:
            name = ready.popleft()
            running[submit(name)] = name

    submit_ready()
    while running:
        ended = wait(running, return_when=FIRST_COMPLETED).done
        names = [running.pop(future) for future in ended]
        results = [future.result() for future in ended]
        sorter.done(*names)
        # The next pieces begin first: whoever takes the results may be long about it.
        submit_ready()
        yield from results
