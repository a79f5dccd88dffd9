"""How long the site's pages take: a made-up release of many statements, served as the public sees it.

    python bench/site.py [--statements 1000000] [--requests 15] [--only WORD] [--markdown] [--keep DIR]

Each page is asked for over one connection that stays open, twice to warm up and then as often as told; the figure is the
median (target: below 100 ms of every page). "CPU ms" is what the server used per request, whatever else the machine did
meanwhile; "SQL ms" the slowest of the page's own queries, asked once more within this process. With DIR the database is kept
there, or used where it is there already; else nothing is left behind.
"""

import argparse
import http.client
import resource
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from site_pages import NAME, pages
from synthetic import write

from communique.serving import write_folder
from communique.site.page import MovedError, asked
from communique.site.pages import ALL
from communique.site.rows import Row, Rows
from communique.site.served import Served

LIMIT_MS = 100
WARM_UPS = 2


def made(folder: Path, statements: int) -> Path:
    """A served database of so many statements in ``folder``, made unless it is there; says what the making took."""
    site = folder / f"site-{statements}"
    if not (site / "inspect-data.json").exists():
        site.mkdir(parents=True, exist_ok=True)
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(dir=folder) as name:
            (Path(name) / "tables").mkdir()
            release = write(Path(name), statements)
            written = time.perf_counter()
            write_folder(site, [release])
        took = time.perf_counter() - written
        size, peak = (site / f"{NAME}.db").stat().st_size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(f"made {statements:,} statements in {written - began:.0f} s and of them the site's database in {took:.0f} s, "
              f"{size / 1e9:.2f} GB; peak memory {peak / 1e9:.2f} GB")  # fmt: skip
    return site


@dataclass
class Server:
    """Datasette in a process of its own."""

    process: "subprocess.Popen[bytes]"
    connection: http.client.HTTPConnection

    def cpu(self) -> float:
        """CPU time its threads have used, in ms; 0 where the system does not say."""
        there = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in there) / 1e6

    def get(self, address: str) -> tuple[int, int]:
        """(status, bytes)."""
        self.connection.request("GET", address)
        answer = self.connection.getresponse()
        return answer.status, len(answer.read())


@contextmanager
def serving(site: Path) -> Iterator[Server]:
    """Datasette on a free port, with the settings in the folder, until the block ends."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", str(site), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=site)
    try:
        while process.poll() is None:
            with closing(socket.socket()) as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield Server(process, http.client.HTTPConnection("127.0.0.1", port, timeout=60))
    finally:
        process.terminate()
        process.wait()


@dataclass
class Measured:
    """One page: ms of each request, CPU ms per request, bytes, its slowest query (ms, SQL)."""

    what: str
    address: str
    status: int
    took: list[float]
    cpu: float
    size: int
    query: tuple[float, str] | None = None

    @property
    def median(self) -> float:
        """Median ms."""
        return statistics.median(self.took)

    @property
    def wrong(self) -> bool:
        """Whether it is too slow, or no page at all (a query over the time limit gives none)."""
        return self.median > LIMIT_MS or (self.status != 200 and "refused" not in self.what)

    def cells(self) -> tuple[str, ...]:
        """Its line in the table."""
        what = self.what if self.status == 200 else f"{self.what} ({self.status})"
        slowest = f"{self.query[0]:.1f}" if self.query else ""
        return (
            what,
            f"{self.median:.1f}",
            f"{max(self.took):.1f}",
            f"{self.cpu:.1f}",
            slowest,
            f"{self.size / 1000:.0f}",
        )


def timed(server: Server, what: str, address: str, requests: int) -> Measured:
    """Ask for a page so many times, after the warm-ups."""
    for _ in range(WARM_UPS):
        server.get(address)
    before, took, status, size = server.cpu(), [], 0, 0
    for _ in range(requests):
        began = time.perf_counter()
        status, size = server.get(address)
        took.append((time.perf_counter() - began) * 1000)
    return Measured(what, address, status, took, (server.cpu() - before) / requests, size)


class Clocked(Rows):
    """Rows that keep how long each query took: (ms, SQL)."""

    def __init__(self, db: sqlite3.Connection, served: Served) -> None:
        super().__init__(db, served)
        self.took: list[tuple[float, str]] = []

    def all(self, sql: str, *args: Any, **named: Any) -> list[Row]:
        """See :meth:`communique.site.rows.Rows.all`."""
        began = time.perf_counter()
        found = super().all(sql, *args, **named)
        self.took.append(((time.perf_counter() - began) * 1000, sql))
        return found


def slowest(db: sqlite3.Connection, served: Served, address: str) -> tuple[float, str] | None:
    """The slowest query of one of our pages, the second time it is asked; None of Datasette's own pages."""
    at = urlsplit(address)
    kind, _, key = (at.path.removeprefix(f"/{NAME}/").strip("/") or "home").partition("/")
    if kind not in ALL or (not key and kind not in ("home", "search", "about")):
        return None
    rows = Clocked(db, served)
    for _ in range(2):
        rows.took.clear()
        try:
            ALL[kind](rows, asked(served, key.partition(".")[0], dict(parse_qsl(at.query))))
        except MovedError:
            return None
    return max(rows.took, default=None)


def measured(site: Path, requests: int, only: str) -> Iterator[Measured]:
    """Each page with ``only`` in what it is called."""
    path = site / f"{NAME}.db"
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        served = Served(NAME, path, dict(db.execute("SELECT name, value FROM site_release")))
        listed = [(what, address) for what, address in pages(db, site) if only in what]
        with serving(site) as server:
            for what, address in listed:
                page = timed(server, what, address, requests)
                page.query = slowest(db, served, address)
                yield page


def main() -> int:
    """Print a line per page; 1 where one is too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=15)
    parser.add_argument("--only", default="", metavar="WORD", help="pages with this in their name")
    parser.add_argument("--markdown", action="store_true", help="as a Markdown table")
    parser.add_argument("--sql", action="store_true", help="also the address and slowest query of pages over the limit")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the database there, or use the one that is there"
    )
    given = parser.parse_args()
    line = (
        "| {:40} | {:>9} | {:>7} | {:>7} | {:>7} | {:>5} |" if given.markdown else "{:42} {:>9} {:>8} {:>8} {:>8} {:>6}"
    )
    wrong = []
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as name:
        site = made(given.keep or Path(name), given.statements)
        print(line.format("page", "median ms", "max ms", "CPU ms", "SQL ms", "kB"))
        if given.markdown:
            print("|---|---:|---:|---:|---:|---:|")
        for page in measured(site, given.requests, given.only):
            print(line.format(*page.cells()), flush=True)
            wrong += [page.what] if page.wrong else []
            if given.sql and page.wrong:
                print(f"    {page.address}\n    {' '.join(page.query[1].split()) if page.query else ''}")
    print(f"\nover {LIMIT_MS} ms or no page: {', '.join(wrong)}" if wrong else f"\nevery median is below {LIMIT_MS} ms")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
