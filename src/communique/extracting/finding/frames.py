"""What follows a cue: the frame it opens, and the token where the attributed words begin."""

from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

REACH = 14
PASSED = bits.PARTICLE | bits.TIME | bits.ADVERB | bits.PREPOSITION | bits.DETERMINER
BESIDE = bits.PARTICLE | bits.TIME
NO_ADVERB = bits.CAPITAL | bits.SUBORDINATOR
HEARER = bits.ADDRESSEE | bits.OBJECT
JOINS = bits.SUBORDINATOR | bits.COORDINATOR
DIRECT = bits.QUOTE | bits.COLON | bits.THAT | bits.TO | bits.WHETHER
SKIPPED = bits.PREPOSITION | bits.DETERMINER
CLAUSE = bits.AUX | bits.VERB
MARKED = (
    bits.PUNCTUATION
    | bits.THAT
    | bits.TO
    | bits.WHETHER
    | bits.VERB
    | bits.AUX
    | bits.PRONOUN
    | bits.FINITE
    | bits.RELATIVE
    | bits.SUBORDINATOR
)
OPENS_CLAUSE = bits.RELATIVE | bits.SUBORDINATOR
STOPS = bits.VERB | bits.AUX | bits.PRONOUN | bits.PUNCTUATION
NOMINAL_STOP = bits.PUNCTUATION | bits.RELATIVE | bits.SUBORDINATOR
VERB_OR_STOP = NOMINAL_STOP | CLAUSE | bits.FINITE


def frame(t: Tokens, i: int, b: int) -> tuple[str, int]:
    """The frame that the cue ``i`` opens and the first token of its words.

    ``b`` is the token after the sentence. The frame is ``after`` where nothing follows that could be attributed.
    """
    flags = t.flags
    j = i + 1
    while j < b:
        f = flags[j]
        if not f & PASSED:
            break
        if f & BESIDE or (f & bits.ADVERB and not f & NO_ADVERB):
            j += 1
        elif (
            f & SKIPPED and j + 1 < b and (flags[j + 1] & bits.TIME or (f & bits.TO and flags[j + 1] & bits.ADDRESSEE))
        ):
            j += 2
        else:
            break
    if j >= b:
        return "after", b
    f = flags[j]
    if f & DIRECT and (name := _direct(t, j, b)):
        return name, j if name != "colon" else j + 1
    if f & bits.COMMA:
        if j + 1 in t.opens:
            return "quote", j + 1
        return "after", j
    if not f & bits.WORD:
        return "after", j
    if f & HEARER:
        return _past_addressee(t, i, j, b)
    if f & bits.PERSONAL:
        return "clause", j
    found = _ahead(t, j, b)
    if f & bits.PREPOSITION:
        if found[0] in ("that", "quote", "colon"):
            return "p." + found[0], found[1]
        return t.tokens[j][1], j + 1
    if found[0]:
        return "o." + found[0], found[1]
    if f & bits.GERUND or t.tokens[j][1][-3:] == "ing":
        return "ing", j
    if f & bits.AS:
        return "as", j
    if f & bits.SUBORDINATOR and t.flags[i] & bits.SPEECH:
        return "sub", j
    if f & JOINS:
        return "after", j
    if f & bits.AUX:
        return "aux", j
    return ("clause" if found[1] or _has_verb(t, j, b, flags[i]) else "object"), j


def _direct(t: Tokens, j: int, b: int) -> str:
    """The frame whose word stands at ``j`` itself, or nothing."""
    f = t.flags[j]
    if f & bits.QUOTE:
        if j not in t.opens:
            return ""
        k = t.opens[j]
        return "clause" if k - j < 5 and k < b and t.flags[k] & bits.WORD else "quote"
    if f & bits.COLON:
        return "colon"
    if f & bits.THAT:
        return "that"
    if f & bits.TO:
        return "to"
    if f & bits.WHETHER:
        return "wh"
    return ""


def _past_addressee(t: Tokens, i: int, j: int, b: int) -> tuple[str, int]:
    """The frame behind one who is told: "told reporters on Monday that"."""
    flags = t.flags
    k = j + 1
    while k < b and (flags[k] & bits.TIME or (flags[k] & bits.PREPOSITION and k + 1 < b and flags[k + 1] & bits.TIME)):
        k += 1
    if k >= b:
        return "object", j
    name = _direct(t, k, b)
    if name:
        return "o." + name, k if name != "colon" else k + 1
    if flags[k] & bits.COMMA and k + 1 in t.opens:
        return "o.quote", k + 1
    found = _ahead(t, k, b)
    if found[0]:
        return "o." + found[0], found[1]
    if flags[k] & bits.PREPOSITION or not flags[k] & bits.WORD:
        return "o." + (t.tokens[k][1] if flags[k] & bits.WORD else "end"), k + 1 if flags[k] & bits.WORD else j
    if _has_verb(t, k, b, flags[i]):
        return "o.clause", k
    return "object", j


def _ahead(t: Tokens, j: int, b: int) -> tuple[str, int]:
    """A "that", "to", question word, colon or quotation after a noun phrase that begins at ``j``.

    ("", 1) where a finite verb comes first, so that the words are a clause; ("", 0) where there is neither.
    """
    flags = t.flags
    clause = 1
    for k in range(j, min(b, j + REACH)):
        f = flags[k]
        if not f & MARKED:
            continue
        if f & bits.THAT and not f & bits.DETERMINER:
            return "that", k
        if f & bits.COLON:
            return "colon", k + 1
        if f & bits.QUOTE:
            if k not in t.opens or k == j:
                return "", 0
            if flags[k - 1] & bits.WORD and t.opens[k] - k < 9:  # a title: "This Hour With ..."
                behind = t.opens[k]
                return ("that", behind) if behind < b and flags[behind] & bits.THAT else ("", 0)
            return "quote", k
        if f & bits.COMMA:
            return ("quote", k + 1) if k + 1 in t.opens else ("", 0)
        if k > j:
            if f & bits.FINITE and not f & NO_VERB:
                return "", clause
            if f & bits.TO:
                return "to", k
            if f & STOPS and not f & bits.CAPITAL:
                return "", clause if f & CLAUSE else 0
            if f & bits.WHETHER and not f & bits.RELATIVE:
                return "wh", k
            if f & OPENS_CLAUSE:
                clause = 0
    return "", 0


NO_VERB = bits.INFINITIVE | bits.NOUN | bits.CAPITAL


def _has_verb(t: Tokens, j: int, b: int, cue: int) -> bool:
    """Whether a finite verb stands in the words from ``j`` before the next comma: then they are a clause.

    After a verb of speech (``cue`` are its bits) so are words that lead into a quotation.
    """
    flags = t.flags
    for k in range(j + 1, min(b, j + REACH)):
        f = flags[k]
        if not f & VERB_OR_STOP:
            continue
        if f & NOMINAL_STOP:
            return bool(f & bits.QUOTE and cue & bits.SPEECH and k in t.opens)
        if (f & CLAUSE and not f & bits.CAPITAL) or (f & bits.FINITE and not f & NO_VERB):
            return True
    return False
