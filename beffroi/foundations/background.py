"""Work beside the site, that gives way to whoever waits for a page."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

LAST = 19
_OF_THE_SESSION = Path("/proc/self/autogroup")


def start(module: str, *words: str) -> "subprocess.Popen[bytes]":
    """`python -m module`, silent, in a session of its own: Ctrl-C is for the server, which ends what it started."""
    return subprocess.Popen(  # noqa: S603 — our own modules
        [sys.executable, "-m", module, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def give_way(niceness: int) -> None:
    """Come after the others by this much, as a process and as a session.

    Linux may share the processor session by session first, and only then by niceness: in a session of its own, as
    `start` gives it, the nicest process would have as much as the whole site. A session of others is left alone.
    """
    os.nice(niceness)
    if os.getsid(0) != os.getpid():
        return
    with suppress(OSError):  # another system, or a kernel that does not share by session
        _OF_THE_SESSION.write_text(str(niceness), encoding="ascii")
