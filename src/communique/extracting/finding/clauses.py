"""Where attributed words end, and where the words before a cue began."""

from itertools import compress

from communique.extracting.finding import light
from communique.extracting.finding.signs import INSIDE
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

LOOK = 12
LONGEST = 250
"""Tokens words may have beside their quotations: a text without full stops costs no more than one with them."""
LEAD = 20
TELLING = bits.FINITE | bits.GERUND
JOINS = bits.COORDINATOR | bits.SUBORDINATOR
BEGINS = bits.PRONOUN | bits.CAPITAL
TOLD = bits.THAT | bits.COLON | bits.QUOTE | bits.COMMA
LEADING = bits.SEPARATOR | bits.SEMICOLON | bits.ENDER | bits.CLOSE


def end(t: Tokens, c: int, b: int, stops: int = 0) -> int:
    """The token after the last one of the words that begin at ``c`` in a sentence that ends before ``b``.

    ``stops`` are marks that end the words at once: a comma for an infinitive.
    """
    flags, signs = t.flags, t.signs
    stop = min(b, c + LONGEST)
    past = c
    for j in compress(range(c, stop), signs[c:stop].translate(INSIDE)):
        if j < past:
            continue
        f = flags[j]
        if f & stops and j > c:
            return trim(t, c, j)
        if f & bits.QUOTE:
            past = max(j + 1, min(t.opens.get(j, j + 1), b))
            # American style: the comma that ends the words stands inside the quotation
            if past < b and flags[past - 2] & bits.COMMA and _stops(t, past - 1, b, bits.COMMA):
                return trim(t, c, past)
        elif j > c and _stops(t, j, b, f):
            return trim(t, c, j)
    return trim(t, c, min(max(past, stop), b))


def trim(t: Tokens, c: int, e: int) -> int:
    """``e`` without punctuation at the end that belongs to the sentence and not to the words."""
    flags = t.flags
    while e > c and flags[e - 1] & bits.TRAILING:
        e -= 1
    return e


def _stops(t: Tokens, j: int, b: int, f: int) -> bool:
    """Whether the words end before the comma, conjunction or phrase at ``j``, because another account begins there."""
    flags = t.flags
    if f & bits.SEMICOLON:
        return True
    if f & bits.PREPOSED and preposed(t, j, b):
        return True
    k = j + 1
    if k >= b:
        return False
    g = flags[k]
    if f & bits.COORDINATOR:
        if g & bits.ADVERB and k + 1 < b:
            k += 1
            g = flags[k]
        return bool(g & bits.SPEECH and g & TELLING and not g & bits.NOUN) or _is_light(t, k, b, g)
    return bool(f & bits.COMMA) and _comma_stops(t, k, b, g)


def _comma_stops(t: Tokens, k: int, b: int, g: int) -> bool:
    """Whether the words end before a comma that the token ``k`` with the bits ``g`` follows."""
    flags = t.flags
    if g & bits.ADVERB and k + 1 < b:
        k += 1
        g = flags[k]
    if g & bits.PREPOSED and preposed(t, k, b):
        return True
    if g & bits.GERUND:
        plain = k + 1 < b and flags[k + 1] & bits.PREPOSITION
        return bool(g & bits.SPEECH or (not plain and "ger" in t.lexicon.verbs[t.tokens[k][1]].modes))
    if g & bits.SPEECH and g & bits.FINITE and not g & bits.NOUN:
        return True
    if g & JOINS:
        return _tells(t, k + 1, b, False)
    return bool(g & BEGINS) and _tells(t, k, b, True)


def _tells(t: Tokens, k: int, b: int, opening: bool) -> bool:
    """Whether a new account begins at ``k``: "said that", "he added", "the ministry said".

    ``opening`` asks for words that follow it for certain: a "that", a colon, a quotation.
    """
    flags = t.flags
    for n in range(k, min(b, k + LOOK)):
        f = flags[n]
        if f & bits.SPEECH and f & TELLING and not f & bits.NOUN:
            return not opening or (n + 1 < b and bool(flags[n + 1] & TOLD))
        if not opening and _is_light(t, n, b, f):
            return True
        if f & bits.PUNCTUATION or (f & NO_SUBJECT and not f & bits.CAPITAL):
            return False
    return False


def _is_light(t: Tokens, k: int, b: int, f: int) -> bool:
    return bool(f & bits.LIGHT and f & bits.FINITE and light.phrase(t, k, b))


NO_SUBJECT = bits.VERB | bits.TO | bits.THAT | bits.BE | bits.AUXILIARY


def preposed(t: Tokens, j: int, b: int) -> int:
    """The number of tokens of the phrase "according to" that begins at ``j``; 0 where none does."""
    tokens = t.tokens
    following = tokens[j + 1][1] if j + 1 < b else ""
    for rest in t.lexicon.preposed.get(tokens[j][1], ()):
        if not rest:
            return 1
        n = len(rest)
        if rest[0] == following and j + n < b and all(tokens[j + 1 + k][1] == word for k, word in enumerate(rest)):
            return n + 1
    return 0


def start(t: Tokens, a: int, e: int) -> int:
    """The first token of the words between ``a`` and ``e``, a conjunction at the sentence's start left out."""
    flags = t.flags
    stop = min(e, a + LEAD)
    while a < stop and flags[a] & LEADING:
        a += 1
    if a < e and flags[a] & bits.COORDINATOR:
        a += 1
        if a < e and flags[a] & bits.COMMA:
            a += 1
    return a
