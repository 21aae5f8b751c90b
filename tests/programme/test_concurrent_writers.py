"""Several processes write at once, on the database of the installation: nothing is lost, nothing is half-done."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fresh_database import ROOT, Fresh, run

WRITERS, OPERATIONS = 8, 250
KEPT = WRITERS * OPERATIONS * 9 // 10
# Each of three writers is killed half-way through this operation.
KILLED_IN = (2, 9, 41)
COUNTS = """
import json, django; django.setup()
from beffroi.foundations.journal.chain import faults
from beffroi.foundations.journal.models import Entry
from beffroi.programme.people.models import Organisation
told = set(Entry.objects.filter(verb="organisation.added").values_list("after__name", flat=True))
kept = set(Organisation.objects.values_list("name", flat=True))
print(json.dumps({"faults": list(faults()), "rows": Entry.objects.count(), "kept": len(kept), "same": told == kept}))
"""


@pytest.fixture(scope="module")
def database(fresh_database: Fresh, tmp_path_factory: pytest.TempPathFactory):
    with fresh_database(tmp_path_factory.mktemp("writers")) as environment:
        yield environment


def counted(environment: dict[str, str]) -> dict:
    return json.loads(run("-c", COUNTS, environment=environment))


def start(name: str, *, operations: int, environment: dict[str, str]) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.programme.writer", name, str(operations)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_eight_writers_lose_nothing_and_leave_nothing_half_done(database: dict[str, str]):
    writers = [start(f"w{number}", operations=OPERATIONS, environment=database) for number in range(WRITERS)]

    errors = [writer.communicate(timeout=300)[1] for writer in writers]

    assert [writer.returncode for writer in writers] == [0] * WRITERS, errors
    assert counted(database) == {"faults": [], "rows": KEPT, "kept": KEPT, "same": True}


def test_a_writer_killed_in_the_middle_leaves_whole_operations_only(fresh_database: Fresh, tmp_path: Path):
    with fresh_database(tmp_path) as environment:
        for operation in KILLED_IN:
            writer = start(f"k{operation}", operations=100_000, environment=environment)
            assert is_half_way(writer, operation)
            writer.kill()
            writer.communicate(timeout=60)

        after = counted(environment)

    assert after["faults"] == []
    assert after["rows"] == after["kept"] > 0
    assert after["same"]


def is_half_way(writer: subprocess.Popen, operation: int) -> bool:
    """Waits until it says that it has written the rows of this operation, and not yet kept them."""
    assert writer.stdout
    return all(writer.stdout.readline() == "half-way\n" for _ in range(operation))
