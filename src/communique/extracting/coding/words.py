"""Words as the coding compares them: cheap keys that bring the inflected forms of a name together.

A key is no stem for people to read. "Lavrov's", "Лаврову" and "Лавровым" must each come to the key of their own name, in one
dictionary look-up per distinct word; that "Minister" and "Ministers" fall together costs nothing, for names are compared
as runs of keys.
"""

import re
from typing import Generic, TypeVar

Value = TypeVar("Value")
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""A word: letters and digits, with apostrophes inside. A dot or a hyphen parts words."""

_ENDINGS = """
иями ями ами ого его ому ему ыми ими ией ием иях ой ей ый ий ая яя ое ее ые ие ым им ом ем ам ям ах ях ую юю ию ии ия ью ою
ею а я о е у ю ы и ь й
"""
_CYRILLIC = tuple(sorted(_ENDINGS.split(), key=lambda ending: (-len(ending), ending)))
_GERMAN = ("ern", "en", "er", "em", "es", "e", "n")
ACRONYM = 3
"""Letters of an acronym that could be a common word in small letters ("US"): such a key keeps its capitals."""


def low(word: str) -> str:
    """The word in small letters, with a plain apostrophe and without the dots of ё."""
    return word.lower().replace("’", "'").replace("ё", "е")


def key(word: str, language: str) -> str:
    """The key of a word of a text in ``language`` (en, de, ru): case, possessive and inflection taken off."""
    bare = word.replace("’", "'")
    if "'" in bare:
        stem, _, ending = bare.rpartition("'")
        bare = stem if ending in ("s", "S", "") else bare.replace("'", "")
    upper = bare.rstrip("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя")
    if 1 < len(upper) <= ACRONYM and upper.isupper():
        return upper
    small = bare.casefold().replace("ё", "е")
    if small > "Ѐ":
        return _without(small, _CYRILLIC, 3)
    if language == "de" and len(small) > 5:
        return _without(small.removesuffix("s"), _GERMAN, 4)
    return small


def _without(word: str, endings: tuple[str, ...], least: int) -> str:
    """The word without the longest of the endings that leaves ``least`` letters."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def keys(text: str, language: str) -> tuple[str, ...]:
    """The keys of a text's words, in order."""
    return tuple(key(word, language) for word in TOKEN.findall(text))


class Beginnings(Generic[Value]):
    """Things by how the words begin that they belong to."""

    def __init__(self) -> None:
        self._under: dict[str, list[tuple[str, Value]]] = {}

    def add(self, start: str, value: Value) -> None:
        """Put ``value`` under the words that begin with ``start``."""
        listed = self._under.setdefault(start[:_UNDER], [])
        listed.append((start, value))
        listed.sort(key=_length)

    def of(self, word: str) -> list[Value]:
        """What belongs to a word, that of the shortest beginning first."""
        short, long = self._under.get(word[:1], ()), self._under.get(word[:_UNDER], ()) if len(word) > 1 else ()
        return [value for start, value in (*short, *long) if word.startswith(start)] if short or long else []


_UNDER = 2
"""Letters under which beginnings are kept, so that few are compared."""


def _length(item: tuple[str, object]) -> int:
    return len(item[0])
