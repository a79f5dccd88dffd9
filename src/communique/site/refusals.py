"""What the site does not do, each with one clear line and a way to what was wanted."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from datasette.utils import tilde_decode

from .served import Served

URL_BYTES = 4_096
"""Path and query together; the longest address a page of ours links to has some hundred bytes."""
ARGUMENTS = 40
"""The stock filter form sends three per filter."""
FACETS = 4
FACET_SIZE = 100
SEARCHED_ROWS = 50_000
HTML_ROWS = 200
"""A table page is written in the thread that answers everybody: 1,000 rows of it keep all waiting for half a second."""
STREAMED_ROWS = 5_000
"""A stream is cut at 10 MB after it has said 200: so many rows of the widest view are below that."""
METHODS = ("GET", "HEAD", "OPTIONS")
_DATABASE_FILE = re.compile(r"/[^/]+\.db$")
_FORM = re.compile(r"\.(json|jsono|csv|blob|txt|bib|ris|csl)$")


class Refused(NamedTuple):
    """A request that is answered without being looked into. ``way_out``: (address, words)."""

    status: int
    error: str
    title: str = "Not on this site"
    way_out: tuple[tuple[str, str], ...] = ()


class Asked(NamedTuple):
    """A request as the rules look at it: ``path`` and ``query`` as sent, arguments in order, the release it is of."""

    method: str
    path: str
    query: bytes
    args: tuple[tuple[str, str], ...]
    release: Served

    def values(self, name: str) -> list[str]:
        """What was given for an argument."""
        return [value for key, value in self.args if key == name]

    @property
    def below(self) -> tuple[str, str]:
        """The database of the address and the page or table in it, without their forms; empty where there is none."""
        parts = [part.partition(".")[0] for part in self.path.lstrip("/").split("/")]
        return parts[0], parts[1] if len(parts) > 1 else ""

    @property
    def form(self) -> str | None:
        """The data form asked for, None for a page."""
        found = _FORM.search(self.path)
        return found[1] if found else None

    @property
    def files(self) -> tuple[str, str]:
        """Where the whole release is to be had."""
        return f"/{self.release.name}/about", "the files of the release: Parquet, CSV, SQLite and how to read them"


def asked_of(scope: Mapping[str, Any], ours: Mapping[str, Served], base: str = "/") -> Asked:
    """Read a request. The path is taken undecoded, as Datasette's router takes it."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    path = raw.partition(b"?")[0].decode("latin-1")
    if base != "/" and path.startswith(base):
        path = "/" + path[len(base) :]
    args = tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    ask = Asked(scope["method"], path, query, args, next(iter(ours.values())))
    return ask._replace(release=ours.get(ask.below[0], ask.release))


def refused(ask: Asked, most: int) -> Refused | None:
    """Why the public is not answered, or None. ``most``: the setting ``max_returned_rows``."""
    for rule in _RULES:
        found = rule(ask)
        if found:
            return found
    return _size(ask, most)


def _method(ask: Asked) -> Refused | None:
    if ask.method not in METHODS:
        return Refused(405, f"{ask.method[:20]} is not possible here: the data are only read.", "Method not allowed")
    return None


def _long(ask: Asked) -> Refused | None:
    if len(ask.path) + len(ask.query) > URL_BYTES:
        return Refused(414, f"This address is too long; {URL_BYTES:,} bytes are the most.", "Address too long")
    return None


def _internal(ask: Asked) -> Refused | None:
    # Datasette's pages about itself: paths of this machine, versions, threads, log-in. No reader needs any.
    hidden = ask.path.startswith("/-/") and not ask.path.startswith("/-/communique/")
    if hidden or ask.path == "/-" or ask.path.startswith(("/_", "/:", "//")):
        return Refused(404, "There is nothing at this address.", "Not there")
    return None


def _disguised(ask: Asked) -> Refused | None:
    # Datasette reads ~2D as a hyphen: the same page at another address, where none of these rules would know it.
    if any(tilde_decode(part) != part for part in ask.path.split("/")[1:3] if "~" in part):
        return Refused(404, "There is nothing at this address.", "Not there")
    if ask.path.endswith(".blob") or ask.path == f"/{ask.release.name}.csv":
        return Refused(404, "There is nothing at this address.", "Not there")
    return None


def _file(ask: Asked) -> Refused | None:
    if _DATABASE_FILE.match(ask.path):
        return Refused(403, "The database behind this site is not handed out.", "No download", (ask.files,))
    return None


def _free_sql(ask: Asked) -> Refused | None:
    names = {key for key, _ in ask.args}
    for name, what in (
        ("sql", "SQL of your own"),
        ("_where", "A condition in SQL"),
        ("_through", "A filter through a table"),
    ):
        if name in names:
            error = (
                f"{what} is not run on the public site. On your own copy it is: pip install 'communique[site]', "
                "then communique serve --local."
            )
            ways = (ask.files, (f"/{ask.release.name}", "the tables and the queries that are there"))
            return Refused(403, error, "No SQL here", ways)
    return None


def _arguments(ask: Asked) -> Refused | None:
    facets = [key for key, _ in ask.args if key.startswith("_facet") and key != "_facet_size"]
    if len(ask.args) > ARGUMENTS:
        return _bad(f"{len(ask.args)} arguments are too many; {ARGUMENTS} are the most.", ask)
    if len(facets) > FACETS:
        return _bad(f"{len(facets)} facets at once are too many; {FACETS} are the most.", ask)
    if any(key == "_facet_array" for key in facets):
        return _bad("No column of these data holds lists, so none can be counted with _facet_array.", ask)
    if any(not _whole(value, FACET_SIZE) for value in ask.values("_facet_size")):
        return _bad(f"_facet_size is a whole number up to {FACET_SIZE}.", ask)
    if any(not _whole(value, 10_000) for value in ask.values("_timelimit")):
        return _bad("_timelimit is a whole number of milliseconds.", ask)
    return None


def _stream(ask: Asked) -> Refused | None:
    if not any(ask.values("_stream")):
        return None
    name = ask.below[1]
    said = ask.release.said
    tables = {key.removeprefix("n_"): int(value) for key, value in said.items() if key.startswith("n_")}
    rows = tables.get(name, max(tables.values(), default=0))  # a view or query may have as many as the largest table
    if rows > STREAMED_ROWS:
        return _bad(f"{name} has {rows:,} rows or so, too many to stream: get the file instead.", ask, ask.files)
    return None


def _search(ask: Asked) -> Refused | None:
    # Datasette collects every hit before it shows the first; a word that half of a large table has takes all the time there is.
    looking = any(key == "_search" or key.startswith("_search_") for key, value in ask.args if value)
    if looking and ask.below[1] in ask.release.tables.values() and ask.release.count(ask.below[1]) > SEARCHED_ROWS:
        words = " ".join(value for key, value in ask.args if key.startswith("_search"))[:200]
        way = (f"/{ask.release.name}/search?{urlencode({'q': words})}", "search the whole release for it")
        return _bad(f"{ask.below[1]} has too many rows to be searched as a table.", ask, way)
    return None


def _size(ask: Asked, most: int) -> Refused | None:
    page = ask.form is None
    most = min(HTML_ROWS, most) if page else most
    for value in ask.values("_size"):
        if value and not (_whole(value, most) or (value == "max" and not page)):
            more = " Its JSON and CSV give more." if page else ""
            what = "a page" if page else "an answer"
            return _bad(f"_size is a whole number of rows from 1 to {most:,} for {what}.{more}", ask, ask.files)
    return None


def _whole(value: str, most: int) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10 and 1 <= int(value) <= most


def _bad(error: str, ask: Asked, *ways: tuple[str, str]) -> Refused:
    return Refused(400, error, "Not possible", (*ways, (ask.path, "the same without these arguments")))


_RULES: tuple[Callable[[Asked], Refused | None], ...] = (
    _method,
    _long,
    _internal,
    _file,
    _free_sql,
    _disguised,
    _arguments,
    _stream,
    _search,
)
