"""The real site in a real browser: every link leads somewhere, every page fits a phone and runs nothing, and axe finds nothing.

Every link is asked for (``crawl`` says by which rule). The browser then opens every page of ours, and of Datasette's own pages
every table, view and query. Three of a kind are opened of what only differs in its query (an actor's statements by role), and
of the thousand rows that have no page of ours, by table.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from browser import PHONE, WIDE, chromium, in_tabs, opened, run, too_wide, watched
from crawl import Got, crawl, fragments

ALIKE = 3
Found = dict[str, Got]


@pytest.fixture(scope="session")
def found(site_folder: Path) -> Found:
    """Every address of the site with what came from it."""
    return crawl(site_folder)


def test_every_link_leads_somewhere(found: Found) -> None:
    """Pages and files: 200, or on to one that is; no fragment of a page that has no such place."""
    bad = [f"{got.status} {got.address} (on {got.came_from}) {got.wrong}" for got in found.values()
           if got.status not in (200, 301, 302) or got.wrong]  # fmt: skip
    assert not bad, f"{len(bad)} of {len(found)}: " + "; ".join(bad[:10])
    assert not fragments(found)[:10]
    assert len(found) > 10_000
    kinds = {got.kind for got in found.values() if got.page and got.status == 200}
    assert kinds >= {"page-home", "page-proposal", "page-statement", "page-actor", "page-treaty", "page-channel", "page-claim",
                     "page-article", "page-encounter", "page-compare", "page-search", "page-about", "page-table",
                     "page-database", "page-query", "page-row"}  # fmt: skip


def chosen(found: Found) -> list[str]:
    """The pages to open."""
    alike: Counter[tuple[str, ...]] = Counter()
    out = []
    for got in found.values():
        if not got.page or got.status != 200:
            continue
        path, _, query = got.address.partition("?")
        if query or got.kind == "page-row":
            of = path.split("/")[2] if got.kind == "page-row" else got.kind
            kind = (of, *(part.partition("=")[0] for part in query.split("&")))
            alike[kind] += 1
            if alike[kind] > ALIKE:
                continue
        out.append(got.address)
    return out


def test_every_page_fits_and_keeps_quiet(found: Found, server: str) -> None:
    """At 1280 and 390 pixels: no horizontal scroll, no console error, no request to another host."""
    wrong: list[str] = []

    async def look(page: Any, address: str) -> None:
        if (status := await opened(page, address)) != 200:
            wrong.append(f"{address}: {status}")
        if over := await too_wide(page):
            wrong.append(f"{address}: {over}")

    async def all_of_them() -> None:
        async with chromium() as browser, watched(browser, server) as seen:
            await in_tabs(seen.context, chosen(found), look)
            wrong.extend(seen.said)

    run(all_of_them())
    assert not wrong, f"{len(wrong)}: " + "\n".join(wrong[:20])


def kinds(found: Found, release: str) -> dict[str, str]:
    """One page of every kind, and the states a page can be in: what is tested -> address."""
    one = {
        got.kind: got.address
        for got in reversed(found.values())
        if got.page and got.status == 200 and "?" not in got.address
    }
    said = {kind.removeprefix("page-"): address for kind, address in one.items()}
    said["table"] = f"/{release}/statements?_size=3&_sort=said_date&_facet=act&act=propose"
    home = f"/{release}/home"
    return said | {
        "home as of a day": f"{home}?day=2020-10-20&known=2020-11-01",
        "home with a wrong day": f"{home}?day=yesterday",
        "a proposal as of a day": f"{said['proposal']}?day=2021-02-01&known=2021-02-03",
        "search with results": f"/{release}/search?q=Lawrow",
        "search without results": f"/{release}/search?q=zzzzqqqq",
        "an empty table": f"/{release}/extractions",
        "a view": f"/{release}/proposals_joined?_size=3",
        "nothing there": f"/{release}/proposals/pr-zzzzz",
        "no such address": "/nothing/at/all",
        "free SQL refused": f"/{release}?sql=select+1",
        "too many rows refused": f"/{release}/statements?_size=5000",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(found: Found, server: str, release: str, scheme: str) -> None:
    """On one page of every kind, at both widths."""
    wrong: list[str] = []
    axe, rules = Axe(), set()

    async def look(page: Any, address: str) -> None:
        await opened(page, address)
        for size in (WIDE, PHONE):
            await page.set_viewport_size(size)
            said = (await axe.run(page)).response
            rules.update(
                rule["id"] for kept in ("passes", "violations", "incomplete", "inapplicable") for rule in said[kept]
            )
            for rule in said["violations"]:
                where = "; ".join(re.sub(r"\s+", " ", node["html"])[:160] for node in rule["nodes"][:3])
                wrong.append(f"{address} at {size['width']}, {scheme}: {rule['id']} ({len(rule['nodes'])}): {where}")

    async def all_of_them() -> None:
        async with chromium() as browser, watched(browser, server, scheme) as seen:
            await in_tabs(seen.context, list(kinds(found, release).values()), look, tabs=2)

    run(all_of_them())
    assert len(rules) > 80
    assert not wrong, f"{len(wrong)}: " + "\n".join(wrong[:30])
