"""Who speaks: the noun phrase before a cue or after it, found by closed classes and capitals alone.

Every function looks at a bounded number of tokens (``REACH``), so a text's cost stays linear in its length.
"""

from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

REACH = 30
BREAK = (
    bits.PUNCTUATION
    | bits.PRONOUN
    | bits.THAT
    | bits.RELATIVE
    | bits.SUBORDINATOR
    | bits.AUX
    | bits.VERB
    | bits.NEGATION
    | bits.OBJECT
    | bits.TIME
)
"""What no noun phrase reaches across."""
STARTS = bits.DETERMINER | bits.POSSESSIVE
OPENS_NAME = bits.CAPITAL | STARTS
OFFICE = bits.PERSON | bits.TITLE
INSERTED = bits.COMMA | bits.DASH | bits.CLOSE
ENDS_PHRASE = bits.WORD | bits.COMMA | bits.CLOSE
NO_HEAD = bits.VERB | bits.AUX | bits.ADVERB | bits.SUBORDINATOR | bits.COORDINATOR
NO_SUBJECT = BREAK & ~bits.PUNCTUATION & ~bits.OBJECT
NO_APPOSITION = bits.TIME | bits.RELATIVE
NEVER_NAME = bits.PUNCTUATION | bits.PRONOUN | bits.TIME | bits.SUBORDINATOR
NO_LEFT = BREAK | bits.PREPOSITION | bits.COORDINATOR
NOMINAL = bits.NOUN | bits.CAPITAL | bits.PARTICIPLE
CARE = BREAK | bits.PREPOSITION | bits.COORDINATOR | bits.ADVERB | bits.FINITE
GOVERNS = bits.VERB | bits.AUX | bits.VERBAL | bits.PREPOSITION | bits.TO
PRONOMINAL = bits.PRONOUN | bits.OBJECT
NOT_WITHIN = bits.TIME | bits.RELATIVE | bits.THAT | bits.SUBORDINATOR | bits.AUX | bits.PRONOUN | bits.OBJECT
NOT_LOWER = bits.VERB | bits.ADVERB | bits.GERUND
NOT_APPOSED = bits.PUNCTUATION | bits.RELATIVE | bits.VERB | bits.AUX | bits.FINITE
ENDS_APPOSITION = bits.COMMA | bits.STOP
NOT_APPOSING = bits.VERBAL | bits.COORDINATOR | bits.PREPOSITION | bits.ADVERB | BREAK

Part = tuple[int, int]
"""(first token, token after the last)."""


def verb_group(t: Tokens, i: int, a: int) -> tuple[int, int, bool]:
    """The tokens before the cue ``i`` that belong to its verb: (first token of the group, bits of its auxiliaries, a "to").

    ``a`` is the sentence's first token. The group of "has never publicly said" begins at "has".
    """
    flags = t.flags
    seen = 0
    j = i - 1
    stop = max(a, i - 8)
    while j >= stop:
        f = flags[j]
        if f & bits.TO:
            return j, seen, True
        if f & bits.HELPING:
            seen |= f & bits.HELPING
            if f & bits.CONTRACTED:
                break
        elif not f & bits.ADVERB or f & bits.CAPITAL:
            break
        j -= 1
    return j + 1, seen, False


def before(t: Tokens, i: int, a: int) -> Part | None:
    """The subject that ends right before token ``i``, not reaching before token ``a``; None where no noun phrase stands."""
    flags = t.flags
    j = i - 1
    if j < a:
        return None
    f = flags[j]
    if f & bits.TIME and j > a:
        j = _before_time(flags, j, a)
        f = flags[j]
        i = j + 1
    if f & bits.INSERTED and (k := _before_inserted(t, j, a)) < j:
        j = k
        f = flags[j]
        i = j + 1
    if f & INSERTED:
        return _with_apposition(t, j, a)
    if f & bits.PERSONAL:
        return (j, i)
    if f & bits.RELATIVE and not f & bits.CAPITAL:
        return (j, i)
    if not f & bits.WORD or (f & NO_SUBJECT and not f & bits.CAPITAL):
        return None
    if f & bits.COORDINATOR or f & bits.PREPOSITION:
        return None
    s = phrase_start(t, j, a)
    return (s, i)


def _before_time(flags: list[int], j: int, a: int) -> int:
    """The token before a phrase of time that ends at ``j``: "the minister on Monday said", "a poll last week found"."""
    k = j
    while k > a and flags[k] & bits.TIME:
        k -= 1
    while k > a and flags[k] & bits.PLACED:
        k -= 1
    return k if flags[k] & ENDS_PHRASE else j


def _before_inserted(t: Tokens, j: int, a: int) -> int:
    """The token before a phrase that stands between subject and verb and ends at ``j`` ("he in turn asked"); ``j`` if none."""
    tokens = t.tokens
    for words in t.lexicon.inserted.get(tokens[j][1], ()):
        k = j - len(words)
        if k > a and t.flags[k - 1] & ENDS_PHRASE and all(tokens[k + n][1] == word for n, word in enumerate(words)):
            return k - 1
    return j


def _with_apposition(t: Tokens, j: int, a: int) -> Part | None:
    """The subject before an insertion that ends with the comma, dash or bracket at ``j``."""
    flags = t.flags
    kind = bits.OPEN if flags[j] & bits.CLOSE else flags[j] & bits.PAUSE
    stop = max(a, j - REACH)
    k = j - 1
    while k > stop and not flags[k] & kind:
        k -= 1
    if k <= stop or k == j - 1:
        return None
    f = flags[k - 1]
    if f & bits.PRONOUN:
        return (k - 1, k)
    if not f & bits.WORD or f & NO_HEAD:
        return None
    if f & bits.TIME and not f & bits.CAPITAL:
        return None
    s = phrase_start(t, k - 1, a)
    inside = flags[k + 1]
    if kind == bits.COMMA and inside & STARTS | inside & bits.CAPITAL and not inside & NO_APPOSITION:
        return (s, j)
    return (s, k)


def phrase_start(t: Tokens, j: int, a: int) -> int:
    """The first token of the noun phrase whose last word is ``j``."""
    flags = t.flags
    stop = max(a, j - REACH)
    s = j
    while s > stop:
        p = flags[s - 1]
        here = flags[s]
        if not p & CARE and not here & STARTS:
            s -= 1
            continue
        if p & BREAK and not p & bits.POSSESSIVE and (not p & bits.CAPITAL or p & NEVER_NAME):
            break
        if p & bits.PREPOSITION:
            if s - 2 < stop or flags[s - 2] & NO_LEFT or here & bits.TIME:
                break
            if not flags[s - 2] & bits.WORD or flags[s - 2] & bits.ADVERB:
                break
            s -= 2
            continue
        if p & bits.COORDINATOR:
            if s - 2 < stop or not _coordinates(t, s, stop):
                break
            s -= 2
            continue
        if here & STARTS:
            if p & STARTS and not p & bits.OBJECT:  # both sides' two, the two, all the
                s -= 1
            break
        if p & bits.ADVERB and not p & bits.CAPITAL:
            break
        if (
            p & bits.FINITE
            and not p & NOMINAL
            and not (p & bits.INFINITIVE and s - 2 >= stop and flags[s - 2] & STARTS)
        ):
            break  # but "the press service": a base form behind an article is no verb
        s -= 1
    while s < j and flags[s] & bits.ADVERB and not flags[s] & STARTS:
        s += 1
    return s


def _coordinates(t: Tokens, s: int, stop: int) -> bool:
    """Whether the "and" before ``s`` joins two names and not two clauses."""
    flags = t.flags
    left = flags[s - 2]
    if t.tokens[s - 1][1] == "but" or not left & bits.WORD or left & BREAK:
        return False
    if left & bits.CAPITAL and flags[s] & OPENS_NAME:
        k = s - 2
        while k > stop and flags[k] & bits.CAPITAL:
            k -= 1
        return k == stop or not flags[k] & GOVERNS
    return s - 2 == stop or bool(s - 3 >= stop and s - 3 <= stop + 1 and not flags[s - 3] & (BREAK | bits.PREPOSITION))


def after(t: Tokens, i: int, b: int) -> Part | None:
    """The noun phrase that begins at token ``i`` (an inverted subject, an agent), with its apposition; before token ``b``."""
    flags = t.flags
    stop = min(b, i + REACH)
    if i >= stop:
        return None
    f = flags[i]
    if f & PRONOMINAL and not f & bits.POSSESSIVE:
        return (i, i + 1)
    j = i
    while j < stop:
        f = flags[j]
        if not f & bits.WORD:
            break
        name = f & bits.CAPITAL and j > i
        if f & NOT_WITHIN and not ((name and not f & bits.TIME) or f & STARTS):
            break
        if j > i and not name and f & NOT_LOWER:
            break
        if f & bits.PREPOSITION:
            if j == i or j + 1 >= stop or not flags[j + 1] & bits.WORD or flags[j + 1] & bits.TIME:
                break
            if t.tokens[j][1] != "of" and not flags[j + 1] & OPENS_NAME:
                break
            if t.tokens[j][1] in ("in", "on", "at", "during", "after", "to", "by", "about") and _interview(
                t, j + 1, stop
            ):
                break
        if f & bits.COORDINATOR and not (j + 1 < stop and flags[j + 1] & OPENS_NAME):
            break
        j += 1
    if j == i:
        return None
    if j + 1 < stop and flags[j] & bits.COMMA and _apposes(flags[j + 1]):
        k = j + 1
        if flags[k] & bits.DIGIT and k + 2 < stop and flags[k + 1] & bits.COMMA:  # her age
            if not _apposes(flags[k + 2]):
                return (i, k + 1)
            k += 2
        while k < stop and not flags[k] & NOT_APPOSED:
            k += 1
        if (k < stop and flags[k] & ENDS_APPOSITION) or k == b:
            j = k
    return (i, j)


def _apposes(f: int) -> bool:
    """Whether a token with the bits ``f`` after a comma begins an apposition: "the minister", "pastor of", "24"."""
    if not f & bits.WORD or (f & bits.CAPITAL and not f & OFFICE):
        return bool(f & bits.DIGIT)
    return bool(f & STARTS) or not f & NOT_APPOSING


OCCASIONS = frozenset(
    [
        "interview",
        "statement",
        "speech",
        "tweet",
        "email",
        "e-mail",
        "letter",
        "news",
        "briefing",
        "conference",
        "call",
        "meeting",
        "rally",
        "post",
        "message",
    ]
)


def _interview(t: Tokens, j: int, stop: int) -> bool:
    """Whether the words at ``j`` name an occasion ("an interview with"), which is where and not who."""
    return any(t.tokens[k][1] in OCCASIONS for k in range(j, min(j + 4, stop)))
