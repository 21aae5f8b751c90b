"""python -m bench.desks : the rooms of those who sign in, on the full demonstration, on SQLite and on PostgreSQL.

A home is filled (222 territories, 9,000 actions, 70,000 funding lines), its totals are held against the committed
answer, and `beffroi demo` serves it on two workers. Each page is opened by a role of the demonstration and pressed over
20 connections while somebody writes once a second, so that no kept page is older than a second. Needs wrk, and for
PostgreSQL Debian's package of that name or DATABASE_URL.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from bench.databases import add_database, asked_for, installation
from bench.desk_pages import PAGES, Asked
from bench.measure import ROOT, beffroi, measure, python
from bench.site import CONNECTIONS, WORKERS, pressed, served

ANSWER = Path(__file__).parent / "answers" / "desks.json"
TARGET_MS = 300


def main() -> None:
    parser = argparse.ArgumentParser(prog="beffroi bench desks", description=__doc__)
    add_database(parser)
    parser.add_argument("--seconds", type=int, default=5, help="time on each page")
    parser.add_argument("--only", default="", help="pages whose name has this")
    parser.add_argument("--write-answers", action="store_true", help="replace the committed totals")
    parser.add_argument("--json", action="store_true", help="for programs")
    asked = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed: apt-get install wrk")
    wanted = asked_for(asked.database, module="bench.desks")
    reports = {database: _measured(database, asked) for database in wanted}
    print(json.dumps(reports, indent=2) if asked.json else "\n\n".join(told(*one) for one in reports.items()))
    if any(report["answers"] == "differ" for report in reports.values()):
        sys.exit("The totals of the demonstration are not the committed ones.")


def _measured(database: str, asked: argparse.Namespace) -> dict[str, Any]:
    with installation(database) as env:
        ready = measure(beffroi("demo", "--prepare", "--pages", "--demonstration", "none"), env=env)
        filled = measure(python("-m", "bench.desk_home", "fill"), env=env)
        answers = _held(_inside("sums", env=env), write=asked.write_answers)
        costs = _inside("ask", env=env)
        names = [name for name in PAGES if asked.only in name]
        with served(env) as base:
            pages = {name: costs[name] | _pressed(base, PAGES[name], seconds=asked.seconds, env=env) for name in names}
    return {
        "ready_s": ready.seconds,
        "filled_s": filled.seconds,
        "answers": answers,
        "load": round(os.getloadavg()[0], 1),
        "pages": pages,
    }


def _inside(step: str, *, env: dict[str, str]) -> dict[str, Any]:
    command = python("-m", "bench.desk_home", step)
    said = subprocess.run(command, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, check=False)  # noqa: S603
    if said.returncode:
        sys.exit(f"bench.desk_home {step}: {said.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def _held(sums: dict[str, Any], *, write: bool) -> str:
    if write:
        ANSWER.write_text(json.dumps(sums, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    return "same" if sums == json.loads(ANSWER.read_text()) else "differ"


def _pressed(base: str, page: Asked, *, seconds: int, env: dict[str, str]) -> dict[str, float]:
    cookie = signed_in(base, page.by)
    for _time in range(4 * WORKERS):  # so that each worker has read once what it reads once in its life
        httpx.get(base + page.paths[0], headers={"Cookie": cookie}).raise_for_status()
    command = python("-m", "bench.desk_home", "write", str(seconds))
    writer = subprocess.Popen(command, cwd=ROOT, env=os.environ | env, stdout=subprocess.PIPE)  # noqa: S603
    try:
        # It begins to write when it says so: the start of a process is nobody's wait.
        writer.stdout and writer.stdout.readline()
        return pressed(base, list(page.paths), seconds=seconds, cookie=cookie)
    finally:
        writer.wait(timeout=60)


def signed_in(base: str, character: str) -> str:
    """The cookies of a browser in which the button of a role account was pressed."""
    with httpx.Client(base_url=base, headers={"Origin": base}) as browser:
        browser.get("/compte/connexion/").raise_for_status()
        form = {"csrfmiddlewaretoken": browser.cookies["csrftoken"], "role": character}
        answer = browser.post("/compte/demonstration/", data=form)
        if answer.status_code != 302:
            sys.exit(f"The account {character} does not open: {answer.status_code}.")
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def told(database: str, report: dict[str, Any]) -> str:
    heads = {
        "questions": "questions",
        "computed_ms": "computed",
        "kept_ms": "kept",
        "p50_ms": "p50",
        "p95_ms": "p95",
        "p99_ms": "p99",
        "requests_per_second": "a second",
        "refused": "refused",
    }
    lines = [
        f"{database}: made ready in {report['ready_s']} s, filled in {report['filled_s']} s, totals "
        f"{report['answers']}, "
        f"{CONNECTIONS} connections, {WORKERS} workers, load {report['load']}",
        "questions asked of the database and ms of processor when computed; ms of processor when kept; ms waited",
        f"{'':<24}" + "".join(f"{head:>10}" for head in heads.values()),
    ]
    for name, page in report["pages"].items():
        over = f"   over {TARGET_MS} ms" if page["p95_ms"] > TARGET_MS else ""
        lines.append(f"{name:<24}" + "".join(f"{page[column]:>10}" for column in heads) + over)
    return "\n".join(lines)


if __name__ == "__main__":
    main()
