"""Sentences of a stretch, as pairs of tokens. A quotation of several sentences is one part of the sentence it stands in."""

from communique.extracting.finding.quotes import Quote
from communique.extracting.finding.signs import STOPS
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

FOLLOWS = bits.WORD | bits.COMMA | bits.DASH
TAIL = bits.QUOTE | bits.CLOSE


def sentences(t: Tokens, quotes: list[Quote]) -> list[tuple[int, int]]:
    """(first token, token after the last) of every sentence in reading order; newlines belong to none."""
    flags = t.flags
    size = len(flags)
    found: list[tuple[int, int]] = []
    start = 0
    covered = 0  # tokens before this lie in a quotation already passed
    upcoming = iter(quotes)
    quote = next(upcoming, None)
    for i in t.where(STOPS):
        if i < start:
            continue
        while quote and quote.end <= i:
            quote = next(upcoming, None)
        f = flags[i]
        if f & bits.NEWLINE:
            if i > start:
                found.append((start, i))
            start = i + 1
            continue
        if i < covered:
            continue
        end = i + 1
        while end < size and flags[end] & TAIL and not flags[end - 1] & bits.SPACE:
            end += 1
        if quote and quote.open < i:
            if end < quote.end:
                continue
            if quote.end > i and _goes_on(t, end):
                covered = end
                continue
        elif not (_ends(t, i) if end == i + 1 else _ends_after(flags, end)):
            continue
        if end > start:
            found.append((start, end))
            start = end
    if start < size:
        found.append((start, size))
    return found


def _ends(t: Tokens, i: int) -> bool:
    """Whether the full stop at ``i`` ends a sentence: not before a small letter."""
    flags, tokens = t.flags, t.tokens
    if i + 1 >= len(flags):
        return True
    after = flags[i + 1]
    if after & bits.NEWLINE:
        return True
    if not flags[i] & bits.SPACE:
        return bool(after & bits.WORD and after & bits.CAPITAL and len(tokens[i][0]) == 1)
    return not after & bits.WORD or bool(after & bits.CAPITAL_OR_DIGIT)


def _ends_after(flags: list[int], end: int) -> bool:
    """Whether a sentence ends with the closing marks before ``end``: not "(D.), who"."""
    if end >= len(flags) or flags[end] & bits.NEWLINE:
        return True
    f = flags[end]
    return bool(flags[end - 1] & bits.SPACE) and not f & GOES_ON and (not f & bits.WORD or bool(f & STARTERS))


GOES_ON = bits.COMMA | bits.SEMICOLON | bits.COLON | bits.DASH
STARTERS = bits.CAPITAL | bits.DIGIT
ENDS = bits.STOP | bits.TIME | bits.PREPOSITION | bits.ADVERB | bits.ADDRESSEE


def _goes_on(t: Tokens, end: int) -> bool:
    """Whether a sentence goes on after a quotation that ends in a full stop: "... ?" he asked."""
    flags = t.flags
    if end >= len(flags):
        return False
    if not flags[end] & bits.CAPITAL:
        return bool(flags[end] & FOLLOWS)
    if "noun_capitals" in t.lexicon.switches:
        return False
    for k in range(end, min(end + 6, len(flags) - 1)):
        f = flags[k]
        if f & bits.FINITE and not f & bits.CAPITAL:
            after = flags[k + 1]
            if after & bits.COMMA and k + 2 < len(flags):
                return bool(f & bits.SPEECH and not flags[k + 2] & bits.QUOTE)
            return bool(f & bits.SPEECH and after & ENDS and not after & bits.THAT)
        if not f & bits.WORD or f & bits.CLAUSAL:
            return False
    return False
