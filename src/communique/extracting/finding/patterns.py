"""From what cues propose to attributions that do not contain one another: a text's own account, the outermost one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from communique.extracting.finding import accounts
from communique.extracting.finding.candidates import Candidate, propose
from communique.extracting.finding.quotes import Quote
from communique.extracting.finding.signs import CUES, PAUSES
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits


def in_sentence(t: Tokens, cues: list[int], a: int, b: int) -> list[Candidate]:
    """The attributions of one sentence whose cues are ``cues``, in reading order, none inside another's words.

    Words before their cue claim theirs first, for they hold every other cue of the sentence; then the cues are taken from
    left to right, and what lies in words already given is not looked at.
    """
    last = cues[-1]
    edge = t.signs[a:last].translate(PAUSES).find(1)
    edge = a + edge if edge >= 0 else last
    if len(cues) == 1:
        only = propose(t, last, a, b, edge)
        return [only] if only else []
    flags = t.flags
    taken: list[Candidate] = []
    given = bytearray(b - a)  # 1 for each word that is somebody's already
    seen: dict[int, Candidate | None] = {}
    early = a if flags[a] & bits.AS else edge
    if early < last:
        for i in cues:
            f = flags[i]
            told = i > early and (f & bits.PREPOSED or (f & bits.SPEECH and f & bits.FINITE))
            if told and len(taken) < MOST and not given[i - a]:
                c = seen[i] = propose(t, i, a, b, edge)
                if c and c.late and not _clash(c, taken):
                    _give(c, taken, given, a)
    late = len(taken)
    for i in cues:
        if len(taken) >= MOST:
            break
        if not given[i - a]:
            c = seen[i] if i in seen else propose(t, i, a, b, edge)
            if c and not (late and c.late) and not _clash(c, taken):
                _give(c, taken, given, a)
    if len(taken) > 1:
        _adopt(t, taken)
        taken.sort(key=_place)
    found: list[Candidate] = []
    for c in taken:
        found += _unfolded(t, accounts.follow(t, found[-1], c) if found else c, cues, a, b, edge)
    return found


MOST = 12
"""Attributions a sentence may have: what a longer one holds is a list, and no account."""
ACTING = frozenset(("fin", "mod", "light"))
TRIED = 2
"""Inner verbs tried for the first act that is told: the first may be a noun ("both sides")."""
INNER = 16
"""Tokens from the first word of a clause within which an inner verb must stand."""


def _place(c: Candidate) -> int:
    return c.content[0][0] if c.content else c.cue[0]


def _give(c: Candidate, taken: list[Candidate], given: bytearray, a: int) -> None:
    """Enter ``c`` and its words; ``given`` begins at token ``a``."""
    taken.append(c)
    for s, e in c.content:
        given[s - a : e - a] = b"\1" * (e - s)


def _covered(taken: list[Candidate], i: int) -> bool:
    """Whether the cue ``i`` stands in words already given to somebody."""
    for c in taken:
        for s, e in c.content:
            if s <= i < e:
                return True
    return False


def _clash(c: Candidate, taken: list[Candidate]) -> bool:
    """Whether words of ``c`` are given to somebody already."""
    for other in taken:
        for s, e in other.content:
            for x, y in c.content:
                if x < e and s < y:
                    return True
    return False


def _unfolded(t: Tokens, c: Candidate, cues: list[int], a: int, b: int, edge: int) -> list[Candidate]:
    """``c``, or what others said or did in the words that it tells."""
    if not c.content or c.speaker is None or not accounts.may_unfold(c):
        return [c]
    s, e = c.content[0][0], c.content[-1][1]
    within = cues[bisect_right(cues, s) : bisect_left(cues, e)]
    inner = [i for i in within if t.flags[i] & bits.FINITE][:MOST]
    found: list[Candidate] = []
    for i in inner[:TRIED]:
        told = propose(t, i, a, b, edge) if i < s + INNER and not found else None
        if told and (first := accounts.unfold(t, c, told)):
            found.append(first)
    if found and accounts.institution(t, c):
        for i in inner:
            if i > found[0].cue[0] and not _covered(found, i) and (told := propose(t, i, a, b, edge)):
                more = accounts.share(t, c, found, told)
                if more and not _clash(more, found):
                    found.append(more)
    return found or [c]


def _adopt(t: Tokens, taken: list[Candidate]) -> None:
    """Give a gerund the speaker of the nearest cue before it ("...," she said, adding that), and so a verb behind "and"."""
    for n, c in enumerate(taken):
        name = c.key.partition(".")[0]
        if name == "ger" or (name in ACTING and not c.late and t.flags[c.cue[0] - 1] & bits.COORDINATOR):
            before = [o for o in taken if o.cue < c.cue and o.speaker and o.key.partition(".")[0] in ACTING]
            if before:
                taken[n] = c._replace(speaker=max(before, key=lambda o: o.cue).speaker)


def cues_by_sentence(
    t: Tokens, bounds: list[tuple[int, int]], quotes: list[Quote]
) -> Iterator[tuple[int, int, list[int]]]:
    """(first, end, cues outside quotations) of every sentence; a sentence without a cue has an empty list."""
    every = t.where(CUES)
    cues: list[int] = []
    at = 0
    for quote in quotes:
        first = bisect_left(every, quote.open, at)
        cues += every[at:first]
        at = bisect_left(every, quote.end, first)
    cues += every[at:]
    at = 0
    for a, b in bounds:
        first, at = at, bisect_left(cues, b, at)
        yield a, b, cues[first:at]
