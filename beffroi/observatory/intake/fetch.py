"""Source files come into the archive whole, or not at all.

What has been received lies in `NAME.part`, with its validator (ETag or date) in `NAME.part.json`: a cut line, or a
killed process, costs only what was not yet received. Follows RFC 9110 §13.1.5 (If-Range) and §14 (ranges).
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from typing import BinaryIO

import httpx

from beffroi import __version__
from beffroi.foundations.files import sha256, whole_file
from beffroi.observatory.intake.content import SELF_ENDED, NotTheFile, check
from beffroi.observatory.intake.patience import Patience
from beffroi.observatory.intake.wanted import Wanted
from beffroi.observatory.intake.zipped import NotInZip, take_out

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
MAX_BYTES = 4 << 30
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that another try may change."""

Seen = Callable[[int, int | None], None]
"""Called with the bytes received so far and the bytes of the whole file, when the server says it."""


class FetchFailed(RuntimeError):
    """A file did not come; says which, from where, why, and what would be right."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole file of the archive. `was_there` is true when nothing had to be asked."""

    path: Path
    sha256: str
    bytes: int
    was_there: bool


@dataclass(frozen=True, slots=True)
class Validator:
    """What tells one state of a remote file from another."""

    url: str
    etag: str | None = None
    modified: str | None = None

    @property
    def condition(self) -> str | None:
        """The value of If-Range; a weak ETag does not promise the same bytes, so it is not one."""
        strong = self.etag if self.etag and not self.etag.startswith("W/") else None
        return strong or self.modified


class _TryAgain(Exception):
    def __init__(self, reason: str, *, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches into the folder `archive`, with one HTTP client; `max_bytes` bounds each file."""

    archive: Path
    patience: Patience = field(default_factory=Patience)
    max_bytes: int = MAX_BYTES
    seen: Seen = lambda received, total: None

    def fetch(self, wanted: Wanted) -> Fetched:
        """The file, from the archive when it is there, else from its address.

        Raises `FetchFailed`: no address, an address that is not https (unless it is this machine's own), a definite
        refusal (404…), too many passing ones (429, 500, a cut line), too long, not the kind of file that its name
        says, not the declared checksum, not in the zip that was to hold it. Two processes never write the same file.
        """
        target = self.archive / wanted.path
        if target.exists():
            return _already_there(target, wanted)
        if wanted.member and wanted.url:
            return self._fetch_zipped(wanted, target, member=wanted.member)
        if wanted.url is None:
            raise FetchFailed(f"{wanted.path}: no public address is declared; put the file at {target} by hand.")
        _refuse_open_line(httpx.URL(wanted.url), first=httpx.URL(wanted.url))
        target.parent.mkdir(parents=True, exist_ok=True)
        with _only_writer(_part(target)) as part, _client(wanted.url) as client:
            if not target.exists():  # another process may have ended it while this one opened the door
                self._receive(client, wanted, part)
                _keep(wanted, target)
        return Fetched(target, sha256(target), target.stat().st_size, was_there=False)

    def _fetch_zipped(self, wanted: Wanted, target: Path, *, member: str) -> Fetched:
        package = self.fetch(wanted.package)
        try:
            take_out(package.path, member=member, target=target, max_bytes=self.max_bytes)
            check(target, name=target.name)
        except (NotInZip, NotTheFile) as error:
            target.unlink(missing_ok=True)
            raise FetchFailed(
                f"{wanted.path}: {error} The zip came from {wanted.url}; correct `member` or the address."
            ) from error
        return replace(_already_there(target, wanted), was_there=False)

    def _receive(self, client: httpx.Client, wanted: Wanted, part: BinaryIO) -> None:
        for failures in range(1, self.patience.tries + 1):
            try:
                return self._try(client, wanted, part)
            except (_TryAgain, httpx.TransportError) as error:
                reason = str(error) or type(error).__name__
                asked = error.after if isinstance(error, _TryAgain) else 0.0
            if asked > self.patience.longest_asked:
                raise FetchFailed(f"{wanted.path}: {wanted.url} asks to come back in {asked:.0f} s; try again then.")
            if failures < self.patience.tries:
                self.patience.sleep(max(asked, self.patience.wait(failures=failures)))
        raise FetchFailed(
            f"{wanted.path}: given up after {self.patience.tries} tries at {wanted.url}; the last one: {reason}. "
            f"{part.seek(0, os.SEEK_END)} bytes are kept; run the command again to go on from there."
        )

    def _try(self, client: httpx.Client, wanted: Wanted, part: BinaryIO) -> None:
        headers, start = _resumption(part, url=str(wanted.url))
        with client.stream("GET", str(wanted.url), headers=headers) as response:
            if response.status_code == 416 and response.headers.get("Content-Range") == f"bytes */{start}":
                return  # everything had come already: only the end of the work was cut
            self._refuse_status(response, wanted, part)
            if response.status_code == 206:
                total = _continued(response, part, start=start)
            else:
                total = _started_again(response, part, wanted)
            self._write(response, part, total=total, wanted=wanted)
        part.flush()
        received = part.seek(0, os.SEEK_END)
        if total is not None and received != total:
            raise _TryAgain(f"{received} bytes came of the {total} announced")
        os.fsync(part.fileno())

    def _refuse_status(self, response: httpx.Response, wanted: Wanted, part: BinaryIO) -> None:
        status = response.status_code
        if status in PASSING:
            after = self.patience.asked(response.headers.get("Retry-After"))
            raise _TryAgain(f"the server answered {status} {response.reason_phrase}", after=after)
        if status == 416:
            _empty(part)
            raise _TryAgain("what was received does not fit the server's file any more; from the start, then")
        if status not in {200, 206}:
            raise FetchFailed(
                f"{wanted.path}: {wanted.url} answered {status} {response.reason_phrase}. Correct the address in the "
                f"source's declaration, or put the file in {self.archive} by hand."
            )

    def _write(self, response: httpx.Response, part: BinaryIO, *, total: int | None, wanted: Wanted) -> None:
        received = part.seek(0, os.SEEK_END)
        _refuse_length(total or 0, part, wanted, allowed=self.max_bytes)
        for block in response.iter_raw():
            received += len(block)
            _refuse_length(received, part, wanted, allowed=self.max_bytes)
            part.write(block)
            self.seen(received, total)


def _refuse_length(length: int, part: BinaryIO, wanted: Wanted, *, allowed: int) -> None:
    if length > allowed:
        _empty(part)
        raise FetchFailed(f"{wanted.path}: {wanted.url} is longer than the {allowed} bytes allowed for a file.")


def _already_there(target: Path, wanted: Wanted) -> Fetched:
    checksum = sha256(target)
    if wanted.sha256 not in {None, checksum}:
        raise FetchFailed(
            f"{wanted.path}: the archive's file has the checksum {checksum}, the declaration says {wanted.sha256}. "
            f"Remove {target} to fetch it again, or correct the declaration."
        )
    return Fetched(target, checksum, target.stat().st_size, was_there=True)


def _keep(wanted: Wanted, target: Path) -> None:
    """Give the received file its name when it is whole; what is not is thrown away, so that nobody goes on from it."""
    part = _part(target)
    try:
        check(part, name=target.name)
        checksum = sha256(part)
        if wanted.sha256 not in {None, checksum}:
            raise NotTheFile(f"{target.name}: its checksum is {checksum}, the declaration says {wanted.sha256}.")
    except NotTheFile as error:
        part.unlink()
        _validator_path(part).unlink(missing_ok=True)
        raise FetchFailed(f"{error} It came from {wanted.url} and was thrown away.") from error
    origin = json.loads(_validator_path(part).read_text(encoding="utf-8"))
    with whole_file(target.with_name(f"{target.name}.origin.json")) as draft:
        draft.write_text(json.dumps({**origin, "sha256": checksum}, indent=1), encoding="utf-8")
    part.replace(target)
    _validator_path(part).unlink()


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _validator_path(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


@contextmanager
def _only_writer(path: Path) -> Iterator[BinaryIO]:
    """The file of what was received so far, held against other processes; a killed one lets go by itself."""
    with path.open("a+b") as part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FetchFailed(f"{path}: another process is receiving this file; wait for its end.") from error
        yield part


def _empty(part: BinaryIO) -> None:
    part.seek(0)
    part.truncate()


def _resumption(part: BinaryIO, *, url: str) -> tuple[dict[str, str], int]:
    """The headers that ask for what is not yet received, and the number of bytes that are."""
    received = part.seek(0, os.SEEK_END)
    known = _read_validator(Path(part.name))
    if received and known and known.url == url and known.condition:
        return {"Range": f"bytes={received}-", "If-Range": known.condition}, received
    _empty(part)
    return {}, 0


def _read_validator(part: Path) -> Validator | None:
    try:
        return Validator(**json.loads(_validator_path(part).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # the process was killed before it was written: from the start, then


def _continued(response: httpx.Response, part: BinaryIO, *, start: int) -> int | None:
    """The length of the whole file when the answer really goes on from `start` in the same file."""
    span, _, total = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
    known = _read_validator(Path(part.name))
    etag = response.headers.get("ETag")
    if span.partition("-")[0] != str(start) or (known and known.etag and etag and etag != known.etag):
        _empty(part)
        raise _TryAgain("the file changed between two tries; from the start, then")
    return int(total) if total.isdigit() else None


def _started_again(response: httpx.Response, part: BinaryIO, wanted: Wanted) -> int | None:
    """The announced length of a file that comes from its first byte (None when it is sent in chunks)."""
    _empty(part)
    validator = Validator(str(wanted.url), response.headers.get("ETag"), response.headers.get("Last-Modified"))
    _validator_path(Path(part.name)).write_text(json.dumps(asdict(validator)), encoding="utf-8")
    length: str | None = response.headers.get("Content-Length")
    if length is not None:
        return int(length)
    chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
    if not (chunked or wanted.sha256 or wanted.path.endswith(SELF_ENDED)):
        raise FetchFailed(
            f"{wanted.path}: {wanted.url} does not say how long the file is, so a cut line would not show. "
            "Declare its checksum, or an address that gives it compressed."
        )
    return None


def _client(url: str) -> httpx.Client:
    """A client that follows redirects, but never from an encrypted line to an open one."""
    first = httpx.URL(url)

    def refuse_open_line(request: httpx.Request) -> None:
        _refuse_open_line(request.url, first=first)

    return httpx.Client(
        timeout=TIMEOUT,
        follow_redirects=True,
        max_redirects=5,
        headers={"User-Agent": f"beffroi/{__version__}", "Accept-Encoding": "identity"},
        event_hooks={"request": [refuse_open_line]},
    )


def _refuse_open_line(url: httpx.URL, *, first: httpx.URL) -> None:
    """Only https, but on this machine's own address (a mirror, a test), and only when the declared one is there too."""
    if url.scheme == "https" or (url.scheme == "http" and _is_own(url.host) and _is_own(first.host)):
        return
    raise FetchFailed(f"{url}: only https addresses are fetched, so that nobody on the way can change the file.")


def _is_own(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
