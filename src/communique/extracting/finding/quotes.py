"""Quotation marks of three traditions into quotations, in one pass over the marks.

English (“ ” ‘ ’), German („ “ ‚ ‘ » «), Russian and French (« »), straight ones, and what typewriters leave ('' ``). The
space round a mark tells more than its shape: one that follows a space and touches a word opens, whatever its form.
"""

from typing import NamedTuple

from communique.extracting.finding.signs import QUOTING
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

SINGLE = frozenset("'‘’‚‛‹›`")
GUILLEMETS = frozenset("«»")
NEVER_OPENS = frozenset("’")
BEFORE_OPENING = bits.SPACE | bits.NEWLINE | bits.OPEN | bits.DASH
INTRODUCES = bits.NEWLINE | bits.COLON | bits.COMMA
STRONG = bits.COMMA | bits.ENDER
"""Punctuation that stands before a closing mark: after it a single mark is no apostrophe."""


class Quote(NamedTuple):
    """A quotation: the token of its opening mark, the token after its last one, whether a mark closes it."""

    open: int
    end: int
    closed: bool


def _family(form: str) -> int:
    return 1 if form in SINGLE else 2 if form in GUILLEMETS else 0


def pair(t: Tokens) -> list[Quote]:
    """The outermost quotations of a stretch in reading order, entered in ``t.opens`` and ``t.closes`` as well.

    A quotation never crosses a paragraph.
    """
    flags, tokens = t.flags, t.tokens
    found: list[Quote] = []
    opened = -1
    family = 0
    weak = -1  # a single mark that might have closed the open single quotation
    for i in t.where(QUOTING):
        if flags[i] & bits.NEWLINE:
            if opened >= 0:
                _unclosed(t, opened, i, weak, found)
            opened = weak = -1
            continue
        form = tokens[i][0]
        before = flags[i - 1] if i else bits.SPACE
        spaced = before & BEFORE_OPENING or (before & bits.QUOTE and opened < 0)
        touching = not flags[i] & bits.SPACE and i + 1 < len(flags) and not flags[i + 1] & bits.NEWLINE
        opens = bool(spaced and touching) and form not in NEVER_OPENS
        if opened < 0:
            if opens and not (family_is_single(form) and flags[i + 1] & bits.DIGIT):
                opened, family, weak = i, _family(form), -1
            continue
        if _family(form) != family:
            continue
        if opens and form not in ("»", "”"):
            if family == 0:  # the one before was never closed
                _unclosed(t, opened, i, weak, found)
                opened = i
            continue
        if family == 1 and touching and flags[i + 1] & bits.WORD:
            continue
        if family == 1 and not before & STRONG and not (i + 1 < len(flags) and flags[i + 1] & bits.PUNCTUATION):
            if weak < 0:
                weak = i
            if tokens[i - 1][1][-1:] == "s":  # the voters' choice: closes only if nothing better comes
                continue
        found.append(Quote(opened, i + 1, True))
        opened = weak = -1
    if opened >= 0:
        _unclosed(t, opened, len(flags), weak, found)
    for quote in found:
        t.opens[quote.open] = quote.end
        t.closes[quote.end] = quote.open
    return found


def family_is_single(form: str) -> bool:
    """Whether a mark may be an apostrophe."""
    return form in SINGLE


def _unclosed(t: Tokens, opened: int, stop: int, weak: int, found: list[Quote]) -> None:
    """Enter an open quotation that something else ended: its weak mark, its paragraph, its sentence.

    One that holds a verb of speech after a comma has lost its closing mark there, and is no quotation any more.
    """
    flags = t.flags
    if weak >= 0:
        found.append(Quote(opened, weak + 1, True))
        return
    goes_on = stop + 1 < len(flags) and flags[stop + 1] & bits.QUOTE
    if not goes_on:
        for k in range(opened + 1, min(stop, opened + 400)):
            if (
                flags[k] & bits.COMMA
                and k + 1 < stop
                and (
                    flags[k + 1] & bits.SPEECH
                    or (k + 2 < stop and flags[k + 2] & bits.SPEECH and flags[k + 2] & bits.FINITE)
                )
            ):
                return
    if opened and not flags[opened - 1] & INTRODUCES:
        for k in range(opened + 1, stop):
            if flags[k] & bits.ENDER:
                stop = k + 1
                break
    found.append(Quote(opened, stop, False))
