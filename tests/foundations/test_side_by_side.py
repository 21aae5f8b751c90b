"""Work of which some waits for other."""

from concurrent.futures import ThreadPoolExecutor
from graphlib import TopologicalSorter
from threading import Barrier

import pytest

from beffroi.foundations.side_by_side import in_turn


def prepared(graph):
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    return sorter


def test_what_waits_comes_after_and_what_does_not_is_done_at_once():
    both_are_here = Barrier(2, timeout=20)

    def work(name):
        if name in ("walls", "garden"):
            both_are_here.wait()
        return name

    with ThreadPoolExecutor(2) as pool:
        plan = prepared({"roof": ["walls"], "walls": [], "garden": []})
        done = list(in_turn(plan, lambda name: pool.submit(work, name), workers=2))

    assert sorted(done) == ["garden", "roof", "walls"]
    assert done.index("walls") < done.index("roof")


def test_what_fails_is_raised_and_nothing_that_waits_for_it_begins():
    begun = []

    def work(name):
        begun.append(name)
        raise ValueError(name)

    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match="walls"):
        list(in_turn(prepared({"roof": ["walls"]}), lambda name: pool.submit(work, name), workers=1))
    assert begun == ["walls"]
