"""``communique build --with`` on made-up extractions: wall time against the floor, growth, peak memory, a second build.

    python bench/build.py [--statements 1000000] [--rounds 1] [--work DIR] [--json FILE]

The floor is what the disk formats themselves cost: the parts read, the same tables written as one Parquet file each and as
bare rows of STRICT tables of SQLite, without keys, indexes, checks, derived columns or joined views. Every run is a process
of its own; floor and build take turns, and the ratio is taken round by round. Growth is from a hundredth and from a tenth of
the statements to all of them, in CPU seconds, what a build with a single article takes being removed.
"""

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from extracted import write

ROOT = Path(__file__).parents[1]
TARGETS = {"ratio": 4.0, "exponent": 1.05, "tenth": 1.05, "memory": 1.2e9, "again": 1.5}


class Ran(NamedTuple):
    """What a process took: wall and CPU seconds, peak memory in bytes, seconds of its parts."""

    wall: float
    cpu: float
    memory: int
    parts: dict[str, float]


def child(name: str, *arguments: object) -> Ran:
    """Run one of this file's own children in a fresh interpreter."""
    began = time.perf_counter()
    command = [sys.executable, __file__, "--child", name, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        out = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Ran(wall, used.ru_utime + used.ru_stime, memory, json.loads(out or b"{}"))


def floor(extraction: Path, out: Path) -> dict[str, float]:
    """Read the parts, write each table as Parquet and as bare rows."""
    import adbc_driver_sqlite.dbapi as adbc  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    lap = laps()
    folders = sorted(p for p in extraction.iterdir() if p.is_dir())
    tables = {
        p.name: pa.concat_tables([pq.read_table(part) for part in sorted(p.glob("part-*.parquet"))]) for p in folders
    }
    lap("read")
    for name, table in tables.items():
        pq.write_table(table, out / f"{name}.parquet", compression="zstd", compression_level=3)
    lap("Parquet")
    with adbc.connect(str(out / "bare.db"), autocommit=True) as db, db.cursor() as cursor:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536"):
            cursor.execute(f"PRAGMA {pragma}")
        for name, table in tables.items():
            kinds = [
                "INTEGER" if pa.types.is_integer(f.type) or pa.types.is_boolean(f.type) else "TEXT"
                for f in table.schema
            ]
            columns = ", ".join(f'"{name}" {kind}' for name, kind in zip(table.schema.names, kinds, strict=True))
            cursor.execute(f'CREATE TABLE "{name}" ({columns}) STRICT')
            cursor.adbc_ingest(name, table, mode="append")
    return lap("SQLite")


def build(extraction: Path, dist: Path, *flags: str) -> dict[str, float]:
    """What ``communique build --with`` does."""
    from communique import pipeline  # noqa: PLC0415 (its import is part of what a build takes)

    lap, now = laps(), ["start"]

    def tell(what: str, _done: int, _of: int) -> None:
        lap(now[0].partition(",")[0])
        now[0] = what or "swapped in"

    pipeline.run(ROOT / "dataset", dist, progress=tell, force="force" in flags, extractions=[extraction])
    return lap(now[0])


def laps() -> Callable[[str], dict[str, float]]:
    """A watch: called with what has just been done, it gives the seconds of each so far."""
    parts: dict[str, float] = {}
    last = [time.perf_counter()]

    def lap(what: str) -> dict[str, float]:
        now = time.perf_counter()
        parts[what] = parts.get(what, 0.0) + now - last[0]
        last[0] = now
        return parts

    return lap


def measured(work: Path, n: int, rounds: int) -> dict[str, object]:
    """Every figure, from extractions of ``n``, of a hundredth of that, and of one article, made below ``work``."""
    sizes = (12, n // 100, n // 10, n)
    made = {
        size: write(work / f"extraction-{size}", size) for size in sizes if not (work / f"extraction-{size}").is_dir()
    }
    folders = {size: made.get(size, work / f"extraction-{size}") for size in sizes}
    dist = work / "dist"
    dist.mkdir(exist_ok=True)
    floors, builds, small = [], [], {size: [] for size in sizes[:-1]}
    for _ in range(rounds):
        floors.append(child("floor", folders[n], work / "floor"))
        builds.append(child("build", folders[n], dist, "force"))
    for _ in range(5 * rounds):
        for size, ran in small.items():
            ran.append(child("build", folders[size], work / "small", "force"))
    again = [child("build", folders[n], dist).wall for _ in range(3)]
    # In CPU seconds, and the least of several: what a hundredth adds to one article is near the noise of the wall.
    least = {size: min(r.cpu for r in ran) for size, ran in small.items()} | {n: min(r.cpu for r in builds)}
    added = {size: max(least[size] - least[12], 1e-3) for size in sizes[1:]}
    return {
        "statements": n,
        "floor": {"wall": [r.wall for r in floors], "cpu": [r.cpu for r in floors], "parts": floors[-1].parts},
        "build": {"wall": [r.wall for r in builds], "cpu": [r.cpu for r in builds], "parts": builds[-1].parts},
        "cpu": least,
        "ratio": statistics.median(b.wall / f.wall for b, f in zip(builds, floors, strict=True)),
        "exponent": math.log(added[n] / added[n // 100]) / math.log(100),
        "tenth": math.log10(added[n] / added[n // 10]),
        "memory": max(r.memory for r in builds),
        "again": min(again),
    }


def shown(said: dict[str, object]) -> list[str]:
    """The figures as a table, the parts of a build below it."""
    rows = [("build / floor, wall", "ratio", "{:.2f}", 1), ("growth from a hundredth, exponent", "exponent", "{:.3f}", 1),
            ("growth from a tenth, exponent", "tenth", "{:.3f}", 1),
            ("peak memory, GB", "memory", "{:.2f}", 1e9), ("nothing changed, wall s", "again", "{:.2f}", 1)]  # fmt: skip
    out = [f"{said['statements']:,} extracted statements", f"{'':34} {'measured':>9} {'target':>9}"]
    for title, key, form, unit in rows:
        out.append(f"{title:34} {form.format(said[key] / unit):>9} {'<= ' + form.format(TARGETS[key] / unit):>9}")
    for name in ("floor", "build"):
        out.append(
            f"{name}: wall {statistics.median(said[name]['wall']):.1f} s, CPU {statistics.median(said[name]['cpu']):.1f} s"
        )
        out += [f"  {part:32} {seconds:9.1f}" for part, seconds in said[name]["parts"].items() if seconds >= 0.05]
    return out


def main(arguments: Sequence[str]) -> int:
    """Measure, and print a table."""
    if arguments[:1] == ["--child"]:
        name, extraction, out, *flags = arguments[1:]
        parts = {"floor": floor, "build": build}[name](Path(extraction), Path(out), *flags)
        print(json.dumps(parts))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument(
        "--work", type=Path, help="where extractions and builds stand (default: a folder that goes again)"
    )
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as temporary:
        work = given.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        said = measured(work, given.statements, given.rounds)
    print("\n".join(shown(said)))
    if given.json:
        given.json.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
