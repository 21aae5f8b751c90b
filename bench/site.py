"""python -m bench.site : the site as `beffroi demo` serves it, on two workers, under 20 connections.

A worker computes a page once and keeps it. So each address is pressed twice for the same time: `cold`, when nothing is
kept yet, and `kept`, when every worker has it. Needs wrk (Debian's package of that name).
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from beffroi.territory.towns import territories
from bench.measure import ROOT, beffroi

CONNECTIONS, WORKERS = 20, 2
LUA = Path(__file__).with_name("paths.lua")
STARTS_WITHIN = 180
TARGETS_MS = {"home": 80, "portrait": 150, "api": 80}


def main() -> None:
    parser = argparse.ArgumentParser(prog="beffroi bench site", description=__doc__)
    parser.add_argument("--seconds", type=int, default=10, help="time on each address")
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed: apt-get install wrk")
    with served() as base:
        report = {
            name: {"paths": len(paths)}
            | {when: pressed(base, paths, seconds=asked.seconds) for when in ("cold", "kept")}
            for name, paths in addresses(base).items()
        }
    report = {"connections": CONNECTIONS, "workers": WORKERS, "load": round(os.getloadavg()[0], 1), "addresses": report}
    print(json.dumps(report, indent=2) if asked.json else told(report))


def addresses(base: str) -> dict[str, list[str]]:
    """What is asked for: one page, or several of a kind in turn."""
    codes = [item["code"] for item in httpx.get(f"{base}/api/v1/indicators?page_size=100").json()["items"]]
    towns = [territory.code for territory in territories()[::8]]
    return {
        "home": ["/"],
        "portrait": [f"/territoires/{code}/" for code in towns],
        "indicator": [f"/indicateurs/{code}/" for code in codes],
        "api": [f"/api/v1/values?territory={code}" for code in towns],
    }


@contextmanager
def served(installation: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a demonstration on a free port, ended when the block ends; of a new one unless one is named."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = beffroi("demo", "--port", str(port), "--workers", str(WORKERS))
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"BEFFROI_HOME": home} | dict(installation or {})
        server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)  # noqa: S603 — our own command
        try:
            yield _ready(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _ready(base: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(STARTS_WITHIN * 4):
        if server.poll() is not None:
            sys.exit(f"The site did not start: `beffroi demo` ended with {server.returncode}.")
        try:
            if httpx.get(f"{base}/healthz").status_code == 200:
                return base
        except httpx.TransportError:
            pass
        time.sleep(0.25)
    sys.exit(f"The site was not ready after {STARTS_WITHIN} s.")


def pressed(base: str, paths: list[str], *, seconds: int, cookie: str = "") -> dict[str, float]:
    """What readers wait on `paths`, asked in turn over all the connections; `cookie` is that of somebody signed in."""
    command = [
        shutil.which("wrk") or "wrk",
        f"-t{WORKERS}",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--timeout",
        "30s",
        *(["-H", f"Cookie: {cookie}"] if cookie else []),
        "-s",
        str(LUA),
        base,
    ]
    said = subprocess.run([*command, "--", *paths], capture_output=True, text=True, check=True)  # noqa: S603
    waits: dict[str, float] = json.loads(said.stdout.strip().splitlines()[-1])
    return waits


def told(report: dict) -> str:
    columns = ["p50_ms", "p95_ms", "p99_ms", "requests_per_second", "requests", "broken", "refused"]
    lines = [f"{report['connections']} connections, {report['workers']} workers, load {report['load']}", ""]
    lines.append(
        f"{'':<20}{'pages':>6}" + "".join(f"{name.replace('requests_per_second', 'a second'):>11}" for name in columns)
    )
    for name, told in report["addresses"].items():
        for when in ("cold", "kept"):
            target = f"   p95 under {TARGETS_MS[name]} ms" if name in TARGETS_MS and when == "kept" else ""
            waits = "".join(f"{told[when][column]:>11}" for column in columns)
            lines.append(f"{f'{name}, {when}':<20}{told['paths']:>6}{waits}{target}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
