"""German clauses: which is subordinate, what opens behind a verb, and where the attributed words end.

Commas part the clauses, and the verb stands second in a main clause and last in a subordinate one.
"""

from bisect import bisect_left
from itertools import compress

from communique.extracting.finding import german_phrases as np
from communique.extracting.finding.grammar import words
from communique.extracting.finding.period import MARK, Sentence
from communique.extracting.finding.said import Part
from communique.extracting.finding.signs import INSIDE
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

REACH = 40
JOINED = bits.FINITE | bits.CAPITAL | bits.SUBJUNCTIVE | bits.PARTICIPLE | bits.INFINITIVE
WORDS = words("de")
CONDITION = WORDS["condition"]
LEAVES = WORDS["leaves"]


def subordinate(t: Tokens, left: int, i: int) -> bool:
    """Whether the clause from ``left`` is subordinate, so that the verb ``i`` ends it."""
    f = t.flags[left]
    k = left
    if f & bits.COORDINATOR and left + 1 < i:
        k = left + 1
        f = t.flags[k]
    if f & bits.CAPITAL and not f & (bits.SUBORDINATOR | bits.THAT):
        return False
    if f & (bits.SUBORDINATOR | bits.THAT) and not f & bits.PREPOSITION:
        return True
    if f & bits.RELATIVE and not f & bits.CAPITAL:
        return k + 1 == i or not t.flags[k + 1] & bits.CAPITAL
    return False


def dependent(s: Sentence, left: int) -> bool:
    """Whether the clause from ``left`` is a relative or subordinate one, a preposition before the relative counted in."""
    t = s.t
    if t.flags[left] & bits.PREPOSITION and t.flags[left + 1] & bits.RELATIVE:
        return bool(np.relative(t, left, s.b))
    if t.tokens[left][1] == "was":
        return True
    return subordinate(t, left, left + 1) and bool(t.flags[left] & (bits.RELATIVE | bits.SUBORDINATOR))


def goes_on(s: Sentence, r: int) -> bool:
    """Whether attributed words go on behind the mark ``r``: a quotation, or a clause that is no dependent one."""
    t = s.t
    if r + 1 >= s.b or not t.flags[r] & (bits.COMMA | bits.COLON | bits.SEMICOLON):
        return False
    g = t.flags[r + 1]
    tells = g & bits.FINITE and not g & (bits.SUBJUNCTIVE | bits.CAPITAL)
    return r + 1 in t.opens or not (tells or g & (bits.SUBORDINATOR | bits.COORDINATOR) or np.relative(t, r + 1, s.b))


def as_told(s: Sentence, left: int, i: int) -> int | None:
    """The "wie" that opens the clause which the verb ``i`` ends, over one insertion; None where there is none."""
    t = s.t
    n = bisect_left(s.marks, left)
    for _ in range(4):
        k = left + 1 if t.flags[left] & bits.COORDINATOR else left
        if t.tokens[k][1] == "wie":
            return k if i > k and not any(np.finite(t, x) for x in range(k, i)) else None
        n -= 1
        if n < 0 or i - left > 20 or not t.flags[s.marks[n]] & bits.COMMA:
            return None
        left = s.marks[n - 1] + 1 if n else s.a
    return None


def closes(s: Sentence, q: int) -> bool:
    """Whether the mark ``q`` closes a quotation of three words or more that begins its clause."""
    k = s.t.closes.get(q + 1, -1)
    return k >= s.a and q - k > 3 and (k == s.a or bool(s.t.flags[k - 1] & bits.PUNCTUATION))


def frame(s: Sentence, y: int, who: Part | None) -> tuple[str, int]:
    """What opens behind token ``y`` and the first token of its words; ("", 0) where nothing does."""
    t = s.t
    flags = t.flags
    if who and who[0] >= y:
        y = who[1]
    if y in t.opens and (t.opens[y] - y > 5 or t.opens[y] >= s.b):
        return "quote", y
    for _ in range(4):
        m = y if y < s.b and flags[y] & MARK else s.right(y)
        if m >= s.b - 1:
            return "", 0
        if any(
            flags[k] & bits.COORDINATOR and flags[k + 1] & JOINED == bits.FINITE for k in range(y, min(m, y + REACH))
        ):
            return "", 0
        x = m + 1
        f = flags[m]
        if f & bits.COLON:
            return ("quote" if x in t.opens else "colon"), x
        if f & bits.SEMICOLON:
            return "", 0
        if x in t.opens and t.opens[x] - x > 4:
            return "quote", x
        if f & bits.DASH:
            return "", 0
        g = flags[x]
        if g & bits.COORDINATOR and x + 1 < s.b and flags[x + 1] & bits.THAT:
            return "that", x + 1
        if g & bits.COORDINATOR and not g & bits.SUBORDINATOR:
            return "", 0
        if g & bits.THAT:
            return "that", x
        k = np.relative(t, x, s.b)
        if k:
            y = k
            continue
        if g & bits.WHETHER and not (
            t.tokens[x][1] == "wie" and s.right(x) < s.b and t.flags[s.right(x) - 1] & bits.FINITE
        ):
            return "wh", x
        if g & bits.SUBORDINATOR and t.tokens[x][1] not in CONDITION:  # "bis" may as well begin a phrase
            return "", 0
        if g & (bits.PREPOSED | bits.POSTPOSED) and t.tokens[x][1] == "so":
            return "", 0
        r = s.right(x)
        if infinitive(t, x, r):
            return "to", x
        if r > x and not any(np.finite(t, k) for k in range(x, min(r, x + REACH))):
            y = r
            if r < s.b:
                continue
            return "", 0
        return "clause", x
    return "", 0


def tells(s: Sentence, x: int) -> bool:
    """Whether another account begins with the clause from ``x``: its finite verb is a cue."""
    flags = s.t.flags
    for k in range(x, min(s.b, x + 10)):
        f = flags[k]
        if f & bits.PUNCTUATION:
            return False
        if f & bits.FINITE and not f & (bits.CAPITAL | bits.SUBJUNCTIVE) and not f & bits.INFINITIVE:
            return True
    return False


def infinitive(t: Tokens, x: int, r: int) -> bool:
    """Whether the clause from ``x`` to ``r`` is an infinitive with "zu"."""
    for k in range(x, min(r, x + REACH)):
        low = t.tokens[k][1]
        if low == "zu" and k + 1 < r and t.tokens[k + 1][1].endswith("n") and not t.flags[k + 1] & bits.CAPITAL:
            return k + 2 >= r or not np.adjective(t, k + 1) or not t.flags[k + 2] & bits.CAPITAL
        if k + 1 >= r and "zu" in low[2:-3] and low.endswith("en") and not t.flags[k] & bits.CAPITAL:
            return True
    return False


def content_end(s: Sentence, c: int, bare: bool = False, inner: bool = False) -> int:
    """The token after the words that begin at ``c``: the sentence's end, or where another account begins.

    ``bare`` words (an infinitive) also end at a dash, ``inner`` ones, which stand within a clause, where its verb follows.
    """
    t = s.t
    flags = t.flags
    past = 0
    for j in compress(range(c + 2, s.b), t.signs[c + 2 : s.b].translate(INSIDE)):
        if j < past:
            continue
        f = flags[j]
        if f & bits.QUOTE:
            past = t.opens.get(j, 0)
        elif f & bits.COORDINATOR and j + 1 < s.b and not f & bits.CAPITAL:
            g = flags[j + 1]
            if g & (bits.FINITE | bits.VERB) and not g & (bits.CAPITAL | bits.SUBJUNCTIVE | bits.INFINITIVE):
                return j
            if t.tokens[j + 1][1].endswith("te") and np.finite(t, j + 1) and not g & (bits.SUBJUNCTIVE | bits.AUX):
                return j
        elif f & bits.COMMA and j + 1 < s.b:
            if t.tokens[j + 1][1] == "so" and j + 2 < s.b and flags[j + 2] & (np.ARTICLE | bits.CAPITAL | bits.PRONOUN):
                return j
            if t.tokens[j + 1][1] in LEAVES or (flags[j + 1] & bits.COORDINATOR and tells(s, j + 2)):
                return j
            if inner and np.finite(t, j + 1):
                return j
        elif f & bits.SEMICOLON or (f & bits.COLON and j + 1 in t.opens) or (bare and f & bits.DASH and f & bits.SPACE):
            return j
    return s.b


def clausal(s: Sentence, first: int, left: int) -> bool:
    """Whether a main clause stands from ``first`` to ``left``, so that a cue behind it may attribute it."""
    t = s.t
    x = first
    if first >= left:
        return False
    if t.flags[first] & bits.SUBORDINATOR and not t.flags[first] & bits.PREPOSITION:
        return any(np.finite(t, m + 1) for m in s.marks if first < m < left - 1)
    for _ in range(12):
        r = min(s.right(x) if not t.flags[x] & MARK else x, left)
        f = t.flags[x]
        low = t.tokens[x][1]
        dependent = (f & (bits.SUBORDINATOR | bits.THAT | bits.WHETHER) and low != "da") or (
            f & bits.RELATIVE and np.relative(t, x, left + 1)
        )
        if not dependent and any(np.finite(t, k) for k in range(x, min(r, x + REACH))):
            return True
        x = r + 1
        if x >= left:
            return False
    return True
