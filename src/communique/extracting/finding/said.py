"""What the grammars of one language hand on: an attribution in tokens, and how it becomes a Found."""

from typing import NamedTuple

from communique.extracting.finding.antecedents import Antecedents
from communique.extracting.finding.signs import QUOTE
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits
from communique.extracting.model import Found

Part = tuple[int, int]
"""(first token, token after the last)."""


SPEAKER = bits.PERSON | bits.TITLE


class Said(NamedTuple):
    """An attribution in tokens. ``rule`` lacks the language (``after``); ``verb`` is the cue's entry in the lexicon."""

    rule: str
    content: tuple[Part, ...]
    speaker: Part | None
    cue: Part | None
    verb: str
    account: Part | None = None


def trim(t: Tokens, part: Part) -> Part:
    """``part`` without blanks, commas, dashes and full stops at its edges."""
    flags = t.flags
    a, b = part
    edge = bits.COMMA | bits.SEMICOLON | bits.COLON | bits.DASH | bits.NEWLINE | bits.ENDER
    while a < b and (flags[a] & edge or not t.tokens[a][0]):
        a += 1
    while b > a and (flags[b - 1] & edge or not t.tokens[b - 1][0]):
        b -= 1
    return a, b


def found(t: Tokens, said: Said, known: Antecedents) -> Found | None:
    """``said`` as Found; None where no word is left of its content. ``known`` is asked in reading order."""
    said = said._replace(speaker=_whole(said.speaker), account=_whole(said.account))
    parts = [part for raw in said.content if _worded(t, part := trim(t, raw))]
    if not parts:
        return None
    quoted = [t.opens.get(a, -1) >= b - 1 for a, b in parts]
    mixed = any(quoted) or any(QUOTE in t.signs[a:b] for a, b in parts)
    return Found(
        content=t.spans(parts),
        speakers=t.spans(apart(t, said.speaker)) if said.speaker else (),
        account=t.span(*said.account) if said.account else None,
        cue=t.span(*said.cue) if said.cue else None,
        verb=said.verb,
        rule=f"{t.lexicon.language}.{said.rule}",
        form="direct" if all(quoted) or said.rule == "line" else "mixed" if mixed else "indirect",
        antecedent=known.of(said.speaker) if said.speaker else None,
    )


def _worded(t: Tokens, part: Part) -> bool:
    return any(f & bits.WORD for f in t.flags[part[0] : part[1]])


def _whole(part: Part | None) -> Part | None:
    return part if part and part[1] > part[0] else None


def apart(t: Tokens, part: Part) -> tuple[Part, ...]:
    """One speaker, or the two that an "and" joins where each is a name or an office of its own."""
    flags = t.flags
    s, e = part
    joints = [k for k in range(s + 1, e - 1) if flags[k] & bits.COORDINATOR and not flags[k] & bits.CAPITAL]
    if len(joints) != 1 or any(f & bits.COMMA for f in flags[s:e]):
        return (part,)
    k = joints[0]
    sides = ((s, k), (k + 1, e))
    named = flags[k - 1] & bits.CAPITAL and flags[e - 1] & bits.CAPITAL
    own = e - k > 2 or flags[k + 1] & SPEAKER or k - s == 1  # not the second half of "the ministers of A and B"
    return sides if named and own else (part,)


def chosen(proposed: list[Said], late: frozenset[str], told: frozenset[str] = frozenset()) -> list[Said]:
    """What does not contradict: the outermost account first, none inside another's words.

    ``late`` are the first parts of rules whose words may stand before their cue; summaries ("object") yield to all others.
    ``told`` are rules whose attribution stands, with the outer one as its account, where the outer words are its sentence:
    "По словам посла, министр предложил встретиться" is the minister's proposal by the ambassador's account.
    """
    if len(proposed) < 2:
        return proposed
    ranks = [_rank(each, late) for each in proposed]
    taken: list[Said] = []
    for step in range(4):
        for each, rank in zip(proposed, ranks, strict=True):
            if rank != step:
                continue
            outer = next((n for n, other in enumerate(taken) if clash(each, other)), -1)
            if outer < 0:
                taken.append(each)
            elif told and each.rule in told and _retold(each, taken[outer], late):
                taken[outer] = _clipped(each, taken[outer])
    taken.sort(key=lambda each: each.content)
    return taken


def _retold(each: Said, outer: Said, late: frozenset[str]) -> bool:
    """Whether the words of ``outer`` are one reported act, ``each``, with its speaker and cue in them."""
    if outer.account or outer.rule.partition(".")[0] not in late or each.speaker is None or each.cue is None:
        return False
    inner = (each.speaker[0], each.cue[0], each.content[0][0])
    return any(all(s <= k < e for k in inner) for s, e in outer.content)


def _clipped(each: Said, outer: Said) -> Said:
    """``each`` by the account of ``outer``, its words no longer than theirs."""
    first = each.content[0][0]
    end = next(e for s, e in outer.content if s <= first < e)
    return each._replace(content=((first, min(each.content[-1][1], end)),), account=outer.speaker)


def _rank(said: Said, late: frozenset[str]) -> int:
    head = said.rule.partition(".")[0]
    return 3 if said.rule.endswith("object") else 0 if head in late else 2 if head == "n" else 1


def clash(each: Said, other: Said) -> bool:
    """Whether ``each`` stands inside the words of ``other`` or shares a token with them."""
    for s, e in other.content:
        if each.cue and s <= each.cue[0] < e:
            return True
        if any(x < e and s < y for x, y in each.content):
            return True
    return False


def holds(said: Said, k: int) -> bool:
    """Whether token ``k`` stands in the words of ``said``."""
    return any(s <= k < e for s, e in said.content)
