"""Every goal of speed and memory, measured in one run, beside its target: ``make bench``.

    python bench/report.py [--texts TEXTS.jsonl] [--statements 1000000] [--only NAME ...] [--markdown FILE]

Peers run by their own commands in environments of their own (``.venv-bench``, made once; needs a package index). Ours and a
peer's take turns, and the figure is the median of the ratios; textacy, a hundred times slower, reads forty articles a turn.
TEXTS.jsonl is a collection of English news (``text`` per line) of the user's own, for the extraction; without it made-up copy
is used. A run at the full size takes about half an hour.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "bench" / "peers")]

import building  # noqa: E402
import copy_made  # noqa: E402


class Row(NamedTuple):
    """One goal: what, the figure measured, the target, whether it is kept, what stands behind it."""

    goal: str
    measured: str
    target: str
    kept: bool | None
    behind: str


def cold_start(_: argparse.Namespace, _work: Path) -> Iterator[Row]:
    """Reading a release against plain pandas."""
    out = _run([sys.executable, "bench/load.py", "--rounds", "11"])
    for line in out.splitlines():
        if line.startswith("communique.load(), every table"):
            ratio = float(line.split()[-2])
            behind = "every table read by both; load() itself reads none before it is asked"
            yield _most("import communique; load() / plain pandas, cold, wall", ratio, 1.15, behind)


def building_at_scale(args: argparse.Namespace, work: Path) -> Iterator[Row]:
    """Build of N statements against the floor; growth; memory; nothing changed."""
    said = work / "build.json"
    _run([sys.executable, "bench/build.py", "--statements", str(args.statements), "--work", str(work / "build"),
          "--json", str(said)])  # fmt: skip
    got = json.loads(said.read_text())
    n = f"{got['statements']:,} statements"
    wall = f"{statistics.median(got['build']['wall']):.1f} s / {statistics.median(got['floor']['wall']):.1f} s"
    yield _most(f"build of {n} / floor, wall", got["ratio"], 4.0, wall)
    yield _most("growth from a hundredth, exponent", got["exponent"], 1.05, f"from a tenth {got['tenth']:.3f}")
    yield _most(f"peak memory at {n}, GB", got["memory"] / 1e9, 1.2, "")
    yield _most(f"a build of {n} with nothing changed, wall s", got["again"], 1.5, "")
    _run(["make"])
    times = []
    for _ in range(5):
        began = time.perf_counter()
        _run(["make"])
        times.append(time.perf_counter() - began)
    yield _most("make on a built tree with nothing changed, wall s", statistics.median(times), 1.5, "curated records")


def _most(goal: str, measured: float, target: float, behind: str) -> Row:
    return Row(goal, f"{measured:.2f}", f"<= {target}", measured <= target, behind)


def peers(args: argparse.Namespace, work: Path) -> Iterator[Row]:
    """The same statements from CSV to a searchable database by each peer; ours reads and writes the CSV as Parquet first."""
    at = work / "peers"
    _run([sys.executable, "bench/extracted.py", str(at / "extraction"), "--statements", str(args.peers)])
    ours = [sys.executable, "build.py", "--with", str(at / "extraction"), "--dist", str(at / "dist"), "--force"]
    _run(ours)
    _run([sys.executable, "bench/peers/as_csv.py", str(at / "dist" / "current"), str(at / "csv")])
    targets = {"sqlite-utils": 12.0, "frictionless + csvs-to-sqlite": None, "pandas + pandera + to_sql": 5.0}
    taken: dict[str, list[float]] = {name: [] for name in ("ours", *targets)}
    for _ in range(args.rounds):
        began = time.perf_counter()
        _run([sys.executable, "bench/peers/as_csv.py", "--back", str(at / "csv"), str(at / "parts")])
        _run(ours)
        taken["ours"].append(time.perf_counter() - began)
        for name in targets:
            taken[name].append(building.run(name, at / "csv", at / "out"))
    for name, target in targets.items():
        ratio = statistics.median(peer / ours for peer, ours in zip(taken[name], taken["ours"], strict=True))
        behind = f"{statistics.median(taken[name]):.1f} s / {statistics.median(taken['ours']):.1f} s"
        wanted = f">= {target:.0f}" if target else "none set"
        yield Row(f"{name} / ours, {args.peers:,} statements, wall", f"{ratio:.1f}", wanted,
                  ratio >= target if target else None, behind)  # fmt: skip


def extraction(args: argparse.Namespace, work: Path) -> Iterator[Row]:
    """Articles per second on one core against textacy, memory beside the text, two workers against one."""
    texts = args.texts or copy_made.write(work / "copy.jsonl", 400)
    turns = [(_peer_quotes(texts), *(_ours(name, texts) for name in ("find", "extract"))) for _ in range(args.rounds)]
    for at, what in ((1, "attributions found"), (2, "whole tables")):
        ratio = statistics.median(
            turn[at]["chars_per_second"] / (turn[0]["chars"] / turn[0]["cpu_seconds"]) for turn in turns
        )
        rates = [statistics.median(turn[n]["articles_per_second"] for turn in turns) for n in (at, 0)]
        behind = f"{rates[0]:.0f} and {rates[1]:.1f} articles/s; " + (
            "trained model"
            if turns[0][0]["trained"]
            else "untrained model of the same architecture: its cost, not its findings"
        )
        yield Row(
            f"{what} / textacy's quotations, one core, by characters", f"{ratio:.0f}", ">= 130", ratio >= 130, behind
        )
        grown = max(turn[at]["memory_mb"] for turn in turns)
        yield Row(
            f"memory beside the text, {what}", f"{grown:.0f} MB", "< 64 MB", grown < 64, turns[0][at]["memory_said"]
        )
    many = copy_made.write(work / "many.jsonl", args.articles)
    pairs = []
    for turn in range(args.rounds):
        one, two = (_extracted(many, work / f"out-{turn}-{workers}", workers) for workers in (1, 2))
        pairs.append((one, two))
    ratio = statistics.median(one / two for one, two in pairs)
    behind = f"{args.articles:,} articles, {pairs[0][0]:.1f} s and {pairs[0][1]:.1f} s wall"
    yield Row("one worker / two, communique extract", f"{ratio:.2f}", ">= 1.7", ratio >= 1.7, behind)


SECTIONS: dict[str, Callable[[argparse.Namespace, Path], Iterator[Row]]] = {
    "load": cold_start,
    "extract": extraction,
    "peers": peers,
    "build": building_at_scale,
}


def _ours(what: str, texts: Path) -> dict[str, Any]:
    return dict(json.loads(_run([sys.executable, "bench/extracting.py", what, str(texts)])))


def _peer_quotes(texts: Path) -> dict[str, Any]:
    python = building.environment("textacy") / "python"
    said = _run([str(python), "bench/peers/textacy_quotes.py", str(texts), "--limit", "40"])
    return dict(json.loads(said.splitlines()[-1]))


def _extracted(texts: Path, out: Path, workers: int) -> float:
    command = [sys.executable, "-m", "communique", "extract", str(texts), "--out", str(out), "--workers", str(workers)]
    began = time.perf_counter()
    _run(command)
    return time.perf_counter() - began


def _run(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr.strip()[-2000:]}")
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="JSON lines of English news; default: made-up copy")
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--peers", type=int, default=100_000, help="statements the peers build from")
    parser.add_argument("--articles", type=int, default=12_000, help="articles for one worker against two")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*", choices=[*SECTIONS], default=[*SECTIONS])
    parser.add_argument("--markdown", type=Path, help="write the table there too")
    args = parser.parse_args()
    lines = ["| goal | measured | target | kept | behind it |", "|---|---:|---:|---|---|"]
    print("\n".join(lines), flush=True)
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as work:
        for name in args.only:
            for row in SECTIONS[name](args, Path(work)):
                kept = {True: "yes", False: "no", None: ""}[row.kept]
                lines.append(f"| {row.goal} | {row.measured} | {row.target} | {kept} | {row.behind} |")
                print(lines[-1], flush=True)
    if args.markdown:
        args.markdown.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
