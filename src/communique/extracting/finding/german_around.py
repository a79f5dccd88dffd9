"""German words round a phrase: "laut X", "nach Angaben von X", "X zufolge", "wie X mitteilte", ", so X"."""

from communique.extracting.finding import german_phrases as np
from communique.extracting.finding.german_clauses import REACH, content_end, dependent, frame, goes_on
from communique.extracting.finding.grammar import words
from communique.extracting.finding.period import MARK, Sentence
from communique.extracting.finding.said import Part, Said
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import Entry, bits

WORDS = words("de")
SOURCES = WORDS["sources"]
SOURCE_ENDS = tuple(sorted(WORDS["source_ends"]))
HEADS = WORDS["heads"]


def phrase_cue(s: Sentence, i: int) -> Said | None:
    """ "laut X", "nach Angaben von X", "X zufolge", ", so X", "demnach": the sentence or clause round the phrase."""
    t = s.t
    flags = t.flags
    low = t.tokens[i][1]
    if low == "so":
        return _so(s, i)
    if low in ("demnach", "danach"):
        if low == "danach" or i > s.a + 6 or i + 2 >= s.b:
            return None
        return Said("demnach", ((s.a, i), (i + 1, content_end(s, i + 1))), None, (i, i + 1), low)
    if low == "wonach":
        who = _phrase_before(s, i - 1) if i - 1 > s.a else None
        return Said("wonach", ((i + 1, s.right(i)),), (who, i - 1) if who is not None else None, (i, i + 1), low)
    if low == "zufolge" or (
        low in ("nach", "gemäß") and i > s.a and flags[i - 1] & bits.CAPITAL and _ends_phrase(s, i)
    ):
        start = _phrase_before(s, i)
        if start is None or (low != "zufolge" and not _is_source(t, start, i)):
            return None
        return _round(s, start, i + 1, _who(s, start, i), (i, i + 1), low)
    if low == "zufolge":
        return None
    x = i + 1
    if low == "nach" and not _is_source(t, x, min(s.b, x + 6)):
        return None
    e = np.phrase(t, x, s.b)
    if e == x and x < s.b and (flags[x] & bits.RELATIVE or "." in t.tokens[x][1]):
        e = x + 1
    if e == x:
        return None
    if low in ("nach", "gemäß") and not _is_source(t, x, e):
        return None
    if e < s.b and flags[e] & bits.PREPOSITION and t.tokens[e][1] == "aus" and t.tokens[e - 1][1] in HEADS:
        k = np.phrase(t, e + 1, s.b)
        e = k if k > e + 1 else e
    return _round(s, i, e, _who(s, x, e), (i, i + 1), low)


def _ends_phrase(s: Sentence, i: int) -> bool:
    """Whether "nach" stands behind its noun ("seiner Meinung nach") and not before one."""
    f = s.t.flags[i + 1] if i + 1 < s.b else bits.ENDER
    return not f & (bits.CAPITAL | np.ARTICLE | bits.DIGIT) and not np.before_noun(s.t, i + 1, s.b)


def _is_source(t: Tokens, x: int, e: int) -> bool:
    if t.tokens[x - 1][1] == "gemäß" and any(f & (bits.PERSON | bits.TITLE) for f in t.flags[x:e]):
        return True
    return any(t.tokens[k][1] in SOURCES or t.tokens[k][1].endswith(SOURCE_ENDS) for k in range(x, min(e, x + 6)))


def _who(s: Sentence, x: int, e: int) -> Part:
    """Who gives the account in "Angaben der Polizei": the owner where one is named, otherwise the phrase itself."""
    t = s.t
    for k in range(x, min(e, x + 6)):
        if t.tokens[k][1] in HEADS:
            if k + 1 < e:
                n = k + 2 if t.tokens[k + 1][1] in ("von", "vom", "aus", "in") and k + 2 < e else k + 1
                return (n, e)
            if k > x and t.tokens[k - 1][1] == "eigenen":
                for v in range(s.left(x), min(s.b, s.left(x) + REACH)):
                    if np.finite(t, v):
                        return np.subject(t, v, s.left(x), s.b) or (x, e)
            if k > x and t.flags[x] & bits.POSSESSIVE:
                return (x, x + 1)
    return (x, e)


def _phrase_before(s: Sentence, i: int) -> int | None:
    """The first token of the noun phrase that ends before ``i``."""
    left = s.left(i)
    for k in range(max(left, i - 14), i):
        if s.t.flags[k] & bits.WORD and not np.finite(s.t, k) and np.phrase(s.t, k, i, wide=True) == i:
            return k
    if left < i < left + 9 and s.t.flags[left] & (bits.CAPITAL | np.ARTICLE):
        return left
    return None


def _round(s: Sentence, x: int, e: int, who: Part, cue: Part, word: str) -> Said | None:
    """The words round the phrase from ``x`` to ``e``: its clause where that is subordinate, otherwise its sentence."""
    t = s.t
    flags = t.flags
    left = s.left(x)
    start, stop = s.first(x), s.b
    if left > s.a and left <= x and dependent(s, left):
        start, stop = left, s.right(e if e < s.b and not flags[e] & MARK else e - 1)
    r = s.right(x)
    if r < stop and flags[r] & bits.SEMICOLON:
        stop = r
    while start < x and flags[start] & bits.COORDINATOR:
        start += 1
    content = []
    if x > start:
        content.append((start, x))
    if e < stop:
        content.append((e, stop))
    if not content:
        return None
    shape = "before" if x <= start + 1 else "mid" if e < stop else "end"
    name = "zufolge" if cue[0] > x else word.replace("ä", "ae").replace("ß", "ss")
    return Said(f"{name}.{shape}", tuple(content), who, cue, word)


def _so(s: Sentence, i: int) -> Said | None:
    """ "..., so X" and "..., so X, ..."."""
    t = s.t
    flags = t.flags
    if i == s.a or not flags[i - 1] & (bits.COMMA | bits.DASH | bits.QUOTE) or i + 1 >= s.b:
        return None
    g = flags[i + 1]
    if g & (bits.THAT | bits.ADVERB | bits.PREPOSITION | bits.AUX | bits.TIME) and not g & np.ARTICLE:
        return None
    who = np.behind(t, i + 1, s.b)
    if who is None or (who[1] < s.b and np.finite(t, who[1])):
        return None
    first = s.first(i)
    left = i - 1 if not flags[i - 1] & bits.QUOTE else i
    if left - first < 1:
        return None
    content = [(first, left)]
    r = who[1] if who[1] < s.b and flags[who[1]] & MARK else s.right(who[1])
    if goes_on(s, r):
        content.append((r + 1, s.b))
    return Said("so", tuple(content), who, (i, i + 1), "so")


def as_told_by(s: Sentence, left: int, i: int, end: int, entry: Entry) -> Said | None:
    """ "Wie X mitteilte, ..." and "..., wie X mitteilte"."""
    t = s.t
    if "wie" not in entry.takes:
        return None
    r = s.right(i)
    if end < r and not t.flags[end] & bits.AUX and r - end > 6:
        return None
    who = np.behind(t, left + 1, i)
    if who is None:
        who = source(s, left + 1)
    elif who[1] < i and t.flags[who[1]] & bits.COMMA:
        k = np.apposition(t, who[1], i)
        who = (who[0], k or who[1])
    if left <= s.a + 1:
        if r + 1 >= s.b:
            return None
        return Said("wie", ((r + 1, content_end(s, r + 1)),), who, (i, i + 1), entry.lemma)
    content = [(s.first(left), left - 1)]
    if r + 1 < s.b:
        content.append((r + 1, content_end(s, r + 1)))
    return Said("wie.after", tuple(content), who, (i, i + 1), entry.lemma)


def noun_cue(s: Sentence, i: int) -> Said | None:
    """ "die Ansicht, dass ...", "mit den Worten: ..."."""
    t = s.t
    entry = t.lexicon.nouns[t.tokens[i][1]]
    e = i + 1
    while e < s.b and not t.flags[e] & MARK and e < i + 10:
        e += 1
    if e >= s.b - 1 or not t.flags[e] & (bits.COMMA | bits.COLON):
        return None
    name, c = frame(s, e, None)
    if not name or c != e + 1 or name not in entry.takes:
        return None
    if name == "clause" and not any(t.flags[k] & bits.SUBJUNCTIVE for k in range(c, min(s.right(c), c + REACH))):
        return None
    who = None
    if e > i + 1 and t.tokens[i + 1][1] in np.GENITIVE | {"von", "vom"}:
        who = (i + 1, np.phrase(t, i + 1, e))
    elif t.flags[i - 1] & bits.POSSESSIVE and i > s.a:
        who = (i - 1, i)
    else:
        left = s.left(i)
        for k in range(left, min(i, left + REACH)):
            if np.finite(t, k):
                who = np.subject(t, k, left, i)
                break
    inner = not any(np.finite(t, k) for k in range(s.left(i), i))
    return Said(f"n.{name}", ((c, content_end(s, c, name == "to", inner)),), who, (i, i + 1), entry.lemma)


def source(s: Sentence, y: int) -> Part | None:
    """Where it was said: "hieß es aus dem Ministerium", "heißt es in der Erklärung"."""
    t = s.t
    for k in range(y, min(s.b, y + 8)):
        if t.flags[k] & bits.PREPOSITION:
            e = np.phrase(t, k + 1, s.b, wide=True)
            if e > k + 1:
                return (k + 1, e)
        if t.flags[k] & bits.PUNCTUATION:
            break
    return None
