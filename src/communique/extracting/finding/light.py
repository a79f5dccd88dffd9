"""Verbs that say nothing without their noun: "expressed his readiness", "drew attention to", "spoke in favour of".

The lexicon gives the verbs, the nouns and whole phrases; what follows the verb is looked at for ``REACH`` tokens at most.
"""

from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

REACH = 5
"""Tokens behind the verb among which the noun must stand."""
NOT_WITHIN = bits.PUNCTUATION | bits.AUX | bits.TO | bits.PRONOUN | bits.RELATIVE | bits.SUBORDINATOR | bits.TIME


def phrase(t: Tokens, i: int, b: int) -> tuple[str, int, int, int] | None:
    """What the light verb ``i`` of a sentence that ends before ``b`` says with the words behind it; None where nothing.

    (frame, first token of the noun phrase, token after the noun or the phrase, token where its complement begins). The frame
    is the word that links the complement: ``to``, ``for``, ``that``; ``object`` where none does.
    """
    tokens, flags = t.tokens, t.flags
    nouns = t.lexicon.light.get(tokens[i][1], ())
    last = min(b, i + 1 + REACH)
    for words in t.lexicon.fixed.get(tokens[i][1], ()):
        if _stands(t, i + 1, last, words):
            k = i + 1 + len(words)
            return ("object", k, k, k) if k < b and not flags[k] & bits.PUNCTUATION else None
    if not nouns:
        return None
    k = i + 1
    while k < last:
        f = flags[k]
        if tokens[k][1] in nouns:
            break
        if (f & NOT_WITHIN and not f & bits.POSSESSIVE) or f & bits.PREPOSITION:
            return None
        k += 1
    else:
        return None
    n = k + 1
    while n + 1 < b and flags[n] & bits.COORDINATOR and n < last:  # hope and confidence
        m = n + 1 + bool(flags[n + 1] & bits.POSSESSIVE)
        if m >= b or tokens[m][1] not in nouns:
            break
        n = m + 1
    if n < b and tokens[n][1] in t.lexicon.links:
        return tokens[n][1], i + 1, n, n
    return None


def _stands(t: Tokens, k: int, last: int, words: tuple[str, ...]) -> bool:
    """Whether ``words`` stand at ``k``, before token ``last``."""
    return k + len(words) <= last and all(t.tokens[k + n][1] == word for n, word in enumerate(words))
