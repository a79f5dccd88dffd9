"""What passes from room to room on the way from a text to tables. Every position counts code points, end exclusive."""

from collections.abc import Mapping
from typing import NamedTuple

LANGUAGES = ("en", "de", "ru")
"""Languages that are read; each has a folder in ``lexicon``."""
Span = tuple[int, int]
"""(first code point, code point after the last one)."""


class Document(NamedTuple):
    """One text with what its source says of it, as a reader of an input format hands it on.

    ``place`` names it in messages (``wire.jsonl:12``), ``sha256`` and ``size`` are of the text's raw bytes (of the UTF-8
    of ``text`` where a format carries the text inside something else). ``published`` is an ISO day or a date and time,
    ``language`` a BCP 47 tag. ``ranges`` are (kind, start, end) with kind headline, deck or body; None where the page has
    yet to be read for them. What the source does not say is None.
    """

    place: str
    text: str
    sha256: str
    size: int
    url: str | None = None
    published: str | None = None
    language: str | None = None
    title: str | None = None
    publisher: str | None = None
    origin: str | None = None
    ranges: tuple[tuple[str, int, int], ...] | None = None


class SetAside(NamedTuple):
    """A document that cannot be read, with the reason and the way out; it never stops the others."""

    place: str
    code: str
    reason: str
    fix: str


class Page(NamedTuple):
    """A document read as a page: its language, its day and hour, its ranges, and what stands printed twice.

    ``day`` is an ISO day or None; ``day_basis`` says where on the page or in the record it was read. ``repeats`` are
    (first place, place of the repeat) of body lines printed again: the second is no body.
    """

    document: Document
    language: str
    title: str | None
    day: str | None
    day_basis: str
    weekday: str | None
    dateline: str | None
    publisher: str | None
    ranges: tuple[tuple[str, int, int], ...]
    repeats: tuple[tuple[Span, Span], ...] = ()


class Found(NamedTuple):
    """One attribution found in a text: words, whose words the page says they are, and by which rule.

    ``content`` are the spans of the words, in reading order, quotation marks within. ``speakers`` are the mentions of who
    is said to have said it (several for a joint act; empty where the page names nobody). ``account`` is who tells it where
    that is somebody else ("X and Y agreed, the ministry said"). ``cue`` is the word that attributes and ``verb`` its entry
    in the lexicon (empty for a bare colon or quotation). ``antecedent`` is, for a speaker who is a pronoun, a bare title or
    a part of a name, the fullest mention before it that it is taken to point to.
    ``form`` is direct, mixed or indirect.
    """

    content: tuple[Span, ...]
    speakers: tuple[Span, ...]
    account: Span | None
    cue: Span | None
    verb: str
    rule: str
    form: str
    antecedent: Span | None = None


Tables = Mapping[str, "object"]
