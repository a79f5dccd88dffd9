"""The clause that attributes a statement: its words, those behind the verb, and the sentence it stands in."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from ..model import Span
from .anchoring import Placed
from .words import TOKEN

BESIDE = 60
"""Characters behind the attributing words that are still read with them."""
AFTER_QUOTE = 20
"""The same behind the verb of a quotation, where what follows is seldom part of the act."""
AROUND = 240
"""Characters to either side in which the edge of a sentence is sought."""
BEHIND = 40
"""Characters behind the verb in which an addressee is named."""
PARTICLE = 30
"""Characters behind what is said in which a German verb's other half is sought."""
LEAD = 4
"""Characters of a sentence before the attributing words that cannot name a day."""
NEAR = 120
"""Characters between a speaker and the verb, or the words, that are one clause's."""
MENTION = 2
"""Words in quotation marks that make no utterance."""
_QUOTED = re.compile('["“„«‚‘»](\\w[^"“”„«»‘’]*)["”“»«’‘]')


class Clause(NamedTuple):
    """``beside``: the attributing words without what is said; ``behind``: those behind the verb, where an addressee stands.

    ``first`` and ``last`` bound the sentence in code points (0, 0 where nothing attributes); ``led``: more of it stands
    before the attributing words, that may name a day; ``follows``: what is said comes right behind them, no clause of its own.
    """

    beside: str
    behind: str
    first: int
    last: int
    led: bool
    follows: bool


NONE = Clause("", "", 0, 0, led=False, follows=False)


def around(text: str, placed: Placed, starts: Sequence[int], language: str) -> Clause:
    """The clause of a statement; ``starts`` are the places, in order, where the words of statements begin.

    A speaker named sentences away (he, for "he") is no part of it: the cue and what stands near it are.
    """
    found, spans = placed.found, placed.spans
    cue = found.cue
    anchor = cue or _nearest(found.speakers, spans)
    if anchor is None:
        return NONE
    low, high = anchor
    for start, end in found.speakers:
        if start - high < NEAR and low - end < NEAR:
            low, high = (start if start < low else low), (end if end > high else high)
    first, last = _edges(text, low, high)
    stop = min(high + (AFTER_QUOTE if found.form == "direct" else BESIDE), last, _next(text, starts, high))
    beside = _without(text, low, stop, spans) if stop > low else ""
    follows = found.form != "direct" and high <= spans[0][0] <= high + BESIDE and "," not in text[high : spans[0][0]]
    if language == "de" and found.form != "direct":  # a verb's other half comes last: "forderte ... auf"
        end = max(each for _, each in spans)
        if stop <= end < last:
            beside += " " + text[end : min(end + PARTICLE, last, _next(text, starts, end))]
            follows = False
    behind = text[cue[1] : min(stop, cue[1] + BEHIND)] if cue else ""
    return Clause(beside, behind, first, last, low - first > LEAD, follows)


def _next(text: str, starts: Sequence[int], at: int) -> int:
    """Where the next words that are said begin."""
    place = bisect_left(starts, at)
    return starts[place] if place < len(starts) else len(text)


def _edges(text: str, low: int, high: int) -> tuple[int, int]:
    """Where the sentence around two places begins and ends, nearly: at a line's edge or a stop before a space."""
    floor, roof = max(0, low - AROUND), min(len(text), high + AROUND)
    first = max(text.rfind("\n", floor, low), text.rfind(". ", floor, low), floor - 1) + 1
    line, stop = text.find("\n", high, roof), text.find(". ", high, roof)
    if line < 0 or 0 <= stop < line:
        line = stop
    return first, line if line >= 0 else roof


def form_of(form: str, parts: Sequence[str]) -> str:
    """Words with one or two of them in quotation marks are an indirect statement with a mention in it."""
    if (
        form == "mixed"
        and (found := _QUOTED.findall(" ".join(parts)))
        and sum(len(part.split()) for part in found) <= MENTION
    ):
        return "indirect"
    return form


def _apart(one: Span, other: Span) -> int:
    """Characters between two spans; 0 where they meet."""
    return max(one[0] - other[1], other[0] - one[1], 0)


def _nearest(speakers: Sequence[Span], spans: Sequence[Span]) -> Span | None:
    """The speaker's mention nearest to the words, if it is near at all: what a colon or a bare quotation goes by."""
    near = [(min(_apart(mark, span) for span in spans), mark) for mark in speakers]
    least = min(near, default=None)
    return least[1] if least is not None and least[0] < NEAR else None


def _without(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """The text between two places without the spans in it, which are in reading order."""
    kept = ""
    for first, last in spans:
        if last > start and first < end:
            kept += text[start:first] + " "
            start = last
    return kept + text[start:end] if kept else text[start:end]


def printed(text: str, start: int, end: int) -> str:
    """The words ``start`` to ``end`` of a text as printed, on one line."""
    places = [match.span() for match in TOKEN.finditer(text)]
    return " ".join(text[places[start][0] : places[end - 1][1]].split())
