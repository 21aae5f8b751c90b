"""An import killed in the middle, ten times: the database is as before, and the same file then goes in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fresh_database import Fresh, run

SCRIPT = "tests.programme.money.large_import"
ACTIONS, LINES_EACH = 400, 4
# The rows written when each of the ten is killed, as the import tells its progress.
KILLED_AT = (400, 900, 1400, 1900, 2000) * 2
STATE = """
import django; django.setup()
from beffroi.foundations.journal import chain
from beffroi.programme.actions.models import Action
from beffroi.programme.money.models import FundingLine
print(Action.objects.count(), FundingLine.objects.count(), chain.last(), list(chain.faults()))
"""


@pytest.fixture(scope="module")
def world(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, str], Path]]:
    """A database with the registry's territories, and a file to import."""
    folder = tmp_path_factory.mktemp("killed")
    with fresh_database(folder) as environment:
        run("-m", SCRIPT, "prepare", str(folder / "file.xlsx"), str(ACTIONS), str(LINES_EACH), environment=environment)
        yield environment, folder / "file.xlsx"


def test_a_killed_import_leaves_the_database_as_before(world):
    environment, file = world
    before = run("-c", STATE, environment=environment)

    ended = run("-m", SCRIPT, "kill", str(file), *map(str, KILLED_AT), environment=environment)

    assert ended.split() == ["-9"] * 10
    assert run("-c", STATE, environment=environment) == before
    assert before.startswith("0 0 ")
    assert before.endswith("[]\n")

    # What was killed left nothing behind that stands in the way.
    assert "written 400 1600" in run("-m", SCRIPT, "load", str(file), environment=environment)
    assert run("-c", STATE, environment=environment).startswith("400 1600 ")
