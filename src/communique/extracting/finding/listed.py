"""Points of a list: "The sides agreed:" and then a line each, with a dash or an asterisk before it."""

from communique.extracting.finding.said import Part, Said
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

BULLETS = frozenset("*•·▪‣")


def bullet(t: Tokens, k: int) -> bool:
    """Whether token ``k`` is a dash or asterisk that a point of a list begins with."""
    return k < len(t.flags) and (bool(t.flags[k] & bits.DASH and t.flags[k] & bits.SPACE) or t.tokens[k][0] in BULLETS)


def leads(t: Tokens, b: int) -> bool:
    """Whether a list follows the sentence that ends before token ``b``."""
    return (
        b + 1 < len(t.flags)
        and bool(t.flags[b] & bits.NEWLINE)
        and bullet(t, b + 1)
        and not t.flags[b - 1] & bits.ENDER
    )


def headed(t: Tokens, said: list[Said], b: int, last: Part | None) -> Part | None:
    """Whose the points are: who speaks in the line before them, or the few words that it attributes ("that the sides:")."""
    for each in said:
        s, e = each.content[-1]
        if e >= b - 1 and e - s <= 4 and not t.flags[s] & bits.QUOTE:
            return (s, e - 1 if t.flags[e - 1] & bits.COLON else e)
        if each.speaker:
            return each.speaker
    return last


def points(a: int, b: int, said: list[Said], who: Part | None) -> list[Said]:
    """One point (tokens ``a`` to ``b``): what its own cues attribute, theirs who head the list, or the point itself."""
    if said:
        return [each if each.speaker else each._replace(speaker=who) for each in said]
    return [Said("item", ((a + 1, b),), who, None, "")]
