"""Whose a German verb is: the subject of its own clause, of the clause it is joined to, or a pronoun's noun."""

from communique.extracting.finding import german_phrases as np
from communique.extracting.finding.german_clauses import REACH, subordinate
from communique.extracting.finding.period import Sentence
from communique.extracting.finding.said import Part
from communique.extracting.lexicon import bits


def clause_subject(s: Sentence, left: int, v: int) -> Part | None:
    """The subject of the verb ``v``, of its own clause or, where an insertion parts them, of the clause before it."""
    t = s.t
    if v > left:
        found = np.subject(t, v, left, s.b)
        return found
    first = s.first(v)
    while first < v and (t.flags[first] & bits.COORDINATOR or t.tokens[first][1] == "auch"):
        first += 1
    if first < v:
        e = np.phrase(t, first, v, wide=True)
        if (
            e > first
            and t.flags[e] & (bits.COMMA | bits.DASH)
            and not t.flags[first] & (bits.PREPOSITION | bits.SUBORDINATOR)
        ):
            return (first, v - 1)
    return np.behind(t, v + 1, s.b)


def inner_subject(s: Sentence, left: int, i: int) -> Part | None:
    """The subject of a subordinate clause: its pronoun's noun, or the phrase behind the conjunction."""
    t = s.t
    f = t.flags[left]
    if f & bits.RELATIVE and not f & (bits.SUBORDINATOR | bits.THAT):
        if t.tokens[left][1] in ("der", "die", "das", "welcher", "welche", "welches") and left - 2 >= s.a:
            start = s.left(left - 1)
            for k in range(max(start, left - 14), left - 1):
                if t.flags[k] & (np.ARTICLE | bits.CAPITAL) and np.phrase(t, k, left - 1, wide=True) == left - 1:
                    return (k, left - 1)
            return (left, left + 1)
        return np.behind(t, left + 1, i)
    return np.behind(t, left + 1, i)


def shared_subject(s: Sentence, i: int) -> Part | None:
    """The subject of the sentence's first verb, for a verb joined to it by "und"."""
    t = s.t
    first = s.first(i)
    for k in range(first, min(i, first + REACH)):
        if np.finite(t, k):
            left = s.left(k)
            if subordinate(t, left, k):
                continue
            return np.front(t, left, k) or clause_subject(s, left, k)
    return None
