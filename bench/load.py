"""Cold start of a reader: communique against plain pandas on the same Parquet files, interleaved, as ratios.

    python bench/load.py [--rounds 15] [--release DIR]

Each round starts a fresh interpreter for each contender, in turn, so that a machine that slows down slows all of them.
The ratio is taken round by round; the median of these is the figure (target: at most 1.15 for load()).
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLAIN = "import glob, pandas as pd; {p: pd.read_parquet(p) for p in glob.glob('%s/tables/*.parquet')}"
LOAD = "import communique; communique.load(%r)"
ALL = "import communique; dict(communique.load(%r))"


def seconds(code: str) -> tuple[float, float]:
    """Wall and CPU seconds of a fresh interpreter that runs the code."""
    before, began = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    after = os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return time.perf_counter() - began, used


def main() -> None:
    """Print one line per contender."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--release", default=None)
    given = parser.parse_args()
    import communique  # noqa: PLC0415 (only to find the bundled release)

    folder = given.release or str(communique.load().release.path)
    contenders = {
        "plain pandas, every table": PLAIN % folder,
        "communique.load()": LOAD % folder,
        "communique.load(), every table": ALL % folder,
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for code in contenders.values():  # warm the disk cache
        seconds(code)
    for _ in range(given.rounds):
        for name, code in contenders.items():
            taken[name].append(seconds(code))
    base = taken["plain pandas, every table"]
    print(f"{folder}: {len(list(Path(folder).glob('tables/*.parquet')))} tables, {given.rounds} rounds, medians")
    print(f"{'':32} {'wall s':>8} {'CPU s':>8} {'wall ratio':>11} {'CPU ratio':>10}")
    for name, runs in taken.items():
        wall, used = (statistics.median(run[i] for run in runs) for i in (0, 1))
        ratios = [statistics.median(run[i] / plain[i] for run, plain in zip(runs, base, strict=True)) for i in (0, 1)]
        print(f"{name:32} {wall:8.3f} {used:8.3f} {ratios[0]:11.3f} {ratios[1]:10.3f}")


if __name__ == "__main__":
    main()
