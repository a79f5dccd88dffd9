"""What one Russian cue attributes in its sentence. Commas part the clauses, and a dash closes quoted words."""

from communique.extracting.finding import russian_phrases as np
from communique.extracting.finding.period import Sentence
from communique.extracting.finding.russian_around import as_told, noun_cue, round_phrase
from communique.extracting.finding.russian_clauses import INFINITIVES, NOUNISH, content_end, frame, infinitive, shared
from communique.extracting.finding.said import Part, Said
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import Entry, bits

ABOUT = frozenset(("о", "об", "обо"))
BOUNDARY = bits.COMMA | bits.DASH | bits.QUOTE


def propose(s: Sentence, i: int) -> Said | None:
    """What the cue ``i`` of the sentence ``s`` attributes; None where it attributes nothing."""
    t = s.t
    f = t.flags[i]
    if f & bits.PREPOSED:
        if t.tokens[i][1] == "как":
            return as_told(s, i)
        n = preposed(t, i, s.b)
        if n:
            return round_phrase(s, i, n)
    if f & bits.CAPITAL and i > s.a and not f & bits.NOUN:
        return None
    if f & bits.FINITE:
        return _finite(s, i)
    if f & bits.GERUND:
        return _governed(s, i, shared(s, i), t.lexicon.verbs[t.tokens[i][1]], "ger")
    if f & bits.PARTICIPLE:
        return _governed(s, i, np.place(t, s.left(i), i), t.lexicon.verbs[t.tokens[i][1]], "be")
    if f & bits.NOUN:
        return noun_cue(s, i)
    return None


def preposed(t: Tokens, i: int, b: int) -> int:
    """The number of tokens of the phrase ("по словам") that begins at ``i``; 0 where none does."""
    for rest in t.lexicon.preposed.get(t.tokens[i][1], ()):
        n = len(rest)
        if i + n < b and all(t.tokens[i + 1 + k][1] == word for k, word in enumerate(rest)):
            return n + 1
    return 0


def _finite(s: Sentence, i: int) -> Said | None:
    t = s.t
    flags = t.flags
    entry = t.lexicon.verbs[t.tokens[i][1]]
    left = s.left(i)
    start = left
    while start < i and flags[start] & (bits.ADVERB | bits.NEGATION | bits.PARTICLE):
        start += 1
    if t.tokens[left][1] == "как" or any(flags[k] & bits.NEGATION for k in range(left, i)):
        return None
    if start == i and i > s.a and flags[left - 1] & BOUNDARY:
        who = _parted(s, left)
        if who is None:
            said = _after(s, i, left, entry)
            if said:
                return said
    else:
        who = np.before(t, left, i)
        if who and flags[left - 1] & BOUNDARY and left > s.a:
            said = _behind_words(s, i, left, who, entry)
            if said:
                return said
    if who and t.tokens[i][1].endswith(np.PLURAL) and (body := np.body(t, left, who)):
        who = body
    if who is None and i > left and flags[i - 1] & bits.COORDINATOR:
        who = shared(s, i)
    if who is None and t.tokens[i][1].endswith(np.PLURAL):
        who = np.place(t, left, i)
    if who is None and t.tokens[i][1].endswith("ся") and entry.lemma >= "говориться":
        who = np.place(t, left, i) or np.place(t, i + 1, s.b)
    if who is None:
        who = np.behind(t, i + 1, s.b)
    return _governed(s, i, who, entry, "fin")


def _parted(s: Sentence, left: int) -> Part | None:
    """The subject of a verb that begins its clause behind an insertion: "министр, отвечая на вопрос, сказал"."""
    t = s.t
    first = s.first(left)
    middle = s.left(left - 1)
    if middle <= first or not t.flags[middle - 1] & bits.COMMA or not t.flags[left - 1] & bits.COMMA:
        return None
    f = t.flags[middle]
    low = t.tokens[middle][1]
    named = all(g & bits.CAPITAL for g in t.flags[middle : left - 1]) and left - middle < 5
    aside = f & bits.PREPOSITION and left - middle < 6
    if not (
        f & bits.RELATIVE or low.endswith((*np.TURNS, *np.GERUNDS)) or named or aside or f & (bits.PERSON | bits.TITLE)
    ):
        return None
    opening = s.left(middle - 1)
    found = np.before(t, opening, middle - 1)
    return (found[0], left - 1 if named else middle - 1) if found else None


def _after(s: Sentence, i: int, left: int, entry: Entry) -> Said | None:
    """Words before the cue: "..., заявил X", "...", - сказал X, and what follows the next comma or dash."""
    t = s.t
    if "after" not in entry.takes:
        return None
    who = np.behind(t, i + 1, s.b)
    if who is None and t.tokens[i][1].endswith((*np.PLURAL, "ся")):
        who = np.place(t, i + 1, s.b)
    if who is None:
        return None
    return _before_cue(s, i, left, max(who[1], i + 1), who, entry)


def _behind_words(s: Sentence, i: int, left: int, who: Part, entry: Entry) -> Said | None:
    """Words before a cue whose subject stands before it: "...", он добавил."""
    t = s.t
    quoted = bool(t.flags[left - 1] & bits.QUOTE or t.flags[left - 2] & bits.QUOTE)
    if not quoted or "after" not in entry.takes or frame(s, i + 1)[0]:
        return None
    return _before_cue(s, i, left, i + 1, who, entry)


def _before_cue(s: Sentence, i: int, left: int, tail: int, who: Part, entry: Entry) -> Said | None:
    t = s.t
    flags = t.flags
    first = s.first(left)
    end = left
    while end > first and flags[end - 1] & (bits.COMMA | bits.DASH):
        end -= 1
    if end - first < 2:
        return None
    quoted = bool(flags[end - 1] & bits.QUOTE)
    content = [(first, end)]
    r = s.right(tail - 1)
    if r + 1 < s.b and (flags[r] & (bits.COMMA | bits.DASH) or r in t.opens):
        g = flags[r + 1]
        low = t.tokens[r + 1][1]
        turn = g & (bits.GERUND | bits.RELATIVE | bits.SUBORDINATOR | bits.PREPOSITION) or low.endswith(
            (*np.TURNS, "уя", "ясь", "вшись")
        )
        if r + 1 in t.opens or flags[r] & bits.DASH or not turn:
            content.append((r + 1, content_end(s, r + 1)))
    return Said("after.q" if quoted else "after", tuple(content), who, (i, i + 1), entry.lemma)


def _governed(s: Sentence, i: int, who: Part | None, entry: Entry, mode: str) -> Said | None:
    t = s.t
    y = max(i + 1, who[1] if who and who[0] > i else 0)
    name, c = frame(s, y)
    if name and mode == "ger" and c > s.right(i) + 2:
        return None
    if name and name in entry.takes:
        return Said(f"{mode}.{name}", ((c, content_end(s, c)),), who, (i, i + 1), entry.lemma)
    if "inf" in entry.takes and (not name or c > i + 8):
        c = infinitive(s, y)
        if c:
            c -= bool(t.flags[c - 1] & bits.NEGATION)
            return Said(f"{mode}.inf", ((c, content_end(s, c)),), who, (i, i + 1), entry.lemma)
        left = s.left(i)
        c = next((k for k in range(left, i) if t.tokens[k][1].endswith(INFINITIVES) and not t.flags[k] & NOUNISH), 0)
        if c and not name:
            return Said(f"{mode}.inf", ((c, i),), who, (i, i + 1), entry.lemma)
    about = y < s.b and t.tokens[y][1] in ABOUT and "about" in entry.takes
    if (about or "object" in entry.takes) and who and mode in ("fin", "ger"):
        stop = content_end(s, y)
        if y < stop and t.flags[y] & (bits.WORD | bits.QUOTE):
            return Said(f"{mode}.object", ((y, stop),), who, (i, i + 1), entry.lemma)
        left = s.left(i)
        if y >= stop and who[0] > left:
            return Said(f"{mode}.object", ((left, who[0]),), who, (i, i + 1), entry.lemma)
    return None
