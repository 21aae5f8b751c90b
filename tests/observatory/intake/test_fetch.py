import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from beffroi.observatory.intake.fetch import Fetcher, FetchFailed
from beffroi.observatory.intake.patience import Patience
from beffroi.observatory.intake.wanted import Wanted
from tests.observatory.intake.line import Server, chunked, cut, endless, refusal, serving, whole

ROWS = b"commune;logements\n" + b"".join(f"{code:05};{code % 97}\n".encode() for code in range(20_000))
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetcher(tmp_path: Path, waits: list[float]) -> Fetcher:
    patience = Patience(tries=4, sleep=waits.append, now=lambda: NOW, jitter=lambda: 1.0)
    return Fetcher(tmp_path, patience=patience)


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def had_come(body: bytes, *, fetcher: Fetcher, url: str, etag: str = '"1"', modified: str | None = None) -> None:
    (fetcher.archive / "a.csv.part").write_bytes(body)
    known = {"url": url, "etag": etag, "modified": modified}
    (fetcher.archive / "a.csv.part.json").write_text(json.dumps(known))


def test_a_file_that_is_already_in_the_archive_is_used_and_nothing_is_asked(server: Server, fetcher: Fetcher):
    (fetcher.archive / "a.csv").write_bytes(b"commune\n01004\n")

    fetched = fetcher.fetch(Wanted("a.csv", server.url))

    assert fetched.was_there
    assert fetched.sha256 == sha256(b"commune\n01004\n").hexdigest()
    assert server.asked == []


def test_a_file_of_the_archive_that_is_not_the_declared_one_is_refused(fetcher: Fetcher):
    (fetcher.archive / "a.csv").write_bytes(b"another")

    with pytest.raises(FetchFailed, match=r"the declaration says 00ff.* Remove"):
        fetcher.fetch(Wanted("a.csv", "https://example.org/a.csv", sha256="00ff"))


def test_a_file_without_an_address_must_be_put_by_hand(fetcher: Fetcher):
    with pytest.raises(FetchFailed, match=r"no public address is declared; put the file at .*a\.csv by hand"):
        fetcher.fetch(Wanted("a.csv", None))


def test_a_whole_file_comes_with_a_note_of_where_it_came_from(server: Server, fetcher: Fetcher):
    server.says(whole(ROWS))

    fetched = fetcher.fetch(Wanted("folder/a.csv", server.url, sha256=sha256(ROWS).hexdigest()))

    assert fetched.path.read_bytes() == ROWS
    assert left(fetched.path.parent) == {"a.csv", "a.csv.origin.json"}
    origin = json.loads((fetched.path.parent / "a.csv.origin.json").read_text())
    assert origin == {"url": server.url, "etag": '"1"', "modified": None, "sha256": fetched.sha256}


def test_when_the_line_is_cut_the_next_try_asks_only_for_the_rest(server: Server, fetcher: Fetcher, waits: list[float]):
    server.says(cut(ROWS, after=100_000), cut(ROWS, after=150_000), whole(ROWS))

    fetched = fetcher.fetch(Wanted("a.csv", server.url))

    assert fetched.path.read_bytes() == ROWS
    assert [asked.get("Range") for asked in server.asked] == [None, "bytes=100000-", "bytes=150000-"]
    assert server.asked[1]["If-Range"] == '"1"'
    assert waits == [1.0, 2.0]


def test_a_server_without_ranges_sends_the_whole_file_again_and_no_byte_comes_twice(server: Server, fetcher: Fetcher):
    server.says(cut(ROWS, after=100_000, ranges=False), whole(ROWS, ranges=False))

    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == ROWS


def test_without_a_validator_nothing_is_resumed(server: Server, fetcher: Fetcher):
    server.says(cut(ROWS, after=100_000, etag=None), whole(ROWS, etag=None))

    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == ROWS
    assert "Range" not in server.asked[1]


def test_a_weak_etag_does_not_promise_the_same_bytes_so_the_date_is_the_condition(server: Server, fetcher: Fetcher):
    day = "Mon, 05 Jan 2026 10:00:00 GMT"
    server.says(cut(ROWS, after=100_000, etag='W/"1"'), whole(ROWS))
    had_come(ROWS[:50_000], fetcher=fetcher, url=server.url, etag='W/"1"', modified=day)

    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == ROWS
    assert server.asked[0]["If-Range"] == day
    assert "If-Range" not in server.asked[1]


def test_a_file_that_changed_between_two_tries_is_taken_from_its_start(server: Server, fetcher: Fetcher):
    changed = ROWS.upper()
    server.says(cut(ROWS, after=100_000, etag='"1"'), whole(changed, etag='"2"'))

    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == changed


def test_a_server_that_goes_on_in_another_file_is_not_believed(server: Server, fetcher: Fetcher):
    changed = ROWS.upper()

    def wrong_rest(handler) -> None:
        handler.send_response(206)
        handler.send_header("ETag", '"2"')
        handler.send_header("Content-Range", f"bytes 100000-{len(changed) - 1}/{len(changed)}")
        handler.send_header("Content-Length", str(len(changed) - 100_000))
        handler.end_headers()
        handler.wfile.write(changed[100_000:])

    server.says(cut(ROWS, after=100_000), wrong_rest, whole(changed, etag='"2"'))

    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == changed


def test_a_file_that_had_wholly_come_before_the_end_was_cut_is_not_sent_again(server: Server, fetcher: Fetcher):
    had_come(ROWS, fetcher=fetcher, url=server.url)
    server.says(whole(ROWS))

    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == ROWS
    assert len(server.asked) == 1


def test_more_bytes_than_the_server_has_are_thrown_away(server: Server, fetcher: Fetcher):
    had_come(ROWS + b"more", fetcher=fetcher, url=server.url)
    server.says(whole(ROWS))

    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == ROWS


def test_a_server_in_trouble_is_asked_again_after_waits_that_double(
    server: Server, fetcher: Fetcher, waits: list[float]
):
    server.says(refusal(500), refusal(503), refusal(502), whole(ROWS))

    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == ROWS
    assert waits == [1.0, 2.0, 4.0]


def test_a_server_that_stays_in_trouble_is_given_up_with_a_clear_word(server: Server, fetcher: Fetcher):
    server.says(refusal(500))

    with pytest.raises(FetchFailed, match=r"a\.csv: given up after 4 tries at http.* answered 500"):
        fetcher.fetch(Wanted("a.csv", server.url))

    assert len(server.asked) == 4
    assert not (fetcher.archive / "a.csv").exists()


@pytest.mark.parametrize(
    ("asked", "wait"), [("7", 7.0), ("Mon, 05 Jan 2026 12:00:30 GMT", 30.0), ("soon", 1.0), ("0", 1.0)]
)
def test_the_wait_that_the_server_asks_for_is_kept(
    asked: str, wait: float, server: Server, fetcher: Fetcher, waits: list[float]
):
    server.says(refusal(429, Retry_After=asked), whole(ROWS))

    fetcher.fetch(Wanted("a.csv", server.url))

    assert waits == [wait]


def test_a_server_that_asks_to_come_back_in_hours_is_left_in_peace(
    server: Server, fetcher: Fetcher, waits: list[float]
):
    server.says(refusal(429, Retry_After="7200"))

    with pytest.raises(FetchFailed, match="asks to come back in 7200 s"):
        fetcher.fetch(Wanted("a.csv", server.url))

    assert len(server.asked) == 1
    assert waits == []


def test_an_address_that_does_not_exist_is_not_asked_twice(server: Server, fetcher: Fetcher):
    server.says(refusal(404))

    with pytest.raises(FetchFailed, match=r"answered 404 Not Found\. Correct the address"):
        fetcher.fetch(Wanted("a.csv", server.url))

    assert len(server.asked) == 1


def test_a_length_that_never_comes_is_an_error_and_no_file(server: Server, fetcher: Fetcher):
    server.says(cut(ROWS, after=len(ROWS), ranges=False, total=len(ROWS) + 10))

    with pytest.raises(FetchFailed, match="given up after 4 tries"):
        fetcher.fetch(Wanted("a.csv", server.url))

    assert not (fetcher.archive / "a.csv").exists()


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.xlsx", "a.parquet", "a.geojson"])
def test_an_html_page_instead_of_the_file_is_refused_and_thrown_away(name: str, server: Server, fetcher: Fetcher):
    server.says(whole(b"\n<!DOCTYPE html><html><body>Maintenance</body></html>"))

    with pytest.raises(FetchFailed, match=rf"{name}: an HTML page came instead of the file"):
        fetcher.fetch(Wanted(name, server.url))

    assert left(fetcher.archive) == set()


def test_an_html_page_inside_a_gzip_file_is_seen(server: Server, fetcher: Fetcher):
    server.says(whole(gzip.compress(b"<html>no</html>")))

    with pytest.raises(FetchFailed, match="an HTML page"):
        fetcher.fetch(Wanted("a.csv.gz", server.url))


def test_a_gzip_file_that_was_already_cut_on_the_server_is_refused(server: Server, fetcher: Fetcher):
    server.says(whole(gzip.compress(ROWS)[:-100]))

    with pytest.raises(FetchFailed, match="the gzip file is cut or damaged"):
        fetcher.fetch(Wanted("a.csv.gz", server.url))

    assert left(fetcher.archive) == set()


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.csv", b"", "empty"),
        ("a.csv", b"PK\x03\x04rest", "binary file"),
        ("a.csv.gz", b"commune\n", "not a gzip file"),
        ("a.xlsx", b"PK\x03\x04rest", "cut, damaged, or not a workbook"),
        ("a.parquet", b"PAR1 half", "not a whole Parquet file"),
        ("a.geojson", b"commune;n", "not JSON"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    name: str, body: bytes, reason: str, server: Server, fetcher: Fetcher
):
    server.says(whole(body))

    with pytest.raises(FetchFailed, match=reason):
        fetcher.fetch(Wanted(name, server.url))

    assert left(fetcher.archive) == set()


def test_another_checksum_than_the_declared_one_is_refused(server: Server, fetcher: Fetcher):
    server.says(whole(ROWS))

    with pytest.raises(FetchFailed, match=r"its checksum is .*, the declaration says 00ff"):
        fetcher.fetch(Wanted("a.csv", server.url, sha256="00ff"))

    assert left(fetcher.archive) == set()


def test_a_csv_of_unknown_length_is_refused_because_a_cut_would_not_show(server: Server, fetcher: Fetcher):
    server.says(endless(ROWS))

    with pytest.raises(FetchFailed, match="does not say how long the file is"):
        fetcher.fetch(Wanted("a.csv", server.url))

    assert not (fetcher.archive / "a.csv").exists()


def test_a_file_that_knows_its_own_end_may_come_without_a_length(server: Server, fetcher: Fetcher):
    server.says(endless(gzip.compress(ROWS)))

    assert gzip.decompress(fetcher.fetch(Wanted("a.csv.gz", server.url)).path.read_bytes()) == ROWS


def test_a_file_in_chunks_is_whole_only_with_its_last_chunk(server: Server, fetcher: Fetcher, waits: list[float]):
    server.says(chunked(ROWS, ends=False), chunked(ROWS))

    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == ROWS
    assert len(waits) == 1


@pytest.mark.parametrize("answer", [whole(ROWS), chunked(ROWS)])
def test_a_file_longer_than_allowed_is_refused(answer, server: Server, fetcher: Fetcher):
    server.says(answer)
    narrow = Fetcher(fetcher.archive, patience=fetcher.patience, max_bytes=1000)

    with pytest.raises(FetchFailed, match="longer than the 1000 bytes allowed"):
        narrow.fetch(Wanted("a.csv", server.url))

    assert (fetcher.archive / "a.csv.part").stat().st_size == 0


@pytest.mark.parametrize("url", ["http://example.org/a.csv", "file:///etc/passwd", "ftp://127.0.0.1/a.csv"])
def test_only_encrypted_addresses_are_asked(url: str, fetcher: Fetcher):
    with pytest.raises(FetchFailed, match="only https addresses"):
        fetcher.fetch(Wanted("a.csv", url))


def test_a_redirection_to_an_open_line_is_refused(server: Server, fetcher: Fetcher):
    server.says(refusal(302, Location="http://example.org/a.csv"))

    with pytest.raises(FetchFailed, match=r"http://example.org/a.csv: only https"):
        fetcher.fetch(Wanted("a.csv", server.url))


def test_the_progress_counts_what_had_come_before_the_cut(server: Server, tmp_path: Path):
    seen: list[tuple[int, int | None]] = []
    server.says(cut(ROWS, after=100_000), whole(ROWS))
    patience = Patience(sleep=lambda _seconds: None)

    Fetcher(tmp_path, patience=patience, seen=lambda *counts: seen.append(counts)).fetch(Wanted("a.csv", server.url))

    received = [count for count, _ in seen]
    assert received == sorted(received)
    assert seen[-1] == (len(ROWS), len(ROWS))


def test_two_processes_never_receive_the_same_file(server: Server, fetcher: Fetcher):
    begun, go_on = threading.Event(), threading.Event()

    def slow(handler) -> None:
        begun.set()
        go_on.wait(10)
        whole(ROWS)(handler)

    server.says(slow)
    first = threading.Thread(target=fetcher.fetch, args=(Wanted("a.csv", server.url),))
    first.start()
    begun.wait(10)

    with pytest.raises(FetchFailed, match="another process is receiving this file"):
        fetcher.fetch(Wanted("a.csv", server.url))

    go_on.set()
    first.join()
    assert (fetcher.archive / "a.csv").read_bytes() == ROWS


def test_a_killed_process_leaves_only_a_part_and_the_next_run_ends_it(server: Server, fetcher: Fetcher):
    release = threading.Event()

    def half_then_nothing(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(ROWS)))
        handler.send_header("ETag", '"1"')
        handler.end_headers()
        handler.wfile.write(ROWS[:131_072])
        handler.wfile.flush()
        release.wait(20)
        handler.close_connection = True

    server.says(half_then_nothing, whole(ROWS))
    code = (
        "import sys; from pathlib import Path\n"
        "from beffroi.observatory.intake.fetch import Fetcher, Wanted\n"
        "Fetcher(Path(sys.argv[1])).fetch(Wanted('a.csv', sys.argv[2]))"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(fetcher.archive), server.url])
    part = fetcher.archive / "a.csv.part"
    while not (part.exists() and part.stat().st_size > 60_000):
        assert child.poll() is None
        time.sleep(0.01)

    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    release.set()

    assert left(fetcher.archive) == {"a.csv.part", "a.csv.part.json"}
    kept = part.stat().st_size
    assert 0 < kept < len(ROWS)
    assert fetcher.fetch(Wanted("a.csv", server.url)).path.read_bytes() == ROWS
    assert server.asked[1]["Range"] == f"bytes={kept}-"
