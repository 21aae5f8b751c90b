from pathlib import Path

from click.testing import CliRunner

from beffroi.cli import bench
from beffroi.cli.main import main


def test_where_the_benchmarks_are_not_installed_it_is_said(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(bench, "ROOT", tmp_path)

    result = CliRunner().invoke(main, ["bench", "indicators"])

    assert result.exit_code == 1
    assert "benchmarks are not installed. Run from a clone of the project" in result.output


def test_what_is_asked_is_passed_on(monkeypatch):
    ran: list[list[str]] = []

    class Ended:
        returncode = 0

    monkeypatch.setattr(bench.subprocess, "run", lambda command, **_kept: ran.append(command[1:]) or Ended)

    CliRunner().invoke(main, ["bench", "indicators", "--times", "3", "--json"])
    CliRunner().invoke(main, ["bench", "site", "--seconds", "5"])

    CliRunner().invoke(main, ["bench", "desks", "--database", "sqlite", "--only", "money", "--json"])
    CliRunner().invoke(main, ["bench", "import", "--database", "postgresql"])

    assert ran == [
        ["-m", "bench.indicators", "--times", "3", "--json"],
        ["-m", "bench.site", "--seconds", "5"],
        ["-m", "bench.desks", "--database", "sqlite", "--seconds", "5", "--only", "money", "--json"],
        ["-m", "bench.imports", "--database", "postgresql"],
    ]
