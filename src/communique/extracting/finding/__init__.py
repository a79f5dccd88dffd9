"""Attributions in a text: which words, whose words, by which rule. One engine for every language, words as data.

``find`` is the whole of the public face. Its cost grows with the length of the text and nothing else: every step is one
pass over tokens, marks or sentences, and what looks about a cue looks at a bounded number of tokens.
"""

from collections.abc import Callable, Sequence
from functools import cache

from communique.extracting.finding import patterns, utterances
from communique.extracting.finding.quotes import Quote, pair
from communique.extracting.finding.sentences import sentences
from communique.extracting.finding.tokens import Tokens, read
from communique.extracting.model import Found

__all__ = ["find"]

Grammar = Callable[[Tokens, list[Quote], list[tuple[int, int]]], list[Found]]


@cache
def _grammar(language: str) -> Grammar | None:
    """The reader of a language whose sentences need a grammar of their own; None where the lexicon is enough."""
    if language == "de":
        from communique.extracting.finding import german  # noqa: PLC0415 (only who reads German loads its grammar)

        return german.read
    if language == "ru":
        from communique.extracting.finding import russian  # noqa: PLC0415

        return russian.read
    return None


def find(text: str, ranges: Sequence[tuple[int, int]], language: str) -> list[Found]:
    """The attributions in the stretches ``ranges`` of ``text``, in reading order.

    ``ranges`` are (first, end) in code points, end exclusive, ascending and not overlapping: the body, never a headline.
    ``language`` is ``en``, ``de`` or ``ru``. Spans of the answer are code points of ``text`` and lie within one range.
    """
    t = read(text, ranges, language[:2].lower())
    if t is None:
        return []
    quotes = pair(t)
    bounds = sentences(t, quotes)
    grammar = _grammar(t.lexicon.language)
    if grammar:
        return grammar(t, quotes, bounds)
    book = utterances.Book(t, quotes)
    for a, b, cues in patterns.cues_by_sentence(t, bounds, quotes):
        book.sentence(a, b, patterns.in_sentence(t, cues, a, b) if cues else [])
    return book.close()
