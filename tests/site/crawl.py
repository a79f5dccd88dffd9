"""Every address the site links to, asked once."""

import asyncio
import csv
import io
import json
import os
import re
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from html.parser import HTMLParser
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import httpx

BASE = "http://site.test"
BATCH = 40
STARTERS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet run a cell."""
NUMBER = re.compile(r"-\d+(\.\d+)?")
STOCK = ("page-database", "page-table", "page-query", "page-row")
_OPEN: dict[str, Any] = {}


@dataclass
class Got:
    """One answer. ``kind``: what page it is, by the first class of its body; ``links``: (href, rel); ``ids``: what a
    fragment may name; ``wrong``: what is wrong with a file."""

    address: str
    status: int
    media: str
    kind: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    came_from: str = ""
    wrong: str = ""

    @property
    def page(self) -> bool:
        """Whether it is for a browser."""
        return self.media == "text/html"

    @property
    def stock(self) -> bool:
        """Whether Datasette wrote it, not we."""
        return self.kind in STOCK


class _Links(HTMLParser):
    """Links, the places fragments may name, and every form as the link that its button is when nothing is changed."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.kind = ""
        self.form: tuple[str, dict[str, str]] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if "id" in has:
            self.ids.add(has["id"])
        if tag == "body":
            self.kind = (has.get("class", "").split() or [""])[0]
        for name in ("href", "src"):
            if name in has:
                self.links.append((has[name], has.get("rel", "")))
        if tag == "form" and has.get("method", "get").lower() == "get":
            self.form = has.get("action", ""), {}
        self._field(tag, has)

    def _field(self, tag: str, has: dict[str, str]) -> None:
        if self.form is None:
            return
        given = self.form[1]
        if tag == "input" and has.get("name") and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            given[has["name"]] = has.get("value", "")
        elif tag == "select":
            self.select = has.get("name", "")
        elif tag == "option" and self.select and ("selected" in has or self.select not in given):
            given[self.select] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.form is not None:
            action, given = self.form
            self.links.append((f"{action}?{urlencode(given)}" if given else action, "form"))
            self.form, self.select = None, ""


def crawl(folder: Path, start: str = "/") -> dict[str, Got]:
    """Address (path and query) -> what came, beginning at ``start``: every link, asked of the application itself.

    Followed is every link to this host, whatever it leads to, and every form as it stands, with one rule against endless
    variants: a link with a query is followed from pages that have none themselves, and from any page of ours if it says
    rel="next"; Datasette's pages sort, filter and facet without end, so of theirs only the files are followed. A redirect is
    followed as a link. Links out are not. Several processes ask, each a Datasette of its own: there are some 17,000
    addresses, since every page is also JSON, CSV by its parts, and four citations.
    """
    found: dict[str, Got] = {}
    known, fresh = {start}, [(start, "")]
    waiting: set[Future[list[Got]]] = set()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _open, (folder,)) as pool:
        while fresh or waiting:
            waiting |= {pool.submit(_ask, fresh[n : n + BATCH]) for n in range(0, len(fresh), BATCH)}
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            fresh = []
            for got in [got for task in done for got in task.result()]:
                found[got.address] = got
                for link in _followed(got):
                    if link not in known:
                        known.add(link)
                        fresh.append((link, got.address))
    return found


def _open(folder: Path) -> None:
    from asking import started

    loop = _OPEN["loop"] = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app = started(folder, loop)
    _OPEN["client"] = httpx.AsyncClient(transport=httpx.ASGITransport(app=app.client.app), base_url=BASE)


def _ask(asked: list[tuple[str, str]]) -> list[Got]:
    return [_read(address, came_from, _OPEN["loop"].run_until_complete(_get(address))) for address, came_from in asked]


async def _get(address: str) -> httpx.Response:
    """What is there; a site that says it is busy is asked again, as it says."""
    for _ in range(3):
        got: httpx.Response = await _OPEN["client"].get(address)
        if got.status_code != 503:
            break
    return got


def _read(address: str, came_from: str, response: httpx.Response) -> Got:
    media = response.headers.get("content-type", "").partition(";")[0]
    got = Got(address, response.status_code, media, came_from=came_from)
    if "location" in response.headers:
        got.links.append((response.headers["location"], ""))
    if response.status_code == 200 and media == "text/html":
        parser = _Links()
        parser.feed(response.text)
        got.kind, got.ids, got.links = parser.kind, parser.ids, parser.links
    elif response.status_code == 200:
        got.wrong = _wrong(media, response.text)
    return got


def _wrong(media: str, text: str) -> str:
    """What a program or a spreadsheet that reads a file would stumble over."""
    if media.endswith("json"):
        try:
            json.loads(text)
        except ValueError as error:
            return f"no JSON: {error}"
    if media == "text/csv":
        rows = list(csv.reader(io.StringIO(text, newline="")))
        if any(len(row) != len(rows[0]) for row in rows):
            return "rows of unequal length"
        run = [cell for row in rows for cell in row if cell[:1] in STARTERS and not NUMBER.fullmatch(cell)]
        return f"a spreadsheet would run {run[0][:40]!r}" if run else ""
    return ""


def _followed(got: Got) -> list[str]:
    out = []
    for href, rel in got.links:
        target = urlsplit(urldefrag(urljoin(BASE + got.address, href)).url)
        if target.scheme not in ("http", "https") or target.netloc != urlsplit(BASE).netloc:
            continue
        file = re.search(r"\.\w+$", target.path) is not None
        plain = "?" not in got.address and (file or not got.stock)
        if target.query and not plain and (got.stock or "next" not in rel):
            continue
        out.append(target.path + (f"?{target.query}" if target.query else ""))
    return out


def fragments(found: dict[str, Got]) -> list[str]:
    """Links into a page that has no such place."""
    out = []
    for got in found.values():
        for href, _ in got.links:
            url, name = urldefrag(urljoin(BASE + got.address, href))
            parts = urlsplit(url)
            target = found.get(parts.path + (f"?{parts.query}" if parts.query else ""))
            if name and parts.netloc == urlsplit(BASE).netloc and target and target.page and name not in target.ids:
                out.append(f"{got.address} -> {href}")
    return out


if __name__ == "__main__":
    import sys
    import time
    from collections import Counter

    began = time.perf_counter()
    all_found = crawl(Path(sys.argv[1]))
    print(len(all_found), "addresses", round(time.perf_counter() - began, 1), "s")
    print(Counter((got.status, got.kind or got.media) for got in all_found.values()))
    for one in [got for got in all_found.values() if got.status not in (200, 302) or got.wrong][:40]:
        print(one.status, one.address, "from", one.came_from, one.wrong)
    print(*fragments(all_found)[:10], sep="\n")
