"""What the public may not do is refused with one clear line, and costs others nothing."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import Get, client, started

from communique.serving.describe import LOCAL
from communique.site import refusals
from communique.site.gate import FullError, Gate
from communique.site.guard import LIMITS, Guard, limit
from communique.site.served import served

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i%2B1 FROM n) SELECT count(*) FROM n"
REFUSED: dict[str, tuple[int, str]] = {
    "R?sql=select+1": (403, "not run on the public site"),
    "R.json?sql=select+1": (403, "not run on the public site"),
    "R.csv?sql=select+1": (403, "not run on the public site"),
    f"R?sql={ENDLESS}": (403, "communique serve --local"),
    "R?sql=select+hex(zeroblob(200000000))": (403, "not run on the public site"),
    "R/statements?_where=1%3D1": (403, "not run on the public site"),
    "R/statements.json?_where=1": (403, "not run on the public site"),
    "R/statements?_through=%7B%7D": (403, "not run on the public site"),
    "R.db": (403, "not handed out"),
    "R/statements?_size=max": (400, "from 1 to 200 for a page"),
    "R/statements?_size=100000": (400, "from 1 to 200 for a page"),
    "R/statements.json?_size=100000": (400, "from 1 to 1,000 for an answer"),
    "R/statements.csv?_size=-1": (400, "from 1 to 1,000 for an answer"),
    "R/statements?_facet=act&_facet=form&_facet=root&_facet=wording&_facet=coder_id": (400, "5 facets"),
    "R/statements?_facet=act&_facet_size=max": (400, "_facet_size"),
    "R/statements?_facet_array=act": (400, "holds lists"),
    "R/statements?_timelimit=x": (400, "_timelimit"),
    "R/statements?_sort=nonsense": (400, "Cannot sort table by nonsense"),
    "R/statements?" + "&".join(f"act={n}" for n in range(41)): (400, "41 arguments"),
    "R/statements?paraphrase__like=" + "%25a" * 1500: (414, "too long"),
    "R/nothing": (404, "nothing at this address"),
    "R/claims/cl-zzzzz/x/y": (404, "nothing at this address"),
    "_internal": (404, "nothing at this address"),
    "_memory?sql=select+1": (404, "nothing at this address"),
    ":memory:": (404, "nothing at this address"),
    "http://site.test//evil.example/x/": (404, "nothing at this address"),
}
INTERNAL = ("actor", "allow-debug", "auth-token", "config", "databases", "logout", "messages", "metadata", "patterns",
            "permissions", "plugins", "settings", "static/app.css", "threads", "versions")  # fmt: skip


@pytest.mark.parametrize("address", REFUSED, ids=lambda address: address[:40])
def test_refused_in_one_line(get: Get, release: str, address: str) -> None:
    """Status and message; as JSON where JSON was asked for; never kept by anybody."""
    status, says = REFUSED[address]
    path = release + address[1:] if address.startswith("R") else address
    answer = get(path if path.startswith("http") else f"/{path}")
    assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
    assert says in answer.text
    assert "Traceback" not in answer.text
    assert "site-packages" not in answer.text
    if ".json" in address:
        said = answer.json()
        assert (said["ok"], said["status"]) == (False, status)
    elif answer.headers["content-type"].startswith("text/html"):
        assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize("page", [*INTERNAL, *(f"{page}.json" for page in INTERNAL)])
def test_pages_about_the_machine_are_not_there(get: Get, site_folder: Path, page: str) -> None:
    """Datasette shows paths, versions, threads and a log-in to whoever asks; here nobody reads them."""
    answer = get(f"/-/{page}")
    assert answer.status_code == 404
    assert str(site_folder) not in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_the_data_are_only_read(get: Get, release: str, method: str) -> None:
    """Other methods are not allowed, and it is said which are."""
    for path in ("/", f"/{release}/statements", f"/{release}/search", "/-/messages"):
        answer = get(path, method)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_an_answer_is_never_larger_than_it_may_be(get: Get, release: str) -> None:
    """The most an address gives is the setting's 1,000 rows; a stream of a table gives all of a table this small."""
    assert len(get(f"/{release}/codings.json?_size=max&_shape=array").json()) == 1000
    whole = get(f"/{release}/codings.csv?_stream=on").text.count("\r\n") - 1
    assert whole == int(get(f"/{release}/codings.json?_size=1").json()["filtered_table_rows_count"]) > 1000


def test_a_stream_that_would_be_cut_is_refused(
    datasette_app: Any, monkeypatch: pytest.MonkeyPatch, get: Get, release: str
) -> None:
    """Of a table with too many rows, and of whatever could have as many."""
    monkeypatch.setattr(refusals, "STREAMED_ROWS", 1000)
    for name, status in (("codings", 400), ("actors", 200), ("statements_joined", 400)):
        answer = get(f"/{release}/{name}.csv?_stream=on")
        assert answer.status_code == status
        assert status == 200 or "get the file instead" in answer.text


def test_on_ones_own_copy_sql_is_free(site_folder: Path, release: str) -> None:
    """With the settings of `communique serve --local` what the public may not do works, within the limits of a connection."""
    get = client(started(site_folder, settings=LOCAL | {"sql_time_limit_ms": 200}))
    assert get(f"/{release}.json?sql=select+count(*)+n+from+actors&_shape=array").json()[0]["n"] > 100
    assert get(f"/{release}/actors.json?_where=actor_kind%3D'person'").status_code == 200
    assert get("/-/databases.json").status_code == 200
    bomb = get(f"/{release}.json?sql=select+hex(zeroblob(200000000))")
    assert (bomb.status_code, "too big" in bomb.text) == (400, True)
    endless = get(f"/{release}.json?sql={ENDLESS}")
    assert endless.status_code == 400
    assert "took too long" in endless.text


def test_every_connection_is_limited(datasette_app: Any, release: str) -> None:
    """Datasette's and those of our own pages; a temporary table cannot be made, nothing can be attached."""
    database = datasette_app.databases[release]

    def look(db: sqlite3.Connection) -> list[int]:
        return [db.getlimit(what) for what in LIMITS]

    assert asyncio.run(database.execute_fn(look)) == list(LIMITS.values())
    own = sqlite3.connect(f"{Path(database.path).as_uri()}?mode=ro", uri=True)
    limit(own)
    for statement in ("ATTACH ':memory:' AS x", "CREATE TEMP TABLE t (x)", "SELECT zeroblob(5000000)"):
        with pytest.raises(sqlite3.Error):
            own.execute(statement).fetchone()
    for (view,) in own.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
        own.execute(f'SELECT * FROM "{view}" LIMIT 1').fetchall()


def test_a_gate_lets_so_many_in_and_tells_the_rest() -> None:
    """One inside, one waiting, the third is turned away; a place that is given back goes to the one who waits."""

    async def scene() -> list[str]:
        gate, told = Gate(1, 1, 5), []
        inside, leave = asyncio.Event(), asyncio.Event()

        async def use(name: str) -> None:
            try:
                async with gate.place():
                    told.append(f"{name} in")
                    inside.set()
                    await leave.wait()
            except FullError:
                told.append(f"{name} turned away")

        first = asyncio.create_task(use("first"))
        await inside.wait()
        second, third = asyncio.create_task(use("second")), asyncio.create_task(use("third"))
        await third
        leave.set()
        await asyncio.gather(first, second)
        assert (gate.free, len(gate.queue)) == (1, 0)
        return told

    assert asyncio.run(scene()) == ["first in", "third turned away", "second in"]


def test_a_gate_loses_no_place(release: str) -> None:
    """Whoever stops waiting, by patience or by leaving, takes no place with him."""

    async def scene() -> None:
        gate = Gate(1, 5, 0.01)
        await gate.enter()
        with pytest.raises(FullError):
            await gate.enter()
        gate.seconds = 60
        leaving = asyncio.create_task(gate.enter())
        await asyncio.sleep(0)
        leaving.cancel()
        staying = asyncio.create_task(gate.enter())
        await asyncio.sleep(0)
        gate.leave(0)
        await staying
        leaving_late = asyncio.create_task(gate.enter())
        await asyncio.sleep(0)
        gate.leave(0)  # hands the place over in the same moment as the other leaves
        leaving_late.cancel()
        await asyncio.gather(leaving, leaving_late, return_exceptions=True)
        assert (gate.free, len(gate.queue)) == (1, 0)

    asyncio.run(scene())


def guard_of(site_folder: Path, app: Any) -> Guard:
    """A guard before an application of the test's own."""
    whole = started(site_folder)
    ours = served(whole)
    return Guard(app, whole, ours, [rf"^/{next(iter(ours))}/proposals/"])


def test_light_pages_do_not_wait_behind_costly_ones(site_folder: Path, release: str) -> None:
    """Twelve runaway requests stand at the gate or are refused; a page of ours is answered meanwhile."""
    inside, leave = asyncio.Event(), asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if "/proposals/" not in scope["path"]:
            inside.set()
            await leave.wait()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": b"ok"})

    guard = guard_of(site_folder, app)
    guard.costly.waiting, guard.costly.rest = 4, 0

    async def scene() -> None:
        transport = httpx.ASGITransport(app=guard)
        async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as asking:
            heavy = [f"/{release}/statements?act__like={n}" for n in range(8)] + [f"/{release}?sql={ENDLESS}"] * 4
            tasks = [asyncio.create_task(asking.get(path)) for path in heavy]
            await inside.wait()
            light = await asking.get(f"/{release}/proposals/pr-40ztv")
            assert light.status_code == 200
            assert not tasks[0].done()
            refused = await asyncio.gather(*tasks[5:])
            assert [answer.status_code for answer in refused] == [503] * 3 + [403] * 4
            assert refused[0].headers["retry-after"]
            assert "try again" in refused[0].text
            leave.set()
            assert [answer.status_code for answer in await asyncio.gather(*tasks[:5])] == [200] * 5
            assert guard.costly.free == 1

    asyncio.run(scene())


async def told(guard: Guard, path: str, receive: Callable[[], Any]) -> list[dict[str, Any]]:
    """What a guard sends to one who asks with ``receive`` of his own."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    path, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(),
             "headers": []}  # fmt: skip
    await guard(scope, receive, send)
    return sent


def test_nothing_is_done_for_one_who_has_left(site_folder: Path, release: str) -> None:
    """A closed connection ends the work for it and frees its place."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.Event().wait()

    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    guard = guard_of(site_folder, app)
    assert asyncio.run(told(guard, f"/{release}/statements", gone)) == []
    assert guard.costly.free == 1


def test_an_answer_that_is_cut_off_says_so(site_folder: Path, release: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that takes too long ends as a broken transfer once it has begun; before, as 503."""
    monkeypatch.setattr("communique.site.guard.SECONDS", 0.01)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if b"begin" in scope["query_string"]:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.Event().wait()

    guard = guard_of(site_folder, app)
    assert asyncio.run(told(guard, f"/{release}/statements", asyncio.Event().wait))[0]["status"] == 503
    with pytest.raises(ConnectionAbortedError):
        asyncio.run(told(guard, f"/{release}/statements?begin", asyncio.Event().wait))
