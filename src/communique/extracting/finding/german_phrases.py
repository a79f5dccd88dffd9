"""German noun phrases and clauses: who stands before or behind a verb, where clauses are parted, what is a finite verb.

Capitals mark nouns and not names here, and the verb's place tells the clause: these functions use both. Every one looks at
a bounded number of tokens, so a text's cost stays linear in its length.
"""

from communique.extracting.finding.grammar import words
from communique.extracting.finding.said import Part
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

REACH = 26
TIMES = bits.TIME | bits.DETERMINER | bits.DIGIT | bits.ENDER
MARK = bits.COMMA | bits.COLON | bits.SEMICOLON | bits.DASH
ARTICLE = bits.DETERMINER | bits.POSSESSIVE
FINITE = bits.AUX | bits.VERB | bits.FINITE | bits.SUBJUNCTIVE
INFLECTED = ("e", "en", "er", "es", "em")
WORDS = words("de")
NONFINITE = WORDS["nonfinite"]
GENITIVE = WORDS["genitive"]
OBLIQUE = WORDS["oblique"]
NOMINATIVE = WORDS["nominative"]
INNER = WORDS["inner"]
"""Prepositions that tie a phrase to the noun before it even behind a verb: "Sprecher von", "Minister für"."""
ARTICLES = WORDS["articles"]


def finite(t: Tokens, j: int) -> bool:
    """Whether the word at ``j`` looks like a finite verb: a known one, or by its ending."""
    f = t.flags[j]
    if not f & bits.WORD or f & bits.CAPITAL:
        return False
    low = t.tokens[j][1]
    if f & FINITE:
        return not f & (ARTICLE | bits.PREPOSITION) and low not in NONFINITE
    if f & ~(bits.WORD | bits.SPACE | bits.PARTICIPLE) or len(low) < 4:
        return False
    if low.endswith(("te", "ten", "tete")):
        return j + 1 >= len(t.flags) or not t.flags[j + 1] & bits.CAPITAL or t.flags[j + 1] & ARTICLE > 0
    return low.endswith("t") and not low.startswith("ge") and not f & bits.PARTICIPLE


def adjective(t: Tokens, j: int) -> bool:
    """Whether the word at ``j`` may be an adjective before a noun."""
    f = t.flags[j]
    if f & (bits.AUX | bits.PREPOSITION | bits.SUBORDINATOR | bits.ADVERB | bits.THAT | bits.PRONOUN | bits.OBJECT):
        return bool(f & bits.TIME and t.tokens[j][1].endswith("en"))
    return bool(f & bits.CAPITAL) or t.tokens[j][1].endswith(INFLECTED)


def phrase(t: Tokens, i: int, b: int, wide: bool = False) -> int:
    """The token after the noun phrase that begins at ``i`` and ends before ``b``; ``i`` where none begins.

    ``wide`` takes every prepositional phrase with it, as before a verb; otherwise only those tied to the noun.
    """
    flags, tokens = t.flags, t.tokens
    stop = min(b, i + REACH)
    if i >= stop:
        return i
    if flags[i] & bits.PRONOUN and not (i + 1 < stop and (flags[i + 1] & bits.CAPITAL or before_noun(t, i + 1, stop))):
        return i + 1
    j, end, noun = i, i, False
    while j < stop:
        f = flags[j]
        if not f & bits.WORD:
            k = _aside(t, j, stop) if noun or f & bits.QUOTE else 0
            if noun and f & bits.DASH and not flags[j - 1] & bits.SPACE and not f & bits.SPACE:
                k = min(j + 2, stop)
            if not k:
                break
            j, end, noun = k, k, True
            continue
        low = tokens[j][1]
        if f & ARTICLE and (not f & bits.CAPITAL or j == i):
            if noun and low not in GENITIVE:
                break
        elif f & bits.CAPITAL or f & bits.DIGIT:
            if (f & bits.TIME and f & bits.CAPITAL) or (f & bits.DIGIT and noun and flags[j - 1] & bits.CAPITAL):
                break
            if f & bits.CAPITAL and not (j == i and f & (bits.PREPOSITION | bits.ADVERB | bits.SUBORDINATOR)):
                noun, end = True, j + 1
            elif not f & bits.DIGIT:
                break
            elif low[-1] == "e" and not before_noun(t, j + 1, stop):  # der 50-jährige
                noun, end = True, j + 1
        elif f & bits.COORDINATOR:
            if not noun and j > i and before_noun(t, j + 1, stop):
                j += 1
                continue
            if (
                not noun
                or j + 1 >= stop
                or not (flags[j + 1] & (bits.CAPITAL | ARTICLE) or before_noun(t, j + 1, stop))
            ):
                break
            if low not in ("und", "sowie", "oder"):
                break
        elif f & bits.PREPOSITION:
            if not noun or not (wide or low in INNER) or j + 1 >= stop:
                break
            g = flags[j + 1]
            if g & bits.TIME or not (
                g & (bits.CAPITAL | ARTICLE | bits.DIGIT | bits.QUOTE) or before_noun(t, j + 1, stop)
            ):
                break
        elif not (before_noun(t, j, stop) and adjective(t, j)) or (
            noun and not flags[j - 1] & (ARTICLE | bits.PREPOSITION | bits.COORDINATOR) and flags[j - 1] & bits.CAPITAL
        ):
            break
        j += 1
    return end


def before_noun(t: Tokens, j: int, stop: int) -> bool:
    """Whether adjectives from ``j`` lead to a noun."""
    flags = t.flags
    for k in range(j, min(stop, j + 5)):
        if flags[k] & bits.CAPITAL:
            return not flags[k] & bits.TIME
        if not flags[k] & bits.WORD or not (adjective(t, k) or flags[k] & (ARTICLE | bits.COORDINATOR | bits.ADVERB)):
            return False
    return False


def _aside(t: Tokens, j: int, stop: int) -> int:
    """The token after a short bracket or quoted name at ``j``; 0 where there is none."""
    f = t.flags[j]
    if f & bits.OPEN:
        for k in range(j + 1, min(stop, j + 9)):
            if t.flags[k] & bits.CLOSE:
                return k + 1
    if f & bits.QUOTE and j in t.opens and t.opens[j] - j <= 8 and t.opens[j] <= stop:
        return t.opens[j]
    return 0


SPEAKS = tuple(sorted(WORDS["speaks"]))


def speaks(t: Tokens, part: Part) -> bool:
    """Whether the phrase ``part`` names a person or body that speaks: by its kind, or a name without an article."""
    flags = t.flags
    a, b = part
    for k in range(a, min(b, a + 12)):
        if flags[k] & (bits.PERSON | bits.TITLE) or (flags[k] & bits.CAPITAL and t.tokens[k][1].endswith(SPEAKS)):
            return True
    return bool(flags[a] & bits.PRONOUN) or (b - a > 1 and not any(f & ARTICLE for f in flags[a:b]))


def apposition(t: Tokens, e: int, b: int) -> int:
    """The comma that ends an apposition or relative clause begun by the comma ``e``; 0 where there is none.

    At the sentence's end ``b`` itself may end it.
    """
    flags = t.flags
    if e + 1 >= b or not flags[e] & bits.COMMA:
        return 0
    k = relative(t, e + 1, b)
    if k:
        return k
    if not flags[e + 1] & (bits.CAPITAL | ARTICLE | bits.DIGIT):
        return 0
    x = phrase(t, e + 1, b, wide=True)
    if x == e + 1 or (x < b and not flags[x] & (bits.COMMA | bits.ENDER | bits.COLON)):
        return 0
    return min(x, b)


def relative(t: Tokens, j: int, b: int) -> int:
    """The token after a relative clause that begins at ``j``: its comma or the sentence's end; 0 where none begins."""
    flags = t.flags
    k = j + 1 if flags[j] & bits.PREPOSITION and j + 1 < b else j
    if not flags[k] & bits.RELATIVE or flags[k] & bits.CAPITAL or k + 1 >= b:
        return 0
    g = flags[k + 1]
    if t.tokens[k][1] in ARTICLES and (
        g & (bits.CAPITAL | bits.DIGIT) or (before_noun(t, k + 1, b) and not g & (ARTICLE | bits.ADVERB | bits.OBJECT))
    ):
        return 0
    if finite(t, k + 1) and k + 2 < b and not flags[k + 2] & MARK and not flags[k + 1] & bits.AUX:
        return 0
    for n in range(k + 1, min(b, k + 2 * REACH)):
        if flags[n] & (bits.COMMA | bits.ENDER) and flags[n - 1] & bits.WORD:
            return n if finite(t, n - 1) or t.tokens[n - 1][1].endswith("en") else 0
    return b if b - k < 2 * REACH and (finite(t, b - 1) or t.tokens[b - 1][1].endswith("en")) else 0


def subject(t: Tokens, v: int, first: int, b: int) -> Part | None:
    """The subject of the verb ``v`` that stands second in the clause from ``first``: before it or behind it."""
    y = v + 1
    while y < b and t.flags[y] & bits.OBJECT:
        y += 1
    other = bits.CAPITAL | bits.RELATIVE | ARTICLE
    if y < b and v > first + 1 and t.tokens[y][1] in NOMINATIVE and not t.flags[y] & other:
        return (y, y + 1)
    return front(t, first, v) or behind(t, v + 1, b)


def front(t: Tokens, first: int, v: int) -> Part | None:
    """The subject between the clause's first token and the verb ``v``; None where something else stands there."""
    flags, tokens = t.flags, t.tokens
    x = first
    while x < v and (flags[x] & bits.COORDINATOR or tokens[x][1] in ("auch", "sogar", "selbst", "nur", "nicht")):
        x += 1
    if x >= v:
        return None
    f = flags[x]
    low = tokens[x][1]
    if low in OBLIQUE or (f & bits.NEUTRAL and x + 1 >= v):
        return None
    if f & bits.PRONOUN and x + 1 == v:
        return (x, v)
    if (
        f & (bits.PREPOSITION | bits.SUBORDINATOR | bits.ADVERB | bits.THAT | bits.TIME | bits.OBJECT)
        and not f & ARTICLE
    ):
        return None
    e = phrase(t, x, v, wide=True)
    if e == x or (e == x + 1 and low.endswith("end")):
        return None
    if e < v and flags[e] & bits.COMMA:
        k = apposition(t, e, v)
        if k:
            e = k
    return (x, e)


def behind(t: Tokens, y: int, b: int) -> Part | None:
    """The subject that stands behind a verb, from token ``y``; adverbs, reflexives and times before it are passed over."""
    flags = t.flags
    stop = min(b, y + REACH)
    for _ in range(5):
        while y < stop and (
            flags[y] & (bits.OBJECT | bits.TIME)
            or (flags[y] & (bits.ADVERB | bits.NEGATION) and not flags[y] & (ARTICLE | bits.CAPITAL))
        ):
            y += 1
        if y >= stop or not flags[y] & (bits.WORD | bits.QUOTE):
            return None
        if flags[y] & bits.PRONOUN and not flags[y] & ARTICLE:
            return (y, y + 1)
        if flags[y] & bits.NEUTRAL and not flags[y] & ARTICLE:
            return None
        if flags[y] & bits.PREPOSITION:
            k = y + 1
            while k < stop and ((flags[k] & TIMES and not flags[k] & bits.SUBORDINATOR) or t.tokens[k][1] == "selben"):
                k += 1
            if k > y + 1 and flags[k - 1] & (bits.TIME | bits.DIGIT):
                y = k
                continue
            e = phrase(t, y + 1, stop)
            if e == y + 1:
                return None
            y = e
            continue
        e = phrase(t, y, stop)
        if e == y:
            return None
        if t.tokens[y][1] in ("dem", "den", "einem", "ihrem", "seinem", "diesem"):  # who is told, not who tells
            y = e
            continue
        k = apposition(t, e, b) if e < b else 0
        return (y, k or e)
    return None
