"""Which act of the code book a statement performs, by the words of its clause and of what is said."""

from collections.abc import Sequence
from typing import NamedTuple

from .lexicon import ACTS, STRENGTHS
from .patterns import BEFORE, NEEDS, Pattern, all_bits, holds
from .vocabulary import CUE, SAID, Live, Word

ORDER = {act: place for place, act in enumerate(ACTS)}
DECIDES = STRENGTHS["decide"]


Begun = tuple[int, tuple[Pattern, ...]]
"""The place of a word, and the patterns it is the anchor of."""


class Reading(NamedTuple):
    """What the words of a statement say it does; ``strength`` is that of the best pattern (0: none found)."""

    act: str
    second: str | None
    strength: int
    request_type: str | None
    reiterates: bool
    conditional: bool
    recounts: bool
    together: bool
    statuses: frozenset[str]


PLAIN = Reading("inform", None, 0, None, False, False, False, False, frozenset())
"""What is read of words that no pattern finds anything in."""
LATE = 1000
"""Added to the place of an ask in the clause: one in what is said goes before it."""
HEAD = 3
"""Words that begin what is said and may go with the verb before them: "refused | to comment"."""


def read(
    content: Sequence[Word],
    clause: Sequence[Word],
    own: str | None,
    among: Live | None = None,
    *,
    follows: bool = False,
) -> Reading:
    """The act of a statement whose words are ``content``, attributed by the words ``clause``.

    ``own`` is the id of the state the speakers act for, None where it is unknown; ``among`` are the live words of
    ``content``, for one who has them at hand. ``follows`` says that what is said comes right behind the clause, so that a
    cue may have its last words there. Each word begins few patterns and each pattern looks at few words, so that time is
    in proportion to the words.
    """
    cues = [(at, word[CUE]) for at, word in enumerate(clause) if word[CUE]]
    said = [(at, word[SAID]) for at, word in (enumerate(content) if among is None else among) if word[SAID]]
    if follows and clause:
        clause, cues = _with_head(clause, content[:HEAD], cues, own)
    if not cues and not said:
        return PLAIN
    found: dict[str, int] = {}
    flags: set[str] = set()
    types: dict[str, int] = {}
    statuses: set[str] = set()
    if cues:
        _sift(cues, clause, own, LATE, found, flags, types, statuses)
    if said:
        _sift(said, content, own, 0, found, flags, types, statuses)
    if not found and not flags and not types and not statuses:
        return PLAIN
    ranked = sorted(found, key=lambda act: (-found[act], ORDER[act])) if len(found) > 1 else list(found)
    act = ranked[0] if ranked else "inform"
    strength = found.get(act, 0)
    if "conditional" in flags and "future" in flags and act in CONDITIONED:
        act, strength = "threaten", DECIDES
    second = _second(act, ranked, found)
    asks = "request" in (act, second)
    kind = min(types, key=lambda name: types[name]) if types else "change"
    return Reading(
        act, second, strength, kind if asks else None, "reiterates" in flags, "conditional" in flags,
        "recount" in flags, "together" in flags, frozenset(statuses),
    )  # fmt: skip


def _with_head(
    clause: Sequence[Word], head: Sequence[Word], cues: list[Begun], own: str | None
) -> tuple[Sequence[Word], list[Begun]]:
    """The clause with the first words of what is said, and with the patterns begun there that reach back into it."""
    begun, there = list(cues), all_bits(clause)
    for at, word in enumerate(head):
        reaching = tuple([
            pattern for pattern in word[CUE]
            if pattern[BEFORE] and pattern[NEEDS] & there and not holds(pattern, head, at, own)
        ])  # fmt: skip
        if reaching:
            begun.append((len(clause) + at, reaching))
    return [*clause, *head], begun


CONDITIONED = frozenset({"announce", "commit", "inform", "discontinue", "assess", "position", "concern"})
"""Acts that are a threat where the speaker's side will do something if something else happens."""

SECOND = frozenset({("welcome", "assess"), ("reject", "propose"), ("accept", "propose"), ("reject", "accuse")})
"""Pairs of acts that one sentence often does to one target."""


def _second(act: str, ranked: list[str], found: dict[str, int]) -> str | None:
    for other in ranked:
        if other != act and found[other] >= DECIDES and (act, other) in SECOND:
            return other
    return None


def _sift(
    begun: Sequence[Begun],
    words: Sequence[Word],
    own: str | None,
    late: int,
    found: dict[str, int],
    flags: set[str],
    types: dict[str, int],
    statuses: set[str],
) -> None:
    """Put what the patterns ``begun`` at words find into the collections given; ``late`` is added to where asks stand."""
    have = all_bits(words)
    for at, patterns in begun:
        for pattern in patterns:
            needs = pattern[NEEDS]
            if needs & have != needs:
                continue
            what, strength, zone = pattern[:3]
            if strength and strength <= found.get(what, 0):
                continue
            if needs and not holds(pattern, words, at, own):
                continue
            if zone == "request_types":
                types.setdefault(what, at + late)
            elif zone == "treaty_status":
                statuses.add(what)
            elif strength:
                found[what] = strength
            else:
                flags.add(what)
