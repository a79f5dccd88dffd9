"""Russian clauses: what opens behind a verb, and where the attributed words end."""

from itertools import compress

from communique.extracting.finding import russian_phrases as np
from communique.extracting.finding.grammar import words
from communique.extracting.finding.period import MARK, Sentence
from communique.extracting.finding.said import Part
from communique.extracting.finding.signs import INSIDE
from communique.extracting.lexicon import bits

REACH = 30
INFINITIVES = tuple(sorted(words("ru")["infinitives"]))
NOUNISH = bits.PREPOSITION | bits.PERSON | bits.CAPITAL | bits.TIME | bits.ADVERB


def infinitive(s: Sentence, y: int) -> int:
    """The infinitive that follows within its clause from ``y``; 0 where there is none."""
    t = s.t
    for k in range(y, min(s.b, y + 12)):
        f = t.flags[k]
        if f & bits.PUNCTUATION and not f & bits.QUOTE:
            return 0
        if t.tokens[k][1].endswith(INFINITIVES) and not f & NOUNISH and len(t.tokens[k][1]) > 3:
            return k
    return 0


def frame(s: Sentence, y: int) -> tuple[str, int]:
    """What opens behind token ``y`` and the first token of its words; ("", 0) where nothing does."""
    t = s.t
    flags = t.flags
    if y in t.opens and t.opens[y] - y > 5:
        return "quote", y
    for _ in range(4):
        m = y if y < s.b and flags[y] & MARK else s.right(y)
        if m >= s.b - 1:
            return "", 0
        if any(flags[k] & bits.COORDINATOR and flags[k + 1] & bits.FINITE for k in range(y, min(m, y + REACH))):
            return "", 0
        x = m + 1
        f = flags[m]
        if f & bits.COLON:
            return ("quote" if x in t.opens else "colon"), x
        if f & bits.SEMICOLON:
            return "", 0
        if flags[x] & bits.THAT:
            return "that", x + 1
        if flags[x] & bits.COORDINATOR and x + 1 < s.b and flags[x + 1] & bits.THAT:
            return "that", x + 2
        if flags[x] & bits.WHETHER or (
            t.tokens[x][1] in ("когда", "где", "кто", "как") and not flags[x] & bits.PREPOSED
        ):
            return "wh", x
        if f & bits.DASH:
            return ("quote", x) if x in t.opens else ("", 0)
        y = x
    return "", 0


def content_end(s: Sentence, c: int) -> int:
    """The token after the words that begin at ``c``: the sentence's end, or where another account begins."""
    t = s.t
    flags = t.flags
    past = 0
    for j in compress(range(c + 1, s.b), t.signs[c + 1 : s.b].translate(INSIDE)):
        if j < past:
            continue
        f = flags[j]
        if f & bits.QUOTE:
            past = t.opens.get(j, 0)
        elif f & bits.COORDINATOR and j + 1 < s.b and flags[j + 1] & bits.FINITE and not flags[j + 1] & bits.CAPITAL:
            return j
        if f & bits.SEMICOLON:
            return j
        if f & bits.COMMA and j + 1 < s.b:
            g = flags[j + 1]
            if g & bits.GERUND and t.lexicon.verbs.get(t.tokens[j + 1][1]) is not None:
                return j
            if g & bits.PREPOSED and (t.tokens[j + 1][1] == "как" and j + 2 < s.b and flags[j + 2] & bits.FINITE):
                return j
    return s.b


def shared(s: Sentence, i: int) -> Part | None:
    """The subject of the first verb of the sentence that is a cue, for one joined to it."""
    t = s.t
    first = s.first(i)
    for k in range(first, min(i, first + REACH)):
        if np.finite(t, k):
            left = s.left(k)
            who = np.before(t, left, k) or (np.behind(t, k + 1, i) if left == k or left > s.a else None)
            if who:
                return who
    return None
