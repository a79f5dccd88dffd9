"""Who said that who said: an attribution whose words are themselves one, told by somebody else.

"Both delegations agreed to meet again, the ministry said": the two delegations agreed, and the ministry is the account.
"He said he had asked" stays his: a pronoun inside points back to the teller more often than not.
"""

from communique.extracting.finding.candidates import Candidate
from communique.extracting.finding.speakers import STARTS, Part
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import LATE, bits

WHOLE = frozenset(("that", "clause", "o.that", "p.that", "o.clause"))
"""Frames whose words are a clause and may hold another's words."""
TOLD = WHOLE | {"quote", "o.quote"}
NOBODY = bits.PRONOUN | bits.RELATIVE | bits.OBJECT | bits.CONTRACTED | bits.NEUTRAL
FINITE = frozenset(("fin", "light"))
SHARED = bits.COMMA | bits.COORDINATOR
LEADING_VERB = bits.FINITE | bits.NOUN | bits.CAPITAL
LONG = 16
"""Tokens of a speaker or of a phrase of time or place that are looked at."""
SOMEBODY = bits.CAPITAL | bits.PERSON | bits.TITLE


def may_unfold(c: Candidate) -> bool:
    """Whether the frame of ``c`` can hold another's words at all."""
    name = c.key.partition(".")[2]
    return name in WHOLE or name in LATE


def unfold(t: Tokens, outer: Candidate, inner: Candidate) -> Candidate | None:
    """``inner`` with ``outer``'s speaker as its account, where its subject opens the words of ``outer``; else None."""
    first = outer.content[0]
    begins = first[0] + bool(t.flags[first[0]] & bits.THAT)
    if outer.speaker is None or inner.speaker is None or inner.key.partition(".")[0] not in FINITE:
        return None
    body = institution(t, outer)
    if inner.speaker[0] != begins and not (body and _leads_in(t, begins, inner.speaker[0])):
        return None
    if not _tells(inner, t.flags[inner.cue[0]], body) or not _names(t, inner.speaker, outer.speaker):
        return None
    return _nested(outer, inner, inner.speaker)


def share(t: Tokens, outer: Candidate, told: list[Candidate], inner: Candidate) -> Candidate | None:
    """A further act in the words of ``outer`` behind those ``told``: "thanked them and confirmed ..., the embassy said".

    Behind a comma or a conjunction the verb has the subject of the one before it. None where nothing is told.
    """
    if inner.late or inner.key.partition(".")[0] not in FINITE or not _tells(inner, t.flags[inner.cue[0]], True):
        return None
    last = told[-1]
    at = inner.cue[0]
    if t.flags[at - 1] & SHARED or (t.flags[at - 1] & bits.ADVERB and t.flags[at - 2] & SHARED):
        return _nested(outer, inner, last.speaker)
    who = inner.speaker
    if who is None or outer.speaker is None or who[0] < last.cue[1] or not _names(t, who, outer.speaker):
        return None
    return _nested(outer, inner, who)


def follow(t: Tokens, before: Candidate, c: Candidate) -> Candidate:
    """``c`` as told by the account of ``before``, where "and" joins its verb to that act and it tells a thing of its own."""
    acting = c.key.partition(".")[0] in FINITE and not c.late
    if before.account is None or not acting or not t.flags[c.cue[0] - 1] & bits.COORDINATOR:
        return c
    if not _tells(c, t.flags[c.cue[0]], True):
        return c
    return c._replace(key=f"nested.{c.key.removeprefix('fin.')}", speaker=before.speaker, account=before.account)


def institution(t: Tokens, outer: Candidate) -> bool:
    """Whether a body or a paper tells the words of ``outer``: "the embassy", "a readout", "it"."""
    s, e = outer.speaker or (0, 0)
    if e - s == 1 and t.flags[s] & bits.PRONOUN:
        return bool(t.flags[s] & bits.NEUTRAL)
    return any(f & bits.INSTITUTION for f in t.flags[s : min(e, s + LONG)])


def _nested(outer: Candidate, inner: Candidate, speaker: Part | None) -> Candidate | None:
    content = _within(inner.content, outer.content)
    if not content:
        return None
    name = inner.key.removeprefix("fin.")
    return inner._replace(key=f"nested.{name}", content=content, speaker=speaker, account=outer.speaker)


def _leads_in(t: Tokens, begins: int, s: int) -> bool:
    """Whether only a phrase of time or place and a comma stand between ``begins`` and ``s``: "At the talks, ..."."""
    flags = t.flags
    if not begins < s <= begins + LONG or not flags[s - 1] & bits.COMMA or not flags[begins] & bits.PREPOSITION:
        return False
    return not any(
        flags[k] & bits.CLAUSAL or (flags[k] & LEADING_VERB == bits.FINITE and not flags[k - 1] & STARTS)
        for k in range(begins + 1, s - 1)
    )


def _tells(inner: Candidate, f: int, body: bool) -> bool:
    """Whether the inner verb tells words in a clause, or a joint act in any frame; for a body, any verb of speech does."""
    name = inner.key.partition(".")[2]
    if f & bits.JOINT or (f & bits.SPEECH and name in TOLD):
        return True
    return body and (bool(f & bits.SPEECH) or inner.key[:6] == "light.")


def _names(t: Tokens, inner: Part, outer: Part) -> bool:
    """Whether the inner subject is somebody, and somebody else than the outer one."""
    s, e = inner
    if e - s == 1 and t.flags[s] & NOBODY:
        return False
    return bool(t.flags[e - 1] & SOMEBODY or t.flags[s] & SOMEBODY) and t.tokens[e - 1][1] != t.tokens[outer[1] - 1][1]


def _within(content: tuple[Part, ...], outer: tuple[Part, ...]) -> tuple[Part, ...]:
    """``content`` as far as it lies within ``outer``."""
    found = []
    for s, e in content:
        for x, y in outer:
            if max(s, x) < min(e, y):
                found.append((max(s, x), min(e, y)))
    return tuple(found)
