"""A guess at what is what in a page's text, for a curator, who looks at the ranges; made by ``communique.extracting.pages``."""

import re
from dataclasses import dataclass

from communique_schema.words import count_words

from ..extracting.pages import language, read_dateline
from ..extracting.pages import layout as read_layout
from ..extracting.pages.lines import lines

__all__ = ["Stretch", "language", "layout", "sentences", "title"]

_STOP = re.compile(r"[.!?…]+[\"”’»“')\]]*[^\S\r\n]*\s(?=\s*[\"“„«'‘(\[–—-]*\s*(\w))")
_SHORTENED = re.compile(
    r"(?:\b\w|\b(?:mr|mrs|ms|dr|st|gen|col|lt|capt|maj|adm|sgt|sen|rep|gov|prof|sec|dept|no|vs|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec|bzw|ca|им|ст|гг|тыс|млн|млрд))\.\Z",
    re.IGNORECASE,
)
"""A full stop that ends no sentence: behind an initial or an abbreviation."""


@dataclass(frozen=True)
class Stretch:
    """A range of the text in code points, end exclusive, and what it may be: headline, deck or body."""

    kind: str
    start: int
    end: int


def layout(text: str) -> list[Stretch]:
    """Headline, deck and body ranges, in order; empty where no line reads like prose.

    What the body prints again is part of it here: an anchor of role repeat lies in a body range.
    """
    found = read_layout(text)
    body = [(start, end) for kind, start, end in found.ranges if kind == "body"]
    ranges: list[Stretch] = [Stretch(*item) for item in found.ranges if item[0] != "body"]
    for start, end in sorted([*body, *(again for _, again in found.repeats)]):
        if ranges and ranges[-1].kind == "body" and not text[ranges[-1].end : start].strip():
            ranges[-1] = Stretch("body", ranges[-1].start, end)
        else:
            ranges.append(Stretch("body", start, end))
    return ranges


def title(text: str) -> str | None:
    """The headline as printed (the last, where it is printed more than once), white space as one space."""
    found = [stretch for stretch in layout(text) if stretch.kind == "headline"]
    return " ".join(text[found[-1].start : found[-1].end].split()) if found else None


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of the body stand, in code points, end exclusive; a guess, as the body is."""
    found: list[tuple[int, int]] = []
    bodies = [stretch for stretch in layout(text) if stretch.kind == "body"]
    for line in lines(text):
        if any(body.start <= line.start and line.end <= body.end for body in bodies):
            dateline = read_dateline(line.text) if not found else None
            found += _in_line(text, line.start + (dateline.end if dateline else 0), line.end)
    return found


def _in_line(text: str, at: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for stop in _STOP.finditer(text, at, end):
        ends, begins = stop.group().rstrip(), stop.group(1)
        before = text[max(at, stop.start() - 12) : stop.start() + 1]
        if (begins.isupper() or begins.isdigit()) and not (ends == "." and _SHORTENED.search(before)):
            found.append((at, stop.end()))
            at = stop.end()
    trimmed = [_trimmed(text, a, b) for a, b in [*found, (at, end)]]
    return [(a, b) for a, b in trimmed if count_words(text[a:b])]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, start + len(words.strip())
