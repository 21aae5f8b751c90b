"""The virus check: a file is sent to clamd over its socket, in pieces (INSTREAM), and clamd answers in one line."""

import os
import socket
import struct
from pathlib import Path

from beffroi.foundations.documents.contents import DocumentRefused, Reason

PIECE = 64 * 1024
TIMEOUT_S = 60.0


def address() -> str:
    """Where clamd listens, named by BEFFROI_CLAMD: « host:port », or the path of its socket. Empty: no virus check."""
    return os.environ.get("BEFFROI_CLAMD", "")


def check(path: Path, *, at: str, timeout_s: float = TIMEOUT_S) -> None:
    """Return when clamd finds nothing.

    Raises `DocumentRefused`: infected, with the name of what was found; or scanner absent, when clamd cannot be
    reached, breaks off or answers anything else. A file that could not be checked is not kept.
    """
    try:
        answer = _ask(path, at=at, timeout_s=timeout_s)
    except OSError as fault:
        raise DocumentRefused(Reason.SCANNER_ABSENT, fault=str(fault)) from fault
    if answer.endswith("FOUND"):
        raise DocumentRefused(Reason.INFECTED, found=answer.removeprefix("stream:").removesuffix("FOUND").strip())
    if answer != "stream: OK":
        raise DocumentRefused(Reason.SCANNER_ABSENT, fault=answer or "no answer")


def _ask(path: Path, *, at: str, timeout_s: float) -> str:
    with _connect(at, timeout_s=timeout_s) as connection, path.open("rb") as stream:
        connection.sendall(b"zINSTREAM\0")
        while piece := stream.read(PIECE):
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (more := connection.recv(4096)):
            answer += more
    return answer.rstrip(b"\0").decode("utf-8", errors="replace").strip()


def _connect(at: str, *, timeout_s: float) -> socket.socket:
    if "/" in at:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout_s)
        try:
            connection.connect(at)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = at.rpartition(":")
    if not port.isdigit():
        raise OSError(f"BEFFROI_CLAMD is « {at} »: write « host:port », or the path of clamd's socket.")
    return socket.create_connection((host or "localhost", int(port)), timeout=timeout_s)
