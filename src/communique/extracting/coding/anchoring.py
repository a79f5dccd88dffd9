"""Where a statement's words stand: spans of the body, none of two statements in one place, each with its hashes."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from communique_schema.words import count_words, normalise

from ...anchors.spans import SHORT, head, tail
from ..model import Found, Span

_EDGES = "".join(c for c in map(chr, range(128)) if not (c.isalnum() or c == "_")) + "§"
_BLANK = str.maketrans(dict.fromkeys(_EDGES, " "))
_UNIFIED = (*((mark, "'") for mark in '"`“”„‘’‚«»‹›'), *((mark, "-") for mark in "–—"), ("…", "..."), ("\u00a0", " "))
_COMMON = re.compile(
    "[A-Za-zÄÖÜäöüßА-Яа-яЁё0-9 \n.,;:!?()\\[\\]/%&+*=#§'\\-" + "".join(mark for mark, _ in _UNIFIED) + "]*"
)
"""Text of signs that normalisation only turns small, unifies or keeps: no composing, no dropping, no ligature."""
_WORD = re.compile(r"\w+")
_TWO_WORDS = re.compile(r"\w+(?:\W+\w+)?")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")

KEPT = 0.4
"""Part of an outer attribution an inner one must fill for the inner one to be the row."""
LEAST = 3
"""Characters of what is left of a span that another begins in."""


Values = tuple[str, str, int, str | None, str | None]
"""span_sha256, span_norm_sha256, word_count, head, tail."""


def values(span: str) -> Values:
    """span_sha256, span_norm_sha256, word_count, head and tail: what :func:`communique.anchors.spans.values` gives, sooner.

    Nearly every span is made of common signs, for which the published normalisation comes to a few replacements.
    """
    common = True
    if span.isascii():
        normal = _normal(span.lower().replace("`", "'").replace('"', "'"))
        count = len(normal.translate(_BLANK).split())
    elif _COMMON.fullmatch(span):
        small = span.casefold()
        for mark, instead in _UNIFIED:
            small = small.replace(mark, instead)
        normal = _normal(small)
        count = len(_WORD.findall(normal))
    else:
        common = False
        normal = normalise(span)
        count = count_words(normal)
    first = last = None
    if count >= SHORT:
        first, last = (_edge(span), _edge(span[::-1])[::-1]) if common else (head(span), tail(span))
    return sha256(span.encode()).hexdigest(), sha256(normal.encode()).hexdigest(), count, first, last


def _edge(span: str) -> str:
    """The first two words of a span of common signs as printed, white space as one space."""
    found = _TWO_WORDS.search(span)
    return _SPACE.sub(" ", found.group()) if found else ""


def _normal(small: str) -> str:
    """The normalised form of a span of common signs, small already, its quotes and dashes unified."""
    while "''" in small:
        small = small.replace("''", "'")
    line = " ".join(small.split())
    if " -" in line or "- " in line or "--" in line:
        while "--" in line or " -" in line or "- " in line:
            line = line.replace(" -", "-").replace("- ", "-").replace("--", "-")
    return line.strip(_EDGES)


class Placed(NamedTuple):
    """A statement with its place settled: the spans of its words, its finding, and the one it was told within or None."""

    spans: tuple[Span, ...]
    found: Found
    outer: Found | None


def settle(found: Sequence[Found], body: Sequence[Span], text: str) -> list[Placed]:
    """The statements by place, no first span overlapping another's: of two nested ones the inner stays, of others the first.

    An inner one that fills less than four tenths of its outer one is a word in passing: then the outer stays. Spans outside
    of the body are cut off.
    """
    made: list[Placed] = []
    for each in found:
        spans = tuple(span for part in each.content for span in _clipped(part, body, text))
        if spans:
            made.append(Placed(spans, each, None))
    made.sort(key=lambda placed: (placed.spans[0][0], -placed.spans[0][1], placed.found.rule))
    kept: list[Placed] = []
    for placed in made:
        while placed is not None and kept:
            before = kept[-1]
            (start, end), (first, last) = before.spans[0], placed.spans[0]
            if first >= end:
                break
            if last <= end:
                if last - first >= KEPT * (end - start):
                    kept.pop()
                    placed = placed._replace(outer=placed.outer or before.found)  # noqa: PLW2901
                    continue
                placed = None  # type: ignore[assignment] # noqa: PLW2901
                break
            rest = _clipped((end, last), body, text)
            if not rest or rest[0][1] - rest[0][0] < LEAST:
                placed = None  # type: ignore[assignment] # noqa: PLW2901
                break
            placed = placed._replace(spans=(rest[0], *placed.spans[1:]))  # noqa: PLW2901
        if placed is not None:
            kept.append(placed)
    return kept


def _clipped(span: Span, body: Sequence[Span], text: str) -> list[Span]:
    """The part of a span that lies in the stretch of body it begins in, or else the next, without white space around it."""
    start, end = span
    at = bisect_right(body, (start, len(text) + 1)) - 1
    if at < 0 or body[at][1] <= start:
        at += 1
    if at == len(body):
        return []
    start, end = max(start, body[at][0]), min(end, body[at][1])
    while start < end and not text[start].strip():
        start += 1
    while end > start and not text[end - 1].strip():
        end -= 1
    return [(start, end)] if any(map(str.isalnum, text[start:end])) else []


class Repeats:
    """Lines that stand printed again, found by any place in the first of them."""

    def __init__(self, pairs: Sequence[tuple[Span, Span]]) -> None:
        self.lines: dict[Span, list[int]] = {}
        for first, (again, _) in pairs:
            self.lines.setdefault(first, []).append(again)
        self.order = sorted(self.lines)

    def of(self, span: Span) -> list[Span]:
        """Where a span's words stand again: at the same distance from the start of each repeated line."""
        at = bisect_right(self.order, (span[0], span[1] + 1)) - 1
        if at < 0 or self.order[at][1] < span[1]:
            return []
        line = self.order[at]
        return [(again + span[0] - line[0], again + span[1] - line[0]) for again in self.lines[line]]


def anchors(spans: Sequence[Span], repeats: Repeats, text: str) -> list[tuple[int, int, str, Values]]:
    """Rows of a statement (start, end, role, values): the first span primary, others continuations, and their repeats.

    A line printed again with other marks may not hold the words at the same distance: such a place is left out.
    """
    rows: dict[int, tuple[int, int, str, Values]] = {}
    for n, (start, end) in enumerate(spans):
        if start not in rows:
            rows[start] = start, end, "continuation" if n else "primary", values(text[start:end])
    if repeats.order:
        for start, end in spans:
            for first, last in repeats.of((start, end)):
                again = values(text[first:last])
                if first not in rows and again[1] == rows[start][3][1]:
                    rows[first] = first, last, "repeat", again
    return list(rows.values())
