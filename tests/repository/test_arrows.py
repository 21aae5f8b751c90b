"""The arrows of the house are a contract: they hold, and a violation is seen."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.tree import ROOT


def contracts_kept(root: Path) -> subprocess.CompletedProcess:
    tool = Path(sys.executable).with_name("lint-imports")
    command = [tool, "--no-cache", "--config", str(root / "pyproject.toml")]
    return subprocess.run(
        command, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy_of_the_house(tmp_path):
    for room in ("beffroi", "config"):
        shutil.copytree(
            ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("static", "shipped", "__pycache__", "templates")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept():
    result = contracts_kept(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("room", "forbidden"),
    [
        ("beffroi/observatory/planted.py", "from beffroi import programme"),
        ("beffroi/programme/planted.py", "from beffroi import observatory"),
        ("beffroi/territory/planted.py", "import django"),
        ("beffroi/foundations/planted.py", "from beffroi import territory"),
        ("beffroi/observatory/release/planted.py", "from beffroi.observatory import engine"),
        ("beffroi/api/planted.py", "from beffroi import web"),
        ("beffroi/evaluation/planted.py", "from beffroi import programme"),
        ("beffroi/programme/actions/planted.py", "from beffroi.programme.money import queries"),
        ("beffroi/programme/people/planted.py", "from beffroi.programme.towns import models"),
    ],
)
def test_a_planted_violation_is_seen(copy_of_the_house, room, forbidden):
    (copy_of_the_house / room).write_text(f"{forbidden}\n")
    result = contracts_kept(copy_of_the_house)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "planted" in result.stdout
