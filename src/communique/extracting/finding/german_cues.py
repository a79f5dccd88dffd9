"""What one German verb attributes in its sentence: the words before it, behind it, or the whole of what it sums up."""

from functools import cache

from communique.extracting.finding import german_phrases as np
from communique.extracting.finding.german_around import as_told_by, noun_cue, phrase_cue, source
from communique.extracting.finding.german_clauses import (
    REACH,
    as_told,
    clausal,
    closes,
    content_end,
    frame,
    goes_on,
    subordinate,
)
from communique.extracting.finding.german_subjects import clause_subject, inner_subject, shared_subject
from communique.extracting.finding.period import MARK, Sentence
from communique.extracting.finding.said import Part, Said
from communique.extracting.lexicon import Entry, bits


def propose(s: Sentence, i: int) -> Said | None:
    """What the cue ``i`` of the sentence ``s`` attributes; None where it attributes nothing."""
    t = s.t
    f = t.flags[i]
    if f & (bits.PREPOSED | bits.POSTPOSED):
        return phrase_cue(s, i)
    if f & bits.CAPITAL and i > s.a:
        return noun_cue(s, i) if f & bits.NOUN else None
    if f & bits.FINITE and not (f & (bits.PARTICIPLE | bits.INFINITIVE) and _led(s, i)):
        return _finite(s, i)
    if f & (bits.PARTICIPLE | bits.INFINITIVE):
        return _compound(s, i)
    return noun_cue(s, i) if f & bits.NOUN else None


def _led(s: Sentence, i: int) -> bool:
    """Whether an auxiliary governs the form ``i``, which could be finite itself: "hatte ... betont"."""
    flags = s.t.flags
    after = flags[i + 1] if i + 1 < s.b else bits.ENDER
    if after & bits.AUX and not after & bits.CAPITAL:
        return True
    if not after & (bits.PUNCTUATION | bits.COORDINATOR):
        return False
    return any(flags[k] & bits.AUX and not flags[k] & bits.CAPITAL for k in range(max(s.left(i), i - REACH), i))


def _finite(s: Sentence, i: int) -> Said | None:
    t = s.t
    entry = t.lexicon.verbs[t.tokens[i][1]]
    end, takes, lemma = i + 1, entry.takes, entry.lemma
    particles = _particles(takes)
    k, particle = _particle(s, i, particles) if particles else (0, "")
    if not k and len(particles) == len(takes):
        return None
    if k:
        end, lemma = k + 1, particle + lemma
        full = t.lexicon.verbs.get(lemma)
        if full is None:
            return None
        takes = full.takes
    left = s.left(i)
    entry = Entry(lemma, entry.kind, takes)
    wie = as_told(s, left, i)
    if wie is not None:
        return as_told_by(s, wie, i, end, entry)
    if left < i and subordinate(t, left, i):
        return _governed(s, i, end, inner_subject(s, left, i), entry, "sub")
    before = i - 1
    if (left == i and i > s.a) or (i > s.a and t.flags[before] & bits.QUOTE and closes(s, before)):
        said = _after(s, i, end, entry)
        if said:
            return said
    if i > left and t.flags[before] & bits.COORDINATOR:
        return _governed(s, i, end, shared_subject(s, i), entry, "and")
    who = clause_subject(s, left, i)
    if who is None and lemma in ("heißen", "verlauten"):
        who = source(s, left)
    return _governed(s, i, end, who, entry, "fin")


@cache
def _particles(takes: frozenset[str]) -> frozenset[str]:
    return frozenset(name[5:] for name in takes if name.startswith("part."))


def _particle(s: Sentence, i: int, particles: frozenset[str]) -> tuple[int, str]:
    """The separated particle of the verb ``i``: (its token, the particle); (0, "") where none stands in reach."""
    flags, tokens = s.t.flags, s.t.tokens
    for k in range(i + 1, min(s.b, i + REACH)):
        low = tokens[k][1]
        if low in particles:
            after = flags[k + 1] if k + 1 < s.b else bits.ENDER
            if after & bits.PUNCTUATION or (after & (bits.COORDINATOR | bits.AS) and not flags[k] & bits.PREPOSITION):
                return k, low
    return 0, ""


def _compound(s: Sentence, i: int) -> Said | None:
    """A participle or infinitive at its clause's end, governed by an auxiliary before it (or behind, in a subordinate)."""
    t = s.t
    entry = t.lexicon.verbs[t.tokens[i][1]]
    left = s.left(i)
    end = i + 1
    while end < s.b and t.flags[end] & (bits.AUX | bits.PARTICIPLE) and not t.flags[end] & bits.CAPITAL:
        end += 1
    wie = as_told(s, left, i)
    if wie is not None:
        modal = any(f & bits.AUXILIARY for f in t.flags[i + 1 : end])
        return None if modal or end == i + 1 else as_told_by(s, wie, i, end, entry)
    if end > i + 1 and subordinate(t, left, i):
        return _governed(s, i, end, inner_subject(s, left, i), entry, "sub")
    h = next((k for k in range(left, i) if t.flags[k] & bits.AUX and not t.flags[k] & bits.CAPITAL), 0)
    if not h:
        h = next(
            (k for k in range(max(s.a, i - REACH), i) if t.flags[k] & bits.AUX and not t.flags[k] & bits.CAPITAL), 0
        )
        if not h:
            return None
        left = s.left(h)
    aux = t.flags[h]
    if not aux & bits.HAVE and not (aux & bits.BE and t.flags[i] & bits.PARTICIPLE):
        return None
    if t.flags[i - 1] & bits.TO:
        return None
    werden = t.tokens[h][1].startswith(("wi", "we", "wu", "wü"))
    if aux & bits.BE and (werden or "sein" not in entry.takes):
        return _passive(s, i, h, end, entry)
    if h == left and h > s.a:
        said = _after(s, h, end, entry)
        if said:
            return said
    return _governed(s, i, end, clause_subject(s, left, h), entry, "fin")


def _passive(s: Sentence, i: int, h: int, end: int, entry: Entry) -> Said | None:
    t = s.t
    who = None
    for k in range(h + 1, i):
        if t.flags[k] & bits.BY and t.tokens[k][1] != "durch":
            e = np.phrase(t, k + 1, i, wide=True)
            who = (k + 1, e) if e > k + 1 else None
            break
    return _governed(s, i, end, who, entry, "be")


def _governed(s: Sentence, i: int, end: int, who: Part | None, entry: Entry, mode: str) -> Said | None:
    """The words that follow the cue ``i``, whose verb group ends before ``end``."""
    name, c = frame(s, end, who)
    if not name:
        return whole(s, i, who, entry, mode)
    stop = content_end(s, c, name == "to", mode == "sub")
    if name == "clause" and not any(f & bits.SUBJUNCTIVE for f in s.t.flags[c : min(stop, c + REACH)]):
        name = "bare"
    if f"{mode}.{name}" not in entry.takes and (mode not in ("fin", "and") or f"fin.{name}" not in entry.takes):
        return None
    return Said(f"{mode}.{name}", ((c, stop),), who, (i, i + 1), entry.lemma)


def _after(s: Sentence, v: int, end: int, entry: Entry) -> Said | None:
    """Words before the cue: "..., sagte X", "...", sagte X. ``v`` is the finite verb, ``end`` the end of its group."""
    t = s.t
    flags = t.flags
    if "after" not in entry.takes:
        return None
    quoted = bool(flags[v - 1] & bits.QUOTE or (v - 2 >= s.a and flags[v - 2] & bits.QUOTE))
    first = s.first(v)
    while first < v and flags[first] & (bits.COORDINATOR | bits.DASH):
        first += 1
    left = v if flags[v - 1] & bits.QUOTE else v - 1
    if not quoted and not clausal(s, first, left):
        return None
    who = np.behind(t, v + 1, s.b)
    if who is None and t.tokens[v][1] in ("heißt", "hieß"):
        who = source(s, v + 1)
    if who is None and not quoted and t.tokens[v][1] not in ("heißt", "hieß", "wird", "wurde"):
        return None
    content = [(first, left)]
    tail = max(end, who[1] if who else end)
    r = tail if tail < s.b and flags[tail] & MARK else s.right(tail)
    rest = r + 1
    if rest < s.b and flags[r] & (bits.COMMA | bits.COLON | bits.SEMICOLON):
        clause = rest in t.opens or any(np.finite(t, k) for k in range(rest, min(s.b, rest + REACH)))
        if clause and goes_on(s, r):
            content.append((rest, content_end(s, rest)))
    elif tail in t.opens and t.opens[tail] - tail > 4:
        content.append((tail, t.opens[tail]))
    return Said("after.q" if quoted else "after", tuple(content), who, (v, v + 1), entry.lemma)


def whole(s: Sentence, i: int, who: Part | None, entry: Entry, mode: str) -> Said | None:
    """A summary of what was said: the sentence, without its subject and verb where enough is left."""
    t = s.t
    if who is None:
        return None
    if "as" in entry.takes:
        left, _r = s.left(i), s.right(i)
        for k in range(left, min(s.b, left + 2 * REACH)):
            if k in t.opens and not any(k >= x and k < y for x, y in (who,)):
                return Said("as", ((k, t.opens[k]),), who, (i, i + 1), entry.lemma)
    if entry.lemma == "sprechen" and not any(t.tokens[k][1] in ("von", "vom") for k in range(s.left(i), s.right(i))):
        return None
    if "as" in entry.takes and any(t.tokens[k][1] in ("als", "für") for k in range(s.left(i), min(s.b, i + REACH))):
        mode = "as"
    if f"{mode}.object" not in entry.takes:
        return None
    start = s.first(i)
    stop = next((m for m in s.marks if m > i and t.flags[m] & bits.SEMICOLON), s.b)
    cuts = sorted((who, (i, i + 1)))
    parts = []
    at = start
    for x, y in cuts:
        if x > at:
            parts.append((at, x))
        at = max(at, y)
    if at < stop:
        parts.append((at, stop))
    if not parts or sum(y - x for x, y in parts) * 5 < (stop - start) * 3:
        parts = [(start, stop)]
    return Said(f"{mode}.object", tuple(parts), who, (i, i + 1), entry.lemma)
