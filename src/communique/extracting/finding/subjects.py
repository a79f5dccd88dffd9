"""Whose act a verb is: the subject of a finite verb, a gerund, an infinitive, or the owner of a noun."""

from communique.extracting.finding import speakers
from communique.extracting.finding.speakers import Part
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

ACTS = bits.VERB | bits.AUX | bits.FINITE
NO_SUBJECT = bits.PREPOSITION | bits.SUBORDINATOR | bits.ADVERB | bits.GERUND
NOT_A_PERSON = bits.PREPOSITION | bits.SUBORDINATOR | bits.TIME
GOVERNS = bits.VERB | bits.VERBAL | bits.ADJECTIVE
NOT_BETWEEN = bits.DETERMINER | bits.PREPOSITION | bits.AUX
PREVERBAL = bits.PARTICLE | bits.ADVERB | bits.PREPOSITION


def finite(t: Tokens, g: int, a: int) -> Part | None:
    """The subject of the finite verb group that begins at ``g`` in the sentence that begins at ``a``."""
    found = speakers.before(t, g, a)
    if found:
        return found
    if g > a and t.flags[g] & bits.CONTRACTED:
        return (g, g + 1)
    return first(t, g, a) if g > a else None


def first(t: Tokens, g: int, a: int) -> Part | None:
    """The subject of the sentence's first verb: who acts where a verb before ``g`` has no subject of its own."""
    flags = t.flags
    k, stop = a, min(g, a + speakers.REACH)
    while k < stop:
        f = flags[k]
        if f & bits.QUOTE and k in t.opens:
            k = t.opens[k]
            continue
        if f & bits.CONTRACTED:
            return (k, k + 1)
        if k > a and f & ACTS and not f & bits.CAPITAL:
            found = speakers.before(t, k, a)
            if found and not flags[found[0]] & bits.RELATIVE:
                return found
        k += 1
    if flags[a] & bits.PRONOUN:
        return (a, a + 1)
    if flags[a] & bits.CAPITAL and not flags[a] & NO_SUBJECT:
        return speakers.after(t, a, g)
    return None


def gerund(t: Tokens, g: int, a: int) -> Part | None:
    """Who acts in a gerund: the person right before it ("a source saying"), else the sentence's first subject."""
    p = t.flags[g - 1] if g > a else bits.COMMA
    if p & bits.WORD and not p & NOT_A_PERSON:
        found = speakers.before(t, g, a)
        if found and t.flags[found[1] - 1] & bits.NAMED:
            return found
    return first(t, g, a)


def chain(t: Tokens, g: int, a: int) -> Part | None:
    """The subject of the verb that governs the "to" at ``g``."""
    flags = t.flags
    j = g - 1
    while j > a and flags[j] & PREVERBAL:
        j -= 1
    if j > a and flags[j] & GOVERNS:
        h, _, to = speakers.verb_group(t, j, a)
        if not to:
            found = speakers.before(t, h, a)
            if found:
                return found
    return first(t, g, a)


def owner(t: Tokens, i: int, a: int, b: int) -> Part | None:
    """Whose claim the noun ``i`` is: the possessive before it, or who comes after "by" or "from"."""
    flags = t.flags
    for k in range(i - 1, max(a - 1, i - 5), -1):
        f = flags[k]
        if f & bits.POSSESSIVE:
            return (k, k + 1)
        if f & bits.POSSESSED:
            return (speakers.phrase_start(t, k, a), k + 1)
        if f & bits.QUOTE and k > a and t.tokens[k][0] in "'’":
            return (speakers.phrase_start(t, k - 1, a), k + 1)
        if not f & bits.WORD or f & NOT_BETWEEN:
            break
    if i + 1 < b and flags[i + 1] & bits.BY:
        return speakers.after(t, i + 2, b)
    return first(t, i, a)
