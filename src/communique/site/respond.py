"""From an address to an answer: the page as HTML, JSON or CSV, its citation as a file."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response

from .cited import FILES, FORMS, MEDIA, citation
from .formats import as_json, csv_of, links, onward
from .gone import gone, has
from .jsonld import jsonld
from .page import Ask, MovedError, NotThereError, Page, asked
from .pages import ALL
from .pool import in_thread
from .render import render
from .rows import Row, Rows
from .served import Served, served

STATIC = Path(__file__).parent / "static"
MOVING = ("home", "proposals")
"""Pages that can be asked as of a day."""
LIMIT_MS = 500
"""What one query of a page may take."""
TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8"}


async def front(request: Any, datasette: Any) -> Response:
    """``/``: the home page of the newest release."""
    newest = next(iter(served(datasette).values()))
    return await _answer(datasette, request, newest, "home", "", None)


async def forwarded(request: Any, datasette: Any) -> Response:
    """``/ID``: to the row in the newest release."""
    newest, key = next(iter(served(datasette).values())), request.url_vars["key"]
    if key.partition("-")[0] not in newest.tables:
        return await _not_there(datasette, request, newest, NotThereError(f"{key} is no id of this dataset."))
    return Response.redirect(onward(newest.href(key), request.url_vars.get("form"), request.query_string))


async def page(request: Any, datasette: Any) -> Response:
    """A page of one release."""
    found = request.url_vars
    one = served(datasette)[found["release"]]
    return await _answer(datasette, request, one, found["kind"], found.get("key") or "", found.get("form"))


async def asset(request: Any) -> Response:
    """A file of the site's own, below ``static``."""
    name = {"favicon.ico": "mark.svg"}.get(request.url_vars["name"], request.url_vars["name"])
    path = STATIC / name
    if not path.is_file():
        return Response.text("no such file", status=404)
    return Response(path.read_text("utf-8"), content_type=TYPES[path.suffix[1:]])


async def _answer(datasette: Any, request: Any, one: Served, kind: str, key: str, form: str | None) -> Response:
    args = {name: request.args.get(name) or "" for name in request.args}
    ask = asked(one, key, args, clocks=kind in MOVING)

    if ask.wrong and form:  # a program would not read a line that says so
        return await _not_there(datasette, request, one, NotThereError(f"{ask.wrong}.", status=400))

    def made(db: sqlite3.Connection) -> Response:
        rows = Rows(db, one, lambda: sqlite_timelimit(db, LIMIT_MS))
        try:
            shown = ALL[kind](rows, ask)
        except NotThereError as missing:
            raise (gone(rows, ask) if ask.key else None) or missing from None
        cite = citation(rows, ask, shown.data if shown.key else None)
        return _written(datasette, request, ask, shown, cite, form)

    try:
        return await in_thread(one, made)
    except MovedError as moved:
        return Response.redirect(onward(moved.address, form if key else None, request.query_string if key else ""))
    except NotThereError as missing:
        return await _not_there(datasette, request, one, missing, await _elsewhere(datasette, one, key))
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        said = NotThereError("This page took too long to put together. Please try again.", status=503)
        return await _not_there(datasette, request, one, said)


def _written(datasette: Any, request: Any, ask: Ask, shown: Page, cite: Row, form: str | None) -> Response:
    if form == "json":
        body = json.dumps(as_json(ask, shown, cite), ensure_ascii=False, indent=1)
        return Response(body, content_type="application/json; charset=utf-8")
    if form == "csv":
        return _csv(ask, shown)
    for style, _ in FORMS:
        if form in (FILES[style], style):
            name = f"communique-{ask.served.name}{f'-{ask.key}' if ask.key else ''}.{FILES[style]}"
            headers = {"Content-Disposition": f'attachment; filename="{name}"'}
            text = f"{cite['sentence']}\n{cite[style]}" if style == "text" and cite["sentence"] else cite[style]
            return Response(text, content_type=f"{MEDIA[style]}; charset=utf-8", headers=headers)
    context = {
        "database": ask.served.name, "page": shown, "ask": ask, "cite": cite, "forms": FORMS, "files": FILES,
        **links(ask, shown), "jsonld": jsonld(ask, shown, cite),
        **shown.data, "charts": shown.charts,
    }  # fmt: skip
    return Response.html(render(datasette, request, f"{shown.kind}.html", context))


def _csv(ask: Ask, shown: Page) -> Response:
    """One list of the page as CSV (RFC 4180, UTF-8); ``part`` names another than the first."""
    part = ask.args.get("part") or (shown.lists[0] if shown.lists else "")
    if part not in shown.lists:
        there = ", ".join(shown.lists) or "none"
        return Response.text(f"This page has no list {part[:40]!r}; it has: {there}\n", status=404)
    name = f"communique-{ask.served.name}-{ask.key or shown.kind}-{part}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(csv_of(shown.data[part]), content_type="text/csv; charset=utf-8", headers=headers)


async def _elsewhere(datasette: Any, here: Served, key: str) -> list[tuple[str, str]]:
    """The same id in the other releases served: (address, words)."""
    others = [one for one in served(datasette).values() if key and one is not here]
    return [
        (other.href(key), f"{key} in release {other.label}")
        for other in others
        if key.partition("-")[0] in other.tables and await in_thread(other, lambda db: has(db, key))
    ]


async def _not_there(
    datasette: Any, request: Any, one: Served, missing: NotThereError, elsewhere: Sequence[tuple[str, str]] = ()
) -> Response:
    way_out = [*missing.way_out, *elsewhere]
    if request.path.endswith(".json"):
        said = {"ok": False, "error": str(missing), "status": missing.status, "way_out": dict(way_out)}
        return Response.json(said, status=missing.status)
    context = {
        "database": one.name,
        "title": "Not possible" if missing.status == 400 else "Not there",
        "error": str(missing),
        "way_out": way_out,
        "status": missing.status,
    }
    if request.url_vars.get("form"):
        return Response.text(f"{missing}\n", status=missing.status)
    html = await datasette.render_template("error.html", context, request=request)
    return Response.html(html, status=missing.status)
