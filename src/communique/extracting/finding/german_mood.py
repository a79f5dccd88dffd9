"""What the German mood tells: a clause in the subjunctive of report is somebody else's words, cue or no cue."""

from itertools import compress

from communique.extracting.finding import german_phrases as np
from communique.extracting.finding.german_clauses import content_end
from communique.extracting.finding.german_subjects import clause_subject
from communique.extracting.finding.grammar import words
from communique.extracting.finding.period import Sentence
from communique.extracting.finding.said import Part, Said
from communique.extracting.finding.signs import SUBJUNCTIVES
from communique.extracting.lexicon import bits

WORDS = words("de")
REPORT = WORDS["report"]
SUPPOSE = WORDS["suppose"]
HEARSAY = WORDS["hearsay"]
REACH = 40


def main_verb(s: Sentence) -> int:
    """The first finite verb of a main clause; -1 where none is seen."""
    t = s.t
    flags = t.flags
    for k in range(s.a, s.b):
        if not np.finite(t, k):
            continue
        left = s.left(k)
        f = flags[left]
        if f & bits.PREPOSITION and left + 1 < k and flags[left + 1] & bits.RELATIVE and np.relative(t, left, s.b):
            continue
        if f & (bits.SUBORDINATOR | bits.THAT) or (f & bits.RELATIVE and np.relative(t, left, s.b)):
            continue
        return k
    return -1


def reports(s: Sentence, verb: int, near: bool) -> bool:
    """Whether the main verb ``verb`` tells another's words by its mood.

    A form that may only suppose ("wäre", "könnte") counts where ``near``: right behind a sentence that names who speaks.
    """
    t = s.t
    if verb < 0 or not t.flags[verb] & bits.SUBJUNCTIVE:
        return False
    low = t.tokens[verb][1]
    if low in HEARSAY or (s.b < len(t.flags) and t.tokens[s.b][0] == "?"):
        return False
    if any(t.tokens[x][1] == "ich" for x in (verb - 1, verb + 1) if s.a <= x < s.b):
        return False
    return near or low not in SUPPOSE


def clause(s: Sentence, said: list[Said], verb: int) -> Said | None:
    """Words told by their mood alone behind a verb that is no cue: "wehrte sich, er habe ..."."""
    t = s.t
    flags = t.flags
    moods = compress(range(s.a, s.b), t.signs[s.a : s.b].translate(SUBJUNCTIVES))
    k = next((k for k in moods if t.tokens[k][1] in REPORT), -1)
    if k < 0 or flags[k] & bits.CAPITAL or any(x <= k < y for each in said for x, y in each.content):
        return None
    left = s.left(k)
    if left <= s.a + 1 or not flags[left - 1] & bits.COMMA or np.relative(t, left, s.b):
        return None
    if flags[left] & (bits.SUBORDINATOR | bits.COORDINATOR) and not flags[left] & bits.THAT:
        return None
    return Said("mood", ((left, content_end(s, left)),), subject(s, verb), None, "")


def hearsay(s: Sentence, verb: int, near: bool, who: Part | None) -> Said | None:
    """ "Er soll ... getötet haben": told by others; without the perfect only right behind who tells (``near``)."""
    if verb < 0 or s.t.tokens[verb][1] not in HEARSAY:
        return None
    if not near and s.t.tokens[s.b - 1][1] not in ("haben", "sein"):
        return None
    return Said("soll", ((s.a, s.b),), who, (verb, verb + 1), "sollen")


def subject(s: Sentence, verb: int) -> Part | None:
    """The subject of the main verb ``verb``; None where there is no such verb."""
    return clause_subject(s, s.left(verb), verb) if verb >= 0 else None
