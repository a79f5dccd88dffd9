"""What the public may do: headers on every answer, refusals and a gate before what is costly, limits on every connection."""

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from datasette.utils.asgi import Request

from .caching import Cache
from .counting import uncounted
from .faults import answer
from .gate import FullError, Gate
from .refusals import METHODS, Asked, Refused, asked_of, refused
from .served import Served

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"x-frame-options": b"DENY",
}
SECONDS = 30
"""What one costly answer may take in all, however slowly it is read."""
LIMITS = {
    # The longest value of ours, the text of an article in a private database, is far below; zeroblob() is not.
    sqlite3.SQLITE_LIMIT_LENGTH: 4_000_000,
    # Datasette writes one placeholder per label it looks up, 1,000 at most.
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 2_000,
    # The widest joined view has some 70 columns.
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    # Conditions nested or strung together without end cost time before the clock of a query runs.
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    # A LIKE is one instruction: no clock stops it, and its cost grows with the pattern.
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    # Nothing of ours attaches a database, has triggers, or lets a query take several cores.
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
"""SQLITE_LIMIT_VDBE_OP is not set: SQLite does not hold programs to it; the time limit of a query does that work."""
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]


def limit(db: sqlite3.Connection) -> None:
    """Limits that keep one query from taking the memory or the time of all.

    Memory-mapped reading stays off: a file replaced in place would end the process. Large sorts stay on disk, where they
    cannot take the memory of others.
    """
    for what, most in LIMITS.items():
        db.setlimit(what, most)
    db.execute("PRAGMA query_only = ON")  # files are opened read-only already; this holds for temporary tables too
    db.execute("PRAGMA trusted_schema = OFF")  # a view of a file from elsewhere calls nothing with side effects


VARY = b"Cookie, Authorization, Host"
"""Datasette writes the host it was asked as into the addresses of its JSON."""
HERE = ("localhost", "127.0.0.1", "::1")
PRIVATE = (
    "This site holds words of source texts, for reading on the machine it runs on: ask it as 127.0.0.1 or localhost."
)


class Guard:
    """Stands before Datasette's application."""

    def __init__(self, app: App, datasette: Any, ours: Mapping[str, Served], light: list[str]) -> None:
        self.app, self.datasette, self.ours = app, datasette, ours
        self.light = [re.compile(pattern) for pattern in light]
        self.private = any(one.private for one in ours.values())
        self.local = bool(datasette.setting("default_allow_sql"))
        self.base = datasette.setting("base_url")
        self.cache = Cache(datasette, ours)
        # Pages of ours have three threads of their own: search may take two, so that one is always there for the rest.
        self.pages, self.searches = Gate(6, 100, 10), Gate(2, 30, 10)
        # Datasette writes its pages in the one thread that answers everybody: a queue of them rests between two.
        self.costly, self.streams = Gate(1, 12, 10, rest=1), Gate(1, 2, 10, rest=1)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ask = asked_of(scope, self.ours, self.base)
        sending = self._sending(scope, ask, send)
        if ask.method == "OPTIONS":
            allowed = b", ".join(method.encode() for method in METHODS)
            headers = [(b"allow", allowed), (b"access-control-allow-methods", allowed)]
            await _plain(sending, 204, headers)
        elif self.private and not _from_here(dict(scope["headers"])):
            await self._say(scope, receive, sending, ask, Refused(403, PRIVATE, "Not for others"))
        elif ask.method not in METHODS and not (self.local and ask.path.startswith("/-/")):
            error = f"{ask.method[:20]} is not possible here: the data are only read."
            await self._say(scope, receive, sending, ask, Refused(405, error, "Method not allowed"))
        elif not self.local and (why := refused(ask, self.datasette.setting("max_returned_rows"))):
            await self._say(scope, receive, sending, ask, why)
        elif self._known(scope, ask):
            await _plain(sending, 304, [(b"vary", VARY)])
        else:
            # Datasette's pages answer HEAD each in a way of its own: they are asked for the whole, and the body stays here.
            scope = {**scope, "method": "GET"} if ask.method == "HEAD" else scope
            await self._let_in(uncounted(scope, ask.release, ask.below[1]), receive, sending, ask)

    async def _let_in(self, scope: Any, receive: Any, send: Send, ask: Asked) -> None:
        gate = self._gate(ask)
        begun = False

        async def noting(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            begun = True
            await send(message)

        async def work() -> None:
            async with gate.place():
                await self.app(scope, _nothing, noting)

        if ask.method not in METHODS:  # on one's own copy alone
            await self.app(scope, receive, send)
            return
        try:
            whole = await _while_there(work(), receive)
        except FullError:
            whole = False
        if not whole and not begun:
            error = "Many costly pages are asked for at this moment. Please try again in some seconds."
            await self._say(scope, receive, send, ask, Refused(503, error, "Busy"))
        elif not whole:  # a broken transfer says that it is not whole; a good ending would lie
            raise ConnectionAbortedError(f"{ask.path}: an answer was cut off after {SECONDS} s")

    def _gate(self, ask: Asked) -> Gate:
        if any(route.match(ask.path) for route in self.light):
            return self.searches if ask.below[1] == "search" else self.pages
        return self.streams if any(ask.values("_stream")) else self.costly

    def _known(self, scope: Any, ask: Asked) -> bool:
        """Whether the asker has that very answer already."""
        given = dict(scope["headers"])
        etag = self.cache.etag(ask)
        if not etag or _personal(given):
            return False
        return etag in [part.strip() for part in given.get(b"if-none-match", b"").split(b",")]

    async def _say(self, scope: Any, receive: Any, send: Send, ask: Asked, why: Refused) -> None:
        # A refused first request may come before Datasette has started; a second time this does nothing.
        await self.datasette.invoke_startup()
        response = await answer(self.datasette, Request(dict(scope), receive), why, ask.release.name)
        if why.status == 503:
            response.headers["Retry-After"] = "5"
        if why.status == 405:
            response.headers["Allow"] = ", ".join(METHODS)
        await response.asgi_send(send)

    def _sending(self, scope: Any, ask: Asked, send: Send) -> Send:
        """``send`` with our headers on what is sent, and without the body where only the head was asked for."""
        personal = _personal(dict(scope["headers"]))

        async def sending(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": self._headers(message, ask, personal)}
            elif ask.method == "HEAD" and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        return sending

    def _headers(self, message: Mapping[str, Any], ask: Asked, personal: bool) -> list[tuple[bytes, bytes]]:
        status, found = message["status"], [(key.lower(), value) for key, value in message.get("headers", [])]
        # No page of ours posts anything to the public: the token against forged forms only keeps caches from working.
        if not self.local:
            found = [(k, v) for k, v in found if not (k == b"set-cookie" and v.startswith(b"ds_csrftoken="))]
        ours = dict(HEADERS)
        if not personal and not any(key == b"set-cookie" for key, _ in found):
            ours[b"cache-control"] = self.cache.control(ask, status)
            if status in (200, 304) and (etag := self.cache.etag(ask)):
                ours[b"etag"] = etag
        ours[b"vary"] = VARY
        kind = next((value for key, value in found if key == b"content-type"), b"")
        # A page the reader visits elsewhere must not fetch the words of a private site from this machine.
        if not kind.startswith(b"text/html") and not self.private:
            ours[b"access-control-allow-origin"] = b"*"
        # Datasette writes the host it was asked as into a Link; whoever asked first would choose it for all.
        return [(k, v) for k, v in found if k not in ours and k != b"link"] + list(ours.items())


def guarded(app: App, datasette: Any, ours: Mapping[str, Served], light: list[str]) -> App:
    """The application with a guard before it. ``light``: the addresses of our own pages, as regular expressions."""
    return Guard(app, datasette, ours, light)


def _from_here(headers: Mapping[bytes, bytes]) -> bool:
    """Whether a request names this machine itself; a name that somebody else's server made lead here does not."""
    host = headers.get(b"host", b"").decode("latin-1").lower()
    name, _, port = host.rpartition(":")
    return host.strip("[]") in HERE or (port.isdigit() and name.strip("[]") in HERE)


def _personal(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the answer may be for one person alone; Datasette marks it so, and we leave that."""
    return b"cookie" in headers or b"authorization" in headers


async def _plain(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _nothing() -> dict[str, Any]:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _while_there(work: Any, receive: Any) -> bool:
    """Run ``work`` for :data:`SECONDS` at most and no longer than somebody waits for it; whether it came to its end."""
    working, gone = asyncio.ensure_future(work), asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({working, gone}, timeout=SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
            return True
        return gone.done() and gone.exception() is None  # nobody is left to be told anything
    finally:
        for task in (working, gone):
            task.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)


async def _gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
