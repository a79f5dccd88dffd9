"""Russian noun phrases: who stands before or behind a verb, told by order, capitals and a few endings.

Cases are not worked out: a phrase runs to the next mark, verb or preposition. Every function looks at a bounded number of
tokens, so a text's cost stays linear in its length.
"""

from communique.extracting.finding.grammar import words
from communique.extracting.finding.said import Part
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

REACH = 24
SAID = bits.FINITE | bits.AUX | bits.VERB
SKIPPED = bits.ADVERB | bits.TIME | bits.OBJECT | bits.ADDRESSEE | bits.NEGATION | bits.DIGIT
NAMES = bits.CAPITAL | bits.PERSON | bits.TITLE
WORDS = words("ru")
VERBAL_ENDS = tuple(sorted(WORDS["verbal_ends"]))
NOT_VERBS = WORDS["not_verbs"]
MODIFIER_ENDS = tuple(sorted(WORDS["modifier_ends"]))
TURNS = tuple(sorted(WORDS["turns"]))
GERUNDS = tuple(sorted(WORDS["gerunds"]))
PLURAL = tuple(sorted(WORDS["plural"]))
HEADS = WORDS["heads"]


def finite(t: Tokens, j: int) -> bool:
    """Whether the word at ``j`` looks like a finite verb."""
    f = t.flags[j]
    if not f & bits.WORD or f & bits.CAPITAL:
        return False
    if f & SAID:
        return True
    low = t.tokens[j][1]
    if f & (SKIPPED | bits.PREPOSITION | bits.PERSON | bits.TITLE | bits.COORDINATOR) or len(low) < 4:
        return False
    return low.endswith(VERBAL_ENDS) and low not in NOT_VERBS


def modifier(t: Tokens, j: int) -> bool:
    """Whether the word at ``j`` looks like an adjective."""
    f = t.flags[j]
    return bool(f & (bits.DETERMINER | bits.POSSESSIVE)) or (
        not f & (bits.PERSON | bits.PREPOSITION) and len(t.tokens[j][1]) > 3 and t.tokens[j][1].endswith(MODIFIER_ENDS)
    )


def past_preposition(t: Tokens, j: int, b: int) -> int:
    """The token after the prepositional phrase whose preposition is ``j``: its adjectives, its noun and a name that goes on."""
    flags = t.flags
    k = j + 1
    while k < b and flags[k] & bits.WORD and (modifier(t, k) or flags[k] & bits.DIGIT) and k < j + 6:
        k += 1
    if k < b and flags[k] & bits.QUOTE:
        return min(t.opens.get(k, k + 1), b)
    if k < b and flags[k] & bits.WORD:
        k += 1
        while k < b and flags[k] & (bits.TIME | bits.DIGIT) and not flags[k] & bits.PERSON:
            k += 1
    return k


def behind(t: Tokens, y: int, b: int) -> Part | None:
    """The subject behind a verb, from token ``y``: times, places and who is told are passed over."""
    flags = t.flags
    stop = min(b, y + REACH)
    while y < stop:
        f = flags[y]
        if f & bits.PRONOUN:
            return (y, y + 1)
        if f & bits.PREPOSITION:
            y = past_preposition(t, y, stop)
        elif f & SKIPPED and not f & (bits.PERSON | bits.TITLE):
            y += 1
        else:
            break
    if y >= stop or not flags[y] & (bits.WORD | bits.QUOTE):
        return None
    e = phrase(t, y, stop)
    return (y, e) if e > y else None


def phrase(t: Tokens, y: int, stop: int) -> int:
    """The token after the noun phrase that begins at ``y``."""
    flags = t.flags
    e = y
    while e < stop:
        f = flags[e]
        if not f & bits.WORD:
            if f & bits.QUOTE and e in t.opens and t.opens[e] - e < 8 and t.opens[e] <= stop and e > y:
                e = t.opens[e]
                continue
            if f & bits.DASH and not f & bits.SPACE and e > y and not flags[e - 1] & bits.SPACE:
                e += 1
                continue
            break
        if f & bits.PREPOSITION:
            k = past_preposition(t, e, stop)
            if k >= stop or not flags[k] & bits.CAPITAL or flags[k] & bits.TIME or e == y:
                break
            e = k
            continue
        if f & bits.COORDINATOR and not (e + 1 < stop and (flags[e + 1] & NAMES or modifier(t, e + 1))):
            break
        if (
            f & (bits.TIME | bits.ADDRESSEE | bits.ADVERB | bits.THAT) and not f & (bits.PERSON | bits.TITLE)
        ) or finite(t, e):
            break
        e += 1
    return e


def before(t: Tokens, first: int, v: int) -> Part | None:
    """The subject between the clause's first token and its verb ``v``; None where only times and places stand there."""
    flags = t.flags
    e = v
    for _ in range(4):
        while e > first and flags[e - 1] & (SKIPPED | bits.PARTICLE) and not flags[e - 1] & NAMES:
            e -= 1
        k = next((k for k in range(e - 1, max(first, e - 5) - 1, -1) if flags[k] & bits.PREPOSITION), -1)
        if k > first and past_preposition(t, k, e) >= e and flags[e - 1] & (bits.TIME | bits.ADDRESSEE):
            e = k
        else:
            break
    s = first
    while s < e:
        f = flags[s]
        if f & bits.PRONOUN:
            return (s, s + 1)
        if f & bits.PREPOSITION:
            s = past_preposition(t, s, e)
        elif f & (SKIPPED | bits.COORDINATOR | bits.PARTICLE) and not f & (bits.PERSON | bits.TITLE):
            s += 1
        else:
            break
    if s >= e or any(finite(t, k) for k in range(max(s, e - REACH), e)) or not flags[s] & (bits.WORD | bits.QUOTE):
        return None
    return (max(s, e - REACH), e)


def body(t: Tokens, first: int, who: Part) -> Part | None:
    """The body a plural verb means where its name runs on behind a preposition: "в МИД Китая заявили"."""
    flags = t.flags
    if not flags[first] & bits.PREPOSITION or who[0] <= first + 1:
        return None
    named = all(f & bits.CAPITAL and not f & (bits.PERSON | bits.TITLE) for f in flags[who[0] : who[1]])
    return (first + 1, who[1]) if named and not any(f & bits.TIME for f in flags[first : who[0]]) else None


def place(t: Tokens, x: int, b: int) -> Part | None:
    """A body named by its place ("в Кремле заявили", "говорится в комментарии МИД"), in the phrases from ``x`` to ``b``."""
    flags = t.flags
    found: Part | None = None
    k = x
    while k < min(b, x + REACH):
        if not flags[k] & (bits.WORD | bits.QUOTE):
            break
        if not flags[k] & bits.PREPOSITION:
            k += 1
            continue
        e = past_preposition(t, k, b)
        if e > k + 1 and not any(f & bits.TIME for f in flags[k + 1 : e]):
            n = k + 1
            if t.tokens[e - 1][1] in HEADS and e < b:
                end = phrase(t, e, b)
                n, e = (e, end) if end > e else (n, e)
            while e < b and flags[e] & bits.WORD and not flags[e] & (bits.PREPOSITION | SKIPPED) and not finite(t, e):
                e += 1
            if found is None or any(f & bits.CAPITAL for f in flags[n:e]):
                found = (n, e)
        k = max(e, k + 1)
    return found
