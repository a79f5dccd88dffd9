"""The words of a sentence that may tell of a day, read no further than a day could stand."""

from collections.abc import Sequence
from functools import cache
from itertools import chain, islice
from operator import methodcaller
from typing import NamedTuple

from .day_words import DayWords, day_words
from .words import WORD

Span = tuple[int, int]
_WORDS = 2_000
"""Words of a sentence that are looked at."""
_MOST = 60_000
"""Parts of sentences remembered: a bound for collections without end."""
_LONGEST = 100
"""Characters of one that is."""


class Places:
    """Where the words of a sentence stand, worked out no further than is asked."""

    def __init__(self, text: str) -> None:
        self._found: list[Span] = []
        self._more = WORD.finditer(text)

    def __getitem__(self, i: int) -> Span:
        """The place of word ``i``: code points, end exclusive."""
        found = self._found
        if i >= len(found):
            found += map(_span, islice(self._more, i + 1 - len(found)))
        return found[i]


_span = methodcaller("span")


class Sentence(NamedTuple):
    """A sentence with its words in lower case and their places; ``begun`` are the words a day may begin with, in order."""

    text: str
    words: list[str]
    places: Places
    begun: list[int]
    known: DayWords
    language: str


class _Words(dict[str, tuple[str, ...]]):
    """What stands between two spaces -> the words in it, in lower case."""

    def __missing__(self, part: str) -> tuple[str, ...]:
        if len(self) >= _MOST:
            self.clear()
        words = tuple([word.lower() for word in WORD.findall(part)])
        if len(part) < _LONGEST:
            self[part] = words
        return words


class _Telling(dict[str, int]):
    """What stands between two spaces -> 0 where it has no word that tells a day and no year behind a point, 2 where it has
    one and with it letters without which no sentence tells a day (``gates`` of the language), else 1."""

    def __init__(self, language: str) -> None:
        self.known = day_words(language)

    def __missing__(self, part: str) -> int:
        if len(self) >= _MOST:
            self.clear()
        low, telling = part.lower(), self.known.telling
        tells = low in telling if part.isalpha() else _in_figures(part) or not telling.isdisjoint(WORD.findall(low))
        made = int(tells) + (tells and any(map(low.__contains__, self.known.gates)))
        if len(part) < _LONGEST:
            self[part] = made
        return made


_words = _Words()
_telling = cache(_Telling)


def words_of_days(text: str, language: str) -> Sentence | None:
    """The sentence read for days; None where it tells none, which mostly takes a few microseconds to see."""
    parts = text.split()
    tells = max(map(_telling(language).__getitem__, parts), default=0)
    known = day_words(language)
    if not tells or (tells == 1 and not any(map(text.lower().__contains__, known.gates))):
        return None
    words = [*chain.from_iterable(map(_words.__getitem__, parts))]
    del words[_WORDS:]
    begun = _begun(words, known, figures=_in_figures(text))
    return Sentence(text, words, Places(text), begun, known, language) if begun else None


def _in_figures(text: str) -> bool:
    """Whether there may be a day all in figures, such as 25.04.2031."""
    return ".19" in text or ".20" in text


def _begun(words: Sequence[str], known: DayWords, *, figures: bool) -> list[int]:
    """The words a day may begin with, in order; only those near a word that tells one, unless it may be all in ``figures``."""
    if figures:
        return [i for i, word in enumerate(words) if word in known.triggers]
    triggers, reach, begun, after = known.triggers, known.reach, list[int](), 0
    for i in [i for i, word in enumerate(words) if word in known.telling]:
        begun += [k for k in range(max(i - reach, after), i + 1) if words[k] in triggers]
        after = i + 1
    return begun
