"""Time and memory of a command, measured by the system on the process itself."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


class CommandFailed(RuntimeError):
    """A measured command that did not end well; says which, and its last words."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Seconds on the clock, seconds of processor, largest memory in MB (resident set)."""

    seconds: float
    cpu_seconds: float
    peak_mb: float

    def then(self, other: "Measure") -> "Measure":
        """Both, one after the other."""
        seconds, cpu = self.seconds + other.seconds, self.cpu_seconds + other.cpu_seconds
        return Measure(seconds, cpu, max(self.peak_mb, other.peak_mb))


def measure(command: Sequence[str], *, env: Mapping[str, str] | None = None, times: int = 1) -> Measure:
    """The quickest of `times` runs of a command in the project's folder. Raises `CommandFailed`."""
    return min((_once(command, env or {}) for _ in range(times)), key=lambda one: one.seconds)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def beffroi(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("beffroi")), *arguments]


def _once(command: Sequence[str], env: Mapping[str, str]) -> Measure:
    start = time.perf_counter()
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    child = subprocess.Popen(command, cwd=ROOT, env=os.environ | env, **streams)  # noqa: S603 — our own commands
    said = child.stderr.read() if child.stderr else b""
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise CommandFailed(f"{' '.join(command)} ended with {child.returncode}:\n{said.decode()[-2000:]}")
    return Measure(round(seconds, 2), round(usage.ru_utime + usage.ru_stime, 2), round(usage.ru_maxrss / 1024, 1))
