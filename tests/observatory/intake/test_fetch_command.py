import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from beffroi.cli import data_fetch
from beffroi.cli.main import main
from beffroi.observatory.intake.declaration import Source, SourceFile
from beffroi.observatory.intake.loading import load_sources
from beffroi.observatory.intake.wanted import Wanted, wanted_files
from tests.observatory.intake.line import Server, serving, whole

BODY = b"commune,n\n01004,3\n"


@pytest.fixture
def server():
    with serving() as server:
        server.says(whole(BODY))
        yield server


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BEFFROI_ARCHIVE", str(tmp_path))
    return tmp_path


def declared(monkeypatch: pytest.MonkeyPatch, *files: SourceFile) -> Source:
    """Only one source is declared, with these files."""
    source = replace(next(iter(load_sources().values())), name="shops", files=files)
    monkeypatch.setattr(data_fetch, "load_sources", lambda: {"shops": source})
    return source


def fetch(*arguments: str):
    return CliRunner().invoke(main, ["data", "fetch", *arguments])


def test_a_source_is_fetched_once_and_then_found_in_the_archive(archive: Path, server: Server, monkeypatch):
    declared(monkeypatch, SourceFile("shops/a.csv", "csv", url=server.url))

    first, second = fetch("shops"), fetch("shops")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "fetched" in first.output
    assert "in the archive" in second.output
    assert (archive / "shops" / "a.csv").read_bytes() == BODY
    assert len(server.asked) == 1


def test_a_program_reads_what_was_fetched_and_what_was_refused(archive: Path, server: Server, monkeypatch):
    declared(monkeypatch, SourceFile("a.csv", "csv"), SourceFile("b.csv", "csv", url=server.url))

    result = fetch("--json")

    refused, fetched = json.loads(result.stdout)
    assert result.exit_code == 1
    assert "put the file at" in refused["refused"]
    assert (fetched["source"], fetched["path"], fetched["bytes"]) == ("shops", "b.csv", len(BODY))


def test_an_unknown_source_is_refused_with_the_names_of_the_others(archive: Path):
    result = fetch("cencus")

    assert result.exit_code == 2
    assert "No source is called cencus. The sources: " in result.output


def test_a_folder_of_files_is_what_the_archive_holds_of_it(archive: Path, monkeypatch):
    source = declared(monkeypatch, SourceFile("streets/*.csv", "csv"))
    assert wanted_files(source, archive=archive) == [Wanted("streets/*.csv", None)]

    (archive / "streets").mkdir()
    for name in ("b.csv", "a.csv", "a.csv.part"):
        (archive / "streets" / name).touch()

    assert [wanted.path for wanted in wanted_files(source, archive=archive)] == ["streets/a.csv", "streets/b.csv"]


@pytest.mark.shared
def test_the_shared_folder_is_an_archive_that_needs_no_network(monkeypatch):
    shared = Path(__file__).parents[4] / "shared" / "data"
    if not shared.is_dir():
        pytest.skip("../shared/data is absent")
    monkeypatch.setenv("BEFFROI_ARCHIVE", str(shared))

    result = fetch("--json")

    rows = json.loads(result.stdout)
    assert result.exit_code == 0, result.stderr
    assert len(rows) > 30
    assert all(row["was_there"] for row in rows)
