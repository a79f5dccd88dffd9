"""Who said that who said: an attribution whose words are themselves one, told by somebody else.

"Both delegations agreed to meet again, the ministry said": the two delegations agreed, and the ministry is the account.
"He said he had asked" stays his: a pronoun inside points back to the teller more often than not.
"""

from communique.extracting.finding.candidates import Candidate
from communique.extracting.finding.speakers import Part
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import LATE, bits

WHOLE = frozenset(("that", "clause", "o.that", "p.that", "o.clause"))
"""Frames whose words are a clause and may hold another's words."""
TOLD = WHOLE | {"quote", "o.quote"}
NOBODY = bits.PRONOUN | bits.RELATIVE | bits.OBJECT | bits.CONTRACTED | bits.NEUTRAL
SOMEBODY = bits.CAPITAL | bits.PERSON | bits.TITLE


def may_unfold(c: Candidate) -> bool:
    """Whether the frame of ``c`` can hold another's words at all."""
    name = c.key.partition(".")[2]
    return name in WHOLE or name in LATE


def unfold(t: Tokens, outer: Candidate, inner: Candidate) -> Candidate:
    """``inner`` with ``outer``'s speaker as its account, where its subject opens the words of ``outer``; else ``outer``."""
    first = outer.content[0]
    begins = first[0] + bool(t.flags[first[0]] & bits.THAT)
    if outer.speaker is None or inner.speaker is None or inner.speaker[0] != begins or inner.key[:4] != "fin.":
        return outer
    if not _tells(inner, t.flags[inner.cue[0]]) or not _names(t, inner.speaker, outer.speaker):
        return outer
    content = _within(inner.content, outer.content)
    return inner._replace(key=f"nested.{inner.key[4:]}", content=content, account=outer.speaker) if content else outer


def _tells(inner: Candidate, f: int) -> bool:
    """Whether the inner verb tells words in a clause, or a joint act in any frame."""
    return bool(f & bits.JOINT) or bool(f & bits.SPEECH and inner.key[4:] in TOLD)


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
