"""A server on this machine's own address that answers each request as a test tells it, in turn."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append({name.title(): value for name, value in self.headers.items()})
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, *_words: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[Answer] = []
        self.asked: list[dict[str, str]] = []

    def handle_error(self, *_words: object) -> None:
        """A client that leaves in the middle is what these tests are about."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/file"

    def says(self, *answers: Answer) -> None:
        """The answers to come, in order; the last one for ever."""
        self.answers = list(answers)


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def whole(body: bytes, *, etag: str | None = '"1"', ranges: bool = True, **headers: str) -> Answer:
    """The file, or the part of it that is asked for when its state is the one that the client knows."""

    def answer(handler: Handler) -> None:
        start = _asked_start(handler, etag=etag) if ranges else 0
        if start >= len(body) > 0:
            _send(handler, 416, b"", {"Content-Range": f"bytes */{len(body)}"})
            return
        given = {"ETag": etag} if etag else {}
        if start:
            given["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        _send(handler, 206 if start else 200, body[start:], given | headers)

    return answer


def cut(body: bytes, *, after: int, etag: str | None = '"1"', ranges: bool = True, total: int | None = None) -> Answer:
    """The same, but the line is cut when `after` bytes of the file were sent."""

    def answer(handler: Handler) -> None:
        start = _asked_start(handler, etag=etag) if ranges else 0
        handler.send_response(206 if start else 200)
        handler.send_header("Content-Length", str((total or len(body)) - start))
        if etag:
            handler.send_header("ETag", etag)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        handler.end_headers()
        handler.wfile.write(body[start:after])
        handler.wfile.flush()
        handler.close_connection = True

    return answer


def refusal(status: int, **headers: str) -> Answer:
    return lambda handler: _send(handler, status, b"no", {k.replace("_", "-"): v for k, v in headers.items()})


def endless(body: bytes) -> Answer:
    """The old way: no length, the end of the file is the end of the line."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


def chunked(body: bytes, *, ends: bool = True) -> Answer:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(f"{len(body):x}\r\n".encode() + body + b"\r\n" + (b"0\r\n\r\n" if ends else b""))
        handler.wfile.flush()
        handler.close_connection = True

    return answer


def _asked_start(handler: Handler, *, etag: str | None) -> int:
    asked = handler.headers.get("Range", "").removeprefix("bytes=").rstrip("-")
    return int(asked) if asked and handler.headers.get("If-Range") == etag else 0


def _send(handler: Handler, status: int, body: bytes, headers: dict[str, str]) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    if "Content-Length" not in headers:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
