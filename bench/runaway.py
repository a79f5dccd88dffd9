"""What runaway queries of others do to a light page: its median time idle, and with twelve clients that never rest.

    python bench/runaway.py [--folder DIR] [--rounds 5] [--clients 12]

Serves DIR (default: the newest release at hand) with the public settings in a process of its own. Each client asks for one
costly thing after the other, without a pause: SQL without end, conditions, patterns, facets, large pages, streams. The target:
the busy median is at most twice the idle one.
"""

import argparse
import asyncio
import itertools
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i %2B 1 FROM n) SELECT count(*) FROM n"
LIKE = "%25a%25e%25i%25o%25u%25a%25e%25i%25o%25"
RUNAWAYS = (
    f"?sql={ENDLESS}",
    f".json?sql={ENDLESS}",
    f".csv?sql={ENDLESS}",
    f"/statements?_where=statement_id in ({ENDLESS})",
    f"/statements?paraphrase__like={LIKE}&said_basis__like={LIKE}&_sort_desc=paraphrase",
    "/statements?_facet=act&_facet=said_date&_facet=article_id&_facet=coder_id",
    "/statements_joined?_sort=paraphrase&_size=200",
    "/statements.json?_size=max&_labels=on&_sort=paraphrase",
    "/codings.csv?_stream=on",
    "/statement_actors?_size=200&_labels=on&_sort=mention",
    f"/terms?definition__glob=*a*e*i*o*&example_fits__like={LIKE}",
    "/search?q=russia",
)


async def light(client: httpx.AsyncClient, path: str, seconds: float) -> list[float]:
    """Times of a light page in milliseconds, asked again and again for so long."""
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        began = time.perf_counter()
        (await client.get(path)).raise_for_status()
        times.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.02)
    return times


async def runaway(client: httpx.AsyncClient, release: str, first: int, seen: Counter[int]) -> None:
    """One client that never rests."""
    for at in itertools.cycle([*RUNAWAYS[first:], *RUNAWAYS[:first]]):
        seen[(await client.get(f"/{release}{at}", timeout=120)).status_code] += 1


async def measured(base: str, release: str, clients: int, rounds: int) -> None:
    """Print medians of three light pages, idle and busy: in turn, so that a machine that slows down slows both."""
    seen: Counter[int] = Counter()
    async with httpx.AsyncClient(base_url=base) as one, httpx.AsyncClient(base_url=base) as many:
        page = (await one.get(f"/{release}/home.json")).json()["proposals"][0]["proposal_id"]
        for path in (f"/{release}/home", f"/{release}/proposals/{page}", f"/{release}/proposals/{page}.json"):
            await light(one, path, 1)
            idle, busy = [], []
            for _ in range(rounds):
                idle += await light(one, path, 3)
                busy_with = [
                    asyncio.create_task(runaway(many, release, n % len(RUNAWAYS), seen)) for n in range(clients)
                ]
                busy += await light(one, path, 6)
                for task in busy_with:
                    task.cancel()
                await asyncio.gather(*busy_with, return_exceptions=True)
                await asyncio.sleep(1)
            before, now = statistics.median(idle), statistics.median(busy)
            worst = statistics.quantiles(busy, n=20)[-1]
            print(
                f"{path:34} idle {before:6.1f} ms   busy {now:6.1f} ms (95 %: {worst:6.1f})   ratio {now / before:4.2f}"
            )
    print("answers to the runaways:", ", ".join(f"{code}: {count}" for code, count in sorted(seen.items())))


def made(folder: Path) -> None:
    """The newest release at hand as a folder to serve."""
    import communique  # noqa: PLC0415 (not needed for a folder that is there)
    from communique.serving import write_folder  # noqa: PLC0415

    write_folder(folder, [communique.load().release])


def main() -> None:
    """Serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=12)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        if given.folder is None:
            made(folder)
        command = [sys.executable, "-m", "datasette", "serve", str(folder), "--host", "127.0.0.1", "--port", "0"]
        log = Path(name) / "log"
        with log.open("w") as out, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=out) as server:
            try:
                while not (found := re.search(r"running on (http://[\d.]+:\d+)", log.read_text())):
                    time.sleep(0.1)
                release = next(path.stem for path in sorted(folder.glob("*.db")) if path.stem != "working")
                asyncio.run(measured(found[1], release, given.clients, given.rounds))
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
