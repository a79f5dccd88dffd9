"""The row of a page itself, its ranges and its relays."""

import re
from typing import TYPE_CHECKING

from communique_schema.words import normalise

from ...ids import made_id
from ..model import Page
from .dates import published
from .rows import Rows

if TYPE_CHECKING:
    from ..authority import Authority

_URL = re.compile(r"https?://\S+")
UNTITLED = "[no title printed]"
OFFICIAL = frozenset({"institution", "state", "office", "person"})
"""Kinds of publisher whose pages are their own account."""


def article_id(page: Page) -> str:
    """The id of a page: made of its text's hash and its address, or its place in the input where it has none."""
    document = page.document
    return made_id("ar", document.sha256, document.url or document.place)


def publisher(page: Page, authority: "Authority", rows: Rows) -> str:
    """The actor who publishes the page; a name nobody knows becomes a mention, as does the absence of one."""
    document = page.document
    name = document.publisher or page.publisher
    if found := authority.publisher(name, document.url):
        return found
    printed = " ".join((name or "[no publisher named]").split())[:100]
    actor = made_id("ac", "mention", normalise(printed) or printed)
    rows.strangers[actor] = min(printed, rows.strangers.get(actor, printed))
    return actor


def ranges(page: Page) -> list[tuple[str, int, int]]:
    """The stretches an article is coded from: the page's own, and what its body prints again, where repeats lie."""
    text = page.document.text
    found = [item for item in page.ranges if item[0] != "body"]
    body = [(start, end) for kind, start, end in page.ranges if kind == "body"]
    joined: list[tuple[int, int]] = []
    for start, end in sorted((*body, *(again for _, again in page.repeats))):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return sorted((*found, *(("body", start, end) for start, end in joined)), key=lambda item: item[1])


def article(page: Page, authority: "Authority", rows: Rows) -> tuple[str, str]:
    """Add the page's rows; its id and its publisher's.

    source_tier is what all the dataset's pages of that publisher have, and primary for a government's own page. Else it is
    reprint, the code that claims least: nothing on a page proves that it stands nearer to the act than any other.
    """
    document, identifier = page.document, article_id(page)
    owner = publisher(page, authority, rows)
    known = authority.actors.get(owner)
    official = known is not None and known.kind in OFFICIAL
    name = known.name if known else rows.strangers[owner]
    date = published(page)
    url = document.url if document.url and _URL.fullmatch(document.url) else None
    rows.of["articles"].append((
        identifier, owner, "primary_document" if official else "news",
        "primary" if official else authority.tiers.get(owner, "reprint"),
        " ".join((document.title or page.title or "").split())[:500] or UNTITLED, page.language, url,
        "The address that came with the text." if url else None,
        date.edtf, date.certainty, date.basis, date.weekday, page.dateline or None, "anchored", "full",
        document.sha256, document.size, len(document.text), document.origin or document.place, name,
    ))  # fmt: skip
    for kind, start, end in ranges(page):
        rows.of["article_ranges"].append((identifier, kind, start, end))
        rows.of["range_words"].append((identifier, start, document.text[start:end]))
    role = "originator" if official else "outlet"
    rows.of["article_relays"].append((identifier, 1, owner, role, "It publishes the page."))
    return identifier, owner
