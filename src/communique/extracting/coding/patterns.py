"""Patterns of words: made once from the lexicons' short notation, sought from their rarest word outwards.

A pattern's rarest word is its anchor: only where a text has that word is the pattern tried. What the other words of all
patterns may be is numbered, and every word of a text carries one integer whose bits say which of them it can be, so that a
pattern some word of which a text lacks costs one comparison.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import itemgetter, or_
from typing import Final, NamedTuple

from .vocabulary import BITS, Word
from .words import Beginnings, low

GAPS = {"~": 5, "~~": 12}
"""Words a gap may stand for: within a clause, and across one (a German verb and its other half)."""
SIDES = frozenset({"own", "other"})
"""Classes of words that hang on who speaks."""
STATELY = ("name", "own", "other")
"""Classes a word that points to a state may belong to."""
NEEDS: Final = 3
"""Place of what a pattern needs in it."""
BEFORE: Final = 4
AFTER: Final = 5
"""Places of the steps before and after its anchor in it."""


class Element(NamedTuple):
    """What one word of a pattern may be: whole words, beginnings, or a class of words."""

    exact: frozenset[str]
    begins: tuple[str, ...]
    kinds: frozenset[str]


class Step(NamedTuple):
    """One word beside the anchor: the bit of what it may be, the words it may stand away from the one before, and the
    element itself where its class hangs on who speaks."""

    bit: int
    reach: int
    sided: Element | None


class Pattern(NamedTuple):
    """``what`` and ``strength`` are what a match means; ``needs`` the bits of every word beside the anchor; the steps
    ``before`` the anchor go backwards, those ``after`` it forwards."""

    what: str
    strength: int
    zone: str
    needs: int
    before: tuple[Step, ...]
    after: tuple[Step, ...]


class Patterns:
    """All patterns of a language: ``exact`` and ``begins`` map an anchor, whole or by its beginning, to its patterns."""

    def __init__(self, macros: dict[str, str]) -> None:
        self.exact: dict[str, list[Pattern]] = {}
        self.begins: dict[str, list[Pattern]] = {}
        self._macros = macros
        self._elements: dict[Element, int] = {}
        self._whole: dict[str, int] = {}
        self._starts: Beginnings[int] = Beginnings()
        self._anchors: Beginnings[list[Pattern]] = Beginnings()
        self._classes: dict[str, int] = {}

    def add(self, text: str, what: str, strength: int, zone: str) -> None:
        """One pattern as a lexicon writes it."""
        elements: list[tuple[Element, int]] = []
        gap = 0
        for part in text.split():
            if part not in GAPS:
                elements.append((element(part, self._macros), gap))
            gap = GAPS.get(part, 0)
        at = _rarest([each for each, _ in elements])
        before = [self._step(elements[n][0], elements[n + 1][1]) for n in range(at - 1, -1, -1)]
        after = [self._step(each, gap) for each, gap in elements[at + 1 :]]
        needs = 0
        for step in (*before, *after):
            needs |= step.bit
        pattern = Pattern(what, strength, zone, needs, tuple(before), tuple(after))
        anchor = elements[at][0]
        for word in anchor.exact:
            self.exact.setdefault(word, []).append(pattern)
        for start in anchor.begins:
            if start not in self.begins:
                self._anchors.add(start, self.begins.setdefault(start, []))
            self.begins[start].append(pattern)

    def _step(self, each: Element, gap: int) -> Step:
        bit = self._elements.get(each)
        if bit is None:
            bit = self._elements[each] = 1 << len(self._elements)
            for word in each.exact:
                self._whole[word] = self._whole.get(word, 0) | bit
            for start in each.begins:
                self._starts.add(start, bit)
            for name in each.kinds:
                self._classes[name] = self._classes.get(name, 0) | bit
        return Step(bit, gap + 1, each if each.kinds & SIDES else None)

    def of(self, word: str, classes: Iterable[str]) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...], int]:
        """What a word may begin in the clause that attributes, and in what is said, the strongest first; and its bits."""
        found, bits = list(self.exact.get(word, ())), self._whole.get(word, 0)
        for patterns in self._anchors.of(word):
            found += patterns
        for bit in self._starts.of(word):
            bits |= bit
        for name in classes:
            bits |= self._classes.get(name, 0)
        if not found:
            return (), (), bits
        found.sort(key=_weakness)
        cue = tuple(pattern for pattern in found if pattern.zone in ("cue", "request_types"))
        return cue, tuple(pattern for pattern in found if pattern.zone != "cue"), bits


def _weakness(pattern: Pattern) -> int:
    return -pattern.strength


def element(part: str, macros: dict[str, str]) -> Element:
    """What one part of a pattern may be: alternatives, some of them macros."""
    exact, begins, kinds = set(), set(), set()
    for alternative in (word for name in part.split("|") for word in macros.get(name[1:], name).split("|")):
        if alternative.startswith("@"):
            kinds.add(alternative[1:])
        elif alternative.endswith("*"):
            begins.add(low(alternative[:-1]))
        else:
            exact.add(low(alternative))
    return Element(frozenset(exact), tuple(sorted(begins)), frozenset(kinds))


def _rarest(elements: Sequence[Element]) -> int:
    """The element to begin a search with: the one whose shortest word is longest, never a class of words."""

    def weight(at: int) -> tuple[int, int]:
        words = [*elements[at].exact, *elements[at].begins]
        return (0, -at) if elements[at].kinds or not words else (min(map(len, words)), -at)

    return max(range(len(elements)), key=weight)


def holds(pattern: Pattern, words: Sequence[Word], at: int, own: str | None) -> bool:
    """Whether a pattern holds with its anchor at word ``at``; ``own`` is the state the speaker acts for.

    Of the words that may be the next one the nearest counts.
    """
    return _followed(pattern[BEFORE], words, at, own, -1) and _followed(pattern[AFTER], words, at, own, 1)


def _followed(steps: Sequence[Step], words: Sequence[Word], place: int, own: str | None, way: int) -> bool:
    """Whether a word is found for each step from ``place`` on, forwards (``way`` 1) or backwards (-1)."""
    for bit, reach, sided in steps:
        far = place + way * (reach + 1)
        for there in range(place + way, max(far, -1) if way < 0 else min(far, len(words)), way):
            word = words[there]
            if word[BITS] & bit and (sided is None or _is(sided, word, own)):
                place = there
                break
        else:
            return False
    return True


def _is(each: Element, word: Word, own: str | None) -> bool:
    """Whether a word is what an element may be, its class among the rest."""
    if word.low in each.exact or (each.begins and word.low.startswith(each.begins)):
        return True
    state = word.state
    if state is not None and (
        "name" in each.kinds or ("own" in each.kinds and state == own) or ("other" in each.kinds and state != own)
    ):
        return True
    return not each.kinds.isdisjoint(word.kinds)


def all_bits(words: Iterable[Word]) -> int:
    """What any of some words may be."""
    return reduce(or_, filter(None, map(_bits, words)), 0)


_bits = itemgetter(BITS)
