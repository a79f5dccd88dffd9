"""Where a statement's words stand: spans of the body, none of two statements in one place, each with its hashes."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ..model import Found, Span
from .values import Printed, Values

KEPT = 0.4
"""Part of an outer attribution an inner one must fill for the inner one to be the row."""
LEAST = 3
"""Characters of what is left of a span that another begins in."""


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
        spans = tuple([span for part in each.content for span in _clipped(part, body, text)])
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
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if start < end and (text[start].isalnum() or any(map(str.isalnum, text[start:end]))) else []


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


def anchors(
    spans: Sequence[Span], repeats: Repeats, text: str, printed: Printed | None = None
) -> list[tuple[int, int, str, Values]]:
    """Rows of a statement (start, end, role, values): the first span primary, others continuations, and their repeats.

    ``printed`` is the text made ready for the values of many spans. A line printed again with other marks may not hold the
    words at the same distance: such a place is left out.
    """
    values = (printed or Printed(text)).values
    if len(spans) == 1 and not repeats.order:
        ((start, end),) = spans
        return [(start, end, "primary", values(start, end))]
    rows: dict[int, tuple[int, int, str, Values]] = {}
    for n, (start, end) in enumerate(spans):
        if start not in rows:
            rows[start] = start, end, "continuation" if n else "primary", values(start, end)
    if repeats.order:
        for start, end in spans:
            for first, last in repeats.of((start, end)):
                again = values(first, last)
                if first not in rows and again[1] == rows[start][3][1]:
                    rows[first] = first, last, "repeat", again
    return list(rows.values())
