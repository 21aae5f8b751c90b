"""What works beside the site comes last, also where the system shares the processor session by session."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ASKS = """
import json, os, pathlib
from beffroi.foundations.background import give_way
give_way(7)
shared = pathlib.Path("/proc/self/autogroup")
print(json.dumps([os.nice(0), shared.read_text() if shared.exists() else ""]))
"""


def after_giving_way(*, own_session: bool) -> tuple[int, str]:
    told = subprocess.run(
        [sys.executable, "-c", ASKS], start_new_session=own_session, capture_output=True, check=True, text=True
    )
    niceness, session = json.loads(told.stdout)
    return niceness, session


@pytest.fixture
def session() -> str:
    """How the system shares the processor with this session, before."""
    shared = Path("/proc/self/autogroup")
    return shared.read_text() if shared.exists() else ""


def test_a_process_that_gives_way_comes_after_the_others():
    assert after_giving_way(own_session=False)[0] == 7


def test_a_session_of_its_own_gives_way_too(session):
    if not session:
        pytest.skip("this system does not share the processor by session")

    assert after_giving_way(own_session=True)[1].endswith("nice 7\n")


def test_the_session_of_others_is_left_alone(session):
    assert after_giving_way(own_session=False)[1] == session
