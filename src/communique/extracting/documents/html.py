"""HTML: the main text by trafilatura, and what the page's head says of itself. Needs the add-on ``extract``."""

import json
import logging
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import import_module
from itertools import islice
from typing import Any

from ..model import Document
from .decoding import checked, html
from .records import encoded
from .refusals import Refused

_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date",
    "dcterms.created", "dcterms.issued", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "parsely-pub-date", "sailthru.date", "article.published", "cxenseparse:publishtime",
)  # fmt: skip
_TITLE = ("og:title", "twitter:title", "dc.title", "headline")
_PUBLISHER = ("og:site_name", "dc.publisher", "publisher", "application-name")
_ADDRESS = ("og:url",)
_LANGUAGE = ("content-language", "dc.language", "language", "og:locale")
_DEEPEST = 4
"""Levels of a page's linked data that are looked into."""
_LARGEST = 4_000_000
"""Characters: a page of more is no article, and the time its main text takes would grow faster than its length."""

_MOST = 30_000
"""Elements, for the same reason: trafilatura's time grows with the square of neighbouring paragraphs."""


def read(place: str, raw: bytes) -> Document:
    """The document of one page: main text, one paragraph a line; title, address, day, language, publisher from its head.

    The day is what the page declares, never a guess from its text. Raises :class:`Refused`.
    """
    markup = html(raw)
    if len(markup) > _LARGEST:
        raise Refused("too-large", f"the page is longer than {_LARGEST:,} characters")
    etree, parse, trafilatura = _addons()
    try:
        tree = parse(markup)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Refused("broken-html", f"is no HTML ({type(error).__name__})") from None
    if sum(1 for _ in islice(tree.iter(), _MOST + 1)) > _MOST:
        raise Refused("too-large", f"the page has more than {_MOST:,} elements")
    head = _head(tree)
    try:
        text = trafilatura.extract(tree, include_comments=False, include_tables=False)
    except Exception as error:  # whatever the extractor trips over, the others are read
        raise Refused("broken-html", f"its main text cannot be told ({type(error).__name__})") from None
    if not text or not text.strip():
        raise Refused("no-body", "the page has no main text")
    data = encoded(checked(text))
    return Document(place, text, sha256(data).hexdigest(), len(data), head["url"], head["published"], head["language"],
                    head["title"], head["publisher"], f"main text by trafilatura {trafilatura.__version__}")  # fmt: skip


@cache
def _addons() -> tuple[Any, Any, Any]:
    """lxml's errors, a parser from text to tree, and trafilatura: imported with the first page."""
    trafilatura, etree, lxml_html = (import_module(name) for name in ("trafilatura", "lxml.etree", "lxml.html"))

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is set aside, with one line
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return etree, lambda text: lxml_html.document_fromstring(text.encode(), parser=parser), trafilatura


def _head(tree: Any) -> dict[str, str | None]:
    metas = _metas(tree)
    data = list(_linked(tree))
    root = tree.getroottree().getroot()
    title = _first(metas, _TITLE) or _of(data, "headline") or _joined(tree, "//title")
    links = tree.xpath("//link[@rel='canonical']/@href")
    url = next((u.strip() for u in [*links, *filter(None, [_first(metas, _ADDRESS)])] if "://" in u), None)
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or _first(metas, _LANGUAGE)
    return {
        "title": title,
        "url": url,
        "language": language.replace("_", "-").strip() if language else None,
        "published": _first(metas, _PUBLISHED) or _of(data, "datePublished") or _time(tree),
        "publisher": _first(metas, _PUBLISHER) or _of(data, "publisher"),
    }


def _metas(tree: Any) -> dict[str, str]:
    """Name of a meta element, in lower case -> its first content."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = meta.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), " ".join(content.split()))
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _joined(tree: Any, path: str) -> str | None:
    found = tree.xpath(path)
    return (" ".join("".join(found[0].itertext()).split()) or None) if found else None


def _time(tree: Any) -> str | None:
    """The machine-readable day of a time element, where all that are marked as the day of publication, or all, agree."""
    marked = tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime") or tree.xpath("//time/@datetime")
    days = {value.strip()[:10] for value in marked if value.strip()}
    return str(marked[0]).strip() if len(days) == 1 else None


def _linked(tree: Any) -> Iterator[dict[str, Any]]:
    """Objects of the page's linked data (JSON-LD), outermost first."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            level = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        for _ in range(_DEEPEST):
            objects = [x for item in level for x in (item if isinstance(item, list) else [item]) if isinstance(x, dict)]
            yield from objects
            level = [x["@graph"] for x in objects if "@graph" in x]


def _of(data: list[dict[str, Any]], key: str) -> str | None:
    for item in data:
        value = item.get(key)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return None
