"""The lines of a text, each with where it stands and whether it reads like prose, a heading of the site, or neither."""

import re
from typing import NamedTuple

from .words import WORD, function_words, site_words

BLANK = " \t\r\n\v\f\xa0\u2002\u2003\u2007\u2009\u202f\u3000\ufeff\u200b\u2060"
CLOSING = "\"'”’»“„«‹›)]}*_■□▪●◆#\ufffd \xa0\u202f\u200b"
_AROUND = " .:…!?»«›>|/#-–—()[]0123456789\xa0"
STOPS = ".!?…。"
QUOTES = re.compile('["“”„«»]')

OTHER, WEAK, PROSE = 0, 1, 2
FINAL, INLINE, NOTICE, REPEAT = -1, -2, -3, -4
"""What a line is. ``WEAK`` is text beside text only; ``FINAL`` the heading of back matter; ``INLINE`` that of a link within
the text; ``NOTICE`` the site's own words or a caption; ``REPEAT`` prose printed before."""

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_LOOK = 2_000
"""Characters of a line that its words are counted in."""
_LONG = 18
"""Words from which a line without a full stop may be text."""
_SHORT = 6
_SIGNED = re.compile(r"[.!?…][\"'”’»“]{0,2}\s{0,2}(?:\[[^\]\n]{1,40}\]|\([^)\n]{1,40}\)|/[^/\n]{1,40}/)\.?\Z")
"""The end of a line that is signed: a full stop, and an agency in brackets."""
_COPYRIGHT = re.compile(r"(?:^|[\s(/|,])©")
_INNER = re.compile(r"[^\W\d_]{3,}[.!?…][\"”’»“)\]]{0,2}\s{1,3}[\"“„«‘(\[–—-]{0,2}\s?[^\W\d_]")


class Line(NamedTuple):
    """A line that holds more than white space, trimmed. ``start`` and ``end`` count code points of the text, end exclusive;
    ``words`` are those of its first 2,000 characters, parted by white space."""

    start: int
    end: int
    text: str
    words: int
    kind: int


class _Site(NamedTuple):
    """The phrases of the site that may stand in this text."""

    notices: tuple[str, ...]
    addressed: tuple[str, ...]
    credits: tuple[str, ...]
    copyright: bool


def lines(text: str) -> list[Line]:
    """Lines in order; in hard-wrapped text, paragraphs between empty lines."""
    site = _site(text)
    found = [line for m in _LINE.finditer(text) if (line := _line(text, m.start(), m.end(), site))]
    if _wrapped(found):
        return [line for a, b in _paragraphs(text, found) if (line := _line(text, a, b, site))]
    return found


_SLICE = 2**17
"""Characters that are looked at in one go, so that a long text's words never stand in memory all at once."""


def _site(text: str) -> _Site | None:
    """What of the site's words to look for, line by line; None where the text has none of them (most have none)."""
    keys = site_words().keys
    known: set[tuple[str, str]] = set()
    for at in range(0, len(text), _SLICE):
        low = text[at : at + _SLICE].lower()
        for key in keys.keys() & low.split():
            known.update(pair for pair in keys[key] if pair[1] in low)
    if not known and "©" not in text:
        return None
    notices, addressed, credits_ = (
        tuple(sorted(phrase for name, phrase in known if name == wanted))
        for wanted in ("notices", "addressed", "credits")
    )
    return _Site(notices, addressed, credits_, "©" in text)


def _line(text: str, start: int, end: int, site: _Site | None) -> Line | None:
    trimmed = text[start:end]
    if trimmed[0] in BLANK or trimmed[-1] in BLANK:
        trimmed = trimmed.lstrip(BLANK)
        start = end - len(trimmed)
        trimmed = trimmed.rstrip(BLANK)
        if not trimmed:
            return None
    words = trimmed.count(" ", 0, _LOOK) + 1
    return Line(start, start + len(trimmed), trimmed, words, _kind(trimmed, words, site))


def _kind(line: str, words: int, site: _Site | None) -> int:
    if words <= 8:
        if heading := _heading(line, words):
            return heading
    elif words <= 40 and ":" in line[:40] and line[:40].lower().startswith(site_words().inline_starts):
        return INLINE
    if site and _notice(line, words, site):
        return NOTICE
    if words >= _SHORT and line[-1] in STOPS:
        return PROSE
    tail = line[-40:].rstrip(CLOSING)[-1:]
    if tail and tail in STOPS:
        return PROSE if words >= _SHORT else WEAK
    if line[-1] in "])/." and _SIGNED.search(line, max(0, len(line) - 60)):
        return PROSE if words >= _SHORT else WEAK
    if words >= _LONG and _told(line):
        return PROSE if _INNER.search(line[:_LOOK]) else WEAK
    if tail in (":", ";", ",") and words >= 4:
        return WEAK
    return OTHER


def _heading(line: str, words: int) -> int:
    """FINAL or INLINE for a line that opens something else than text; 0 for any other."""
    site, low = site_words(), line.lower()
    key = low.strip(_AROUND) if words <= 6 else ""
    if key in site.final or low.startswith(site.final_starts):
        return FINAL
    if key in site.inline or low.startswith(site.inline_starts):
        return INLINE
    return FINAL if low.startswith("©") else 0


def _notice(line: str, words: int, site: _Site) -> bool:
    low = line[:_LOOK].lower()
    if words <= 60:
        if site.copyright and _COPYRIGHT.search(line[:_LOOK]):
            return True
        if _any(site.credits, low[:12]) or _any(site.credits, low[-70:]):
            return True
    if _any(site.notices, low):
        return True
    if not _any(site.addressed, low) or QUOTES.search(line[:_LOOK]):
        return False
    return not site_words().reader.isdisjoint(WORD.findall(line[:_LOOK]))


def _any(phrases: tuple[str, ...], low: str) -> bool:
    return bool(phrases) and any(phrase in low for phrase in phrases)


def _told(line: str) -> bool:
    """Whether a line without a full stop has the function words of a sentence, as a list of links has not."""
    words = WORD.findall(line[:_LOOK].lower())
    known = function_words()
    return sum(known.get(word, 0) & 0b010101 > 0 for word in words) * 6 >= len(words)


def _wrapped(found: list[Line]) -> bool:
    """Whether paragraphs are broken into lines: most long lines end within a sentence, and none is really long."""
    long = [line for line in found if line.words >= 6]
    if len(long) < 6 or max(map(_length, long)) > 100:
        return False
    broken = sum(line.text[-40:].rstrip(CLOSING)[-1:] not in STOPS for line in long)
    return 2 * broken > len(long)


def _length(line: Line) -> int:
    return line.end - line.start


def _paragraphs(text: str, found: list[Line]) -> list[tuple[int, int]]:
    """Lines with no empty line between them, joined."""
    joined: list[tuple[int, int]] = []
    for line in found:
        if joined and _breaks(text, joined[-1][1], line.start) < 2:
            joined[-1] = (joined[-1][0], line.end)
        else:
            joined.append((line.start, line.end))
    return joined


def _breaks(text: str, start: int, end: int) -> int:
    between = text[start:end]
    return max(between.count("\n"), between.count("\r"))
