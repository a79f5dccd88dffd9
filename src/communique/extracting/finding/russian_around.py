"""Russian words round a phrase: "по словам X", "как сообщил X", "мнение X, что"."""

from communique.extracting.finding import russian_phrases as np
from communique.extracting.finding.period import MARK, Sentence
from communique.extracting.finding.russian_clauses import content_end, frame, shared
from communique.extracting.finding.said import Said
from communique.extracting.lexicon import bits

REACH = 30


def round_phrase(s: Sentence, i: int, n: int) -> Said | None:
    """The words round "по словам X": what follows its comma, or what stands on both sides of it."""
    t = s.t
    flags = t.flags
    x = i + n
    word = " ".join(t.tokens[k][1] for k in range(i, i + n))
    own = next((k for k in range(i, i + n) if flags[k] & bits.POSSESSIVE), -1)
    if x < s.b and flags[x] & bits.RELATIVE:
        return None
    r = x if x < s.b and flags[x] & MARK else s.right(x)
    end = r if own >= 0 else np.phrase(t, x, min(r, x + REACH))
    who = (own, own + 1) if own >= 0 else (x, end if end > x else r)
    if who[1] <= who[0]:
        return None
    first = s.first(i)
    at = i
    while at > first and flags[at - 1] & bits.COMMA:
        at -= 1
    content = (
        [] if at <= first + 1 and all(f & (bits.COORDINATOR | bits.ADVERB) for f in flags[first:at]) else [(first, at)]
    )
    rest = r + 1 if r < s.b and flags[r] & MARK else (r if own >= 0 else end)
    while rest < s.b and flags[rest] & MARK:
        rest += 1
    if content and r < s.b and not flags[i - 1] & MARK and i > first:
        return None
    if rest < s.b and flags[rest] & bits.THAT:
        rest += 1
    if rest < s.b:
        content.append((rest, content_end(s, rest)))
    if not content:
        return None
    shape = "before" if at <= first + 1 else "mid" if rest < s.b else "end"
    return Said(f"po.{shape}", tuple(content), who, (i, i + n), word)


def as_told(s: Sentence, i: int) -> Said | None:
    """ "Как сообщил X, ..." and "..., как сообщил X"."""
    t = s.t
    v = next((k for k in range(i + 1, min(s.b, i + 5)) if t.flags[k] & bits.FINITE), 0)
    if not v or (i > s.a + 1 and not t.flags[i - 1] & MARK):
        return None
    entry = t.lexicon.verbs[t.tokens[v][1]]
    if "as" not in entry.takes or any(t.flags[k] & bits.PUNCTUATION for k in range(i + 1, v)):
        return None
    r = s.right(v)
    plural = t.tokens[v][1].endswith(np.PLURAL) and v + 1 < r and t.flags[v + 1] & bits.PREPOSITION
    who = (
        (np.place(t, v + 1, r) if plural else None)
        or np.behind(t, v + 1, r)
        or np.before(t, i + 1, v)
        or np.place(t, v + 1, r)
    )
    if who is None:
        return None
    while r < s.b and who[1] <= r and r + 1 < s.b and t.tokens[r + 1][1].endswith(np.TURNS):
        r = s.right(r + 1)
    first = s.first(i)
    content = [(first, i - 1)] if i > first + 1 else []
    if r + 1 < s.b:
        content.append((r + 1, content_end(s, r + 1)))
    if not content:
        return None
    return Said("as" if i <= first + 1 else "as.after", tuple(content), who, (v, v + 1), entry.lemma)


def noun_cue(s: Sentence, i: int) -> Said | None:
    """ "мнение, что ...": the owner stands behind the noun."""
    t = s.t
    entry = t.lexicon.nouns[t.tokens[i][1]]
    if i + 1 >= s.b:
        return None
    e = np.phrase(t, i + 1, s.b)
    if e >= s.b - 1 or not t.flags[e] & (bits.COMMA | bits.COLON):
        return None
    name, c = frame(s, e)
    if name not in entry.takes or c > e + 2:
        return None
    who = (i + 1, e) if e > i + 1 else shared(s, i)
    return Said(f"n.{name}", ((c, content_end(s, c)),), who, (i, i + 1), entry.lemma)
