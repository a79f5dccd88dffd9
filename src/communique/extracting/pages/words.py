"""What a page is read by, from ``lexicon/<language>/page.toml``: function words, months, weekdays, and the site's own words.

Keys of a ``page.toml``, every form in lower case. ``function`` and ``foreign`` are words parted by white space; ``months``
and ``weekdays`` (from Monday) have a string each with all its forms; ``[lines]`` tells lines that are no text by their words,
and ``published`` and ``updated`` what stands before a day; ``[said]`` are the words for days told against the page's own.
A page in one language often stands in a site in another, so the site's words are of all languages at once.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..model import LANGUAGES

_LEXICON = Path(__file__).parent.parent / "lexicon"
WORD = re.compile(r"\w+")


class SiteWords(NamedTuple):
    """Words of all languages by which lines are told apart: see the comments in ``lexicon/en/page.toml``.

    ``keys`` maps one printed word of each phrase of the site to the phrases it stands in, with what they are (notices,
    addressed, credits): where a text has none of these words, no line need be searched.
    """

    final: frozenset[str]
    final_starts: tuple[str, ...]
    inline: frozenset[str]
    inline_starts: tuple[str, ...]
    keys: Mapping[str, tuple[tuple[str, str], ...]]
    reader: frozenset[str]
    published: tuple[str, ...]
    updated: tuple[str, ...]


@cache
def raw(language: str) -> Mapping[str, Any]:
    """The lexicon of one language as its file has it."""
    with (_LEXICON / language / "page.toml").open("rb") as stream:
        return tomllib.load(stream)


@cache
def function_words() -> dict[str, int]:
    """Word -> the sum of 1 << 2k for every language k of :data:`LANGUAGES` it is a function word of, and 2 << 2k for every
    one it is foreign to."""
    found: dict[str, int] = {}
    for k, language in enumerate(LANGUAGES):
        for name, bit in (("function", 1), ("foreign", 2)):
            for word in set(raw(language)[name].split()):
                found[word] = found.get(word, 0) | bit << 2 * k
    return found


@cache
def months() -> dict[str, int]:
    """Month, as printed in any language, in lower case -> 1 to 12."""
    return {
        word: k + 1 for language in LANGUAGES for k, row in enumerate(raw(language)["months"]) for word in row.split()
    }


@cache
def weekdays() -> dict[str, int]:
    """Weekday, as printed in any language, in lower case -> 0 (Monday) to 6."""
    return {
        word: k for language in LANGUAGES for k, row in enumerate(raw(language)["weekdays"]) for word in row.split()
    }


@cache
def site_words() -> SiteWords:
    """The words of all languages by which lines are told apart."""
    lines = [raw(language)["lines"] for language in LANGUAGES]

    def all_of(name: str) -> Iterable[str]:
        return dict.fromkeys(form for table in lines for form in table[name])

    keys: dict[str, tuple[tuple[str, str], ...]] = {}
    for name in ("notices", "addressed", "credits"):
        for phrase in all_of(name):
            for key in _keys(phrase):
                keys[key] = (*keys.get(key, ()), (name, phrase))
    return SiteWords(
        frozenset(all_of("final")), tuple(all_of("final_starts")), frozenset(all_of("inline")), tuple(all_of("inline_starts")),
        keys, frozenset(all_of("reader")), tuple(all_of("published")), tuple(all_of("updated")),
    )  # fmt: skip


def _keys(phrase: str) -> list[str]:
    """The longest word of a phrase as it may be printed: the first and the last with the marks that may touch them."""
    words = phrase.split()
    longest = max(words, key=len)
    before = ("", "(", "[") if longest == words[0] else ("",)
    behind = ("", ".", ",", ":", ";", ")", "!") if longest == words[-1] else ("",)
    return [a + longest + b for a in before for b in behind]
