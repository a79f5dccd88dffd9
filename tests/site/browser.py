"""A headless Chromium for the tests: the system's, else Playwright's own, else a reason to skip."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.async_api import Error as BrowserError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing of the browser's own goes out, and no name but this machine's resolves.
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
         "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]  # fmt: skip
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MISSING: list[str] = []
"""Why there is no browser, once it was sought."""
Found = TypeVar("Found")


class NoBrowserError(Exception):
    """There is no browser here that starts."""


def run(work: Coroutine[Any, Any, Found]) -> Found:
    """Do ``work`` that opens a browser; skip the test where there is none."""
    try:
        return asyncio.run(work)
    except NoBrowserError as error:
        MISSING.append(str(error))
        pytest.skip(str(error))


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser. Raises :class:`NoBrowserError`."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    async with async_playwright() as playwright:
        try:
            opened = await playwright.chromium.launch(
                executable_path=path, args=[*FLAGS, *(["--no-sandbox"] if root else [])]
            )
        except BrowserError as error:
            said = str(error).splitlines()[0]
            raise NoBrowserError(
                f"no browser: {' or '.join(NAMES)} is not there or does not start, nor does Playwright's own ({said}); "
                "install chromium, or run: playwright install chromium"
            ) from None
        try:
            yield opened
        finally:
            await opened.close()


@dataclass
class Watched:
    """What happened in the pages of a context that must not happen: ``said`` has a line for each."""

    context: BrowserContext
    base: str
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("request", lambda sent: self._request(sent.url))
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.said.append(f"a script failed: {error.error}"))
        self.context.on("dialog", self._dialog)

    async def _dialog(self, dialog: Any) -> None:
        self.said.append(f"a dialog opened: {dialog.message}")
        await dialog.dismiss()

    def _request(self, url: str) -> None:
        own = urlsplit(self.base).netloc
        if urlsplit(url).netloc != own and not url.startswith("data:"):
            self.said.append(f"asked another host: {url[:200]}")

    def _console(self, told: Any) -> None:
        # Chromium notes the status of an error page, which the test knows; everything else is a finding.
        if told.type in ("error", "warning") and "the server responded with a status of" not in told.text:
            self.said.append(f"console {told.type} on {told.location.get('url')}: {told.text[:300]}")


@asynccontextmanager
async def watched(browser: Browser, base: str, scheme: str = "light") -> AsyncIterator[Watched]:
    """A context whose pages are watched; ``scheme`` is light or dark."""
    context = await browser.new_context(viewport=WIDE, base_url=base, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        yield Watched(context, base)
    finally:
        await context.close()


async def opened(page: Page, address: str) -> int:
    """Go there; the status. A site that says it is busy is asked again, as it says."""
    status = 503
    for _ in range(3):
        if status == 503:
            answer = await page.goto(address)
            status = answer.status if answer else 0
    return status


async def too_wide(page: Page) -> str | None:
    """At both widths, without loading again: by how much a page is wider than the window, and what sticks out.

    The page is left at the other width, at which the next one is loaded: a change of width costs as much as loading.
    """
    found = []
    sizes = [PHONE, WIDE] if page.viewport_size == PHONE else [WIDE, PHONE]
    for size in sizes:
        if page.viewport_size != size:
            await page.set_viewport_size(size)  # type: ignore[arg-type]
        over, what = await page.evaluate(_OVER)
        if over > 0:
            found.append(f"{over} px too wide at {size['width']}: {what}")
    return "; ".join(found) or None


_OVER = """() => {
    const root = document.documentElement, over = root.scrollWidth - window.innerWidth;
    if (over <= 0) return [0, ""];
    const out = [...document.body.querySelectorAll("*")].filter(e => {
        if (e.getBoundingClientRect().right <= window.innerWidth + 0.5) return false;
        for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== "visible") return false;
        return true;
    });
    return [over, out.slice(-2).map(e => e.outerHTML.slice(0, 100)).join(" … ")];
}"""


async def in_tabs(context: BrowserContext, addresses: list[str], look: Any, tabs: int = 4) -> None:
    """``look(page, address)`` of every address, in several tabs that are used again and again."""
    left = iter(addresses)

    async def tab() -> None:
        page = await context.new_page()
        for address in left:
            await look(page, address)
        await page.close()

    await asyncio.gather(*(tab() for _ in range(tabs)))
