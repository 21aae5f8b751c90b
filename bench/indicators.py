"""python -m bench.indicators : our engine against the same indicators in plain pandas; first the answers, then time.

Two ratios, for two questions: from the producers' files as received (read and compute), and from the built tables
(compute only). Both write the figures of the whole of France in one Parquet file. The full run, which also checks the
gates, describes and writes a national release, is measured apart.
"""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from beffroi.foundations import home
from beffroi.observatory.engine.declaration import load_all
from bench import answers
from bench.agreement import Agreement, agreement
from bench.engine_figures import needed
from bench.measure import Measure, beffroi, measure, python


def main() -> None:
    parser = argparse.ArgumentParser(prog="beffroi bench indicators", description=__doc__)
    parser.add_argument("--times", type=int, default=1, help="runs of each; the quickest counts")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument(
        "--write-answers", action="store_true", help="replace bench/answers by the plain version's figures"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), times=asked.times, write_answers=asked.write_answers)
    print(json.dumps(report, indent=2) if asked.json else told(report))
    sys.exit(0 if report["agree"] else 1)


def run(folder: Path, *, times: int, write_answers: bool) -> dict:
    """Everything measured in `folder`, which is thrown away."""
    archive, tables = home.archive(), folder / "tables"
    env = {"BEFFROI_HOME": str(folder), "BEFFROI_ARCHIVE": str(archive)}
    runs: dict[str, Measure] = {}
    build = beffroi("data", "build", "--fresh", *needed(load_all().values()))
    runs["ours, build of tables"] = measure(build, env=env, times=times)
    release = beffroi("indicators", "run", "--scope", "national", "--out", str(folder / "release"))
    runs["ours, full run with release"] = measure(release, env=env, times=times)
    figures = python("-m", "bench.engine_figures", "--tables", str(tables), "--out", str(folder / "ours.parquet"))
    runs["ours, from built tables"] = measure(figures, env=env, times=times)
    runs["ours, from received files"] = runs["ours, build of tables"].then(runs["ours, from built tables"])
    for origin, place in (("built", tables), ("received", archive)):
        plain = ["--from", origin, "--folder", str(place), "--peers", str(folder / "release" / "peers.parquet")]
        plain = python("-m", "bench.plain_pandas.run", *plain, "--out", str(folder / f"{origin}.parquet"))
        runs[f"plain, from {origin} {'tables' if origin == 'built' else 'files'}"] = measure(
            plain, env=env, times=times
        )
    ours, built, received = (pd.read_parquet(folder / f"{name}.parquet") for name in ("ours", "built", "received"))
    if write_answers:
        answers.write(received)
    compared = {
        "ours and plain, from built tables": agreement(ours, built),
        "ours and plain, from received files": agreement(ours, received),
        "ours and committed answers": answers.kept(ours),
        "plain and committed answers": answers.kept(received),
    }
    return _report(runs, compared, figures=len(ours))


def _report(runs: dict[str, Measure], compared: dict[str, Agreement], *, figures: int) -> dict:
    pairs = {
        "from received files": ("plain, from received files", "ours, from received files"),
        "from built tables": ("plain, from built tables", "ours, from built tables"),
    }
    return {
        "figures": figures,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "agree": all(one.is_whole for one in compared.values()),
        "answers": {name: asdict(one) for name, one in compared.items()},
        "runs": {name: asdict(one) for name, one in runs.items()},
        "times_faster": {
            name: {
                "clock": round(runs[plain].seconds / runs[ours].seconds, 2),
                "processor": round(runs[plain].cpu_seconds / runs[ours].cpu_seconds, 2),
            }
            for name, (plain, ours) in pairs.items()
        },
    }


def told(report: dict) -> str:
    lines = [f"{report['figures']:,} figures; {report['cores']} cores, load {report['load']}", ""]
    for name, one in report["answers"].items():
        apart = f"worst relative difference {one['worst']:.1e} ({one['at']})"
        faults = f"; {one['only_one']} on one side, {one['statuses']} other statuses: {', '.join(one['indicators'])}"
        lines.append(f"{name}: {one['compared']:,} numbers, {apart}{faults if one['indicators'] else ''}")
    lines += ["", f"{'':<32}{'seconds':>9}{'processor':>11}{'peak MB':>9}"]
    for name, one in report["runs"].items():
        lines.append(f"{name:<32}{one['seconds']:>9.1f}{one['cpu_seconds']:>11.1f}{one['peak_mb']:>9.0f}")
    lines.append("")
    for name, one in report["times_faster"].items():
        lines.append(f"ours is {one['clock']} × plain {name} ({one['processor']} × in processor time)")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
