"""Which language a text is in, by its function words: English, German, Russian, or none that is read."""

from collections import Counter

from ..model import LANGUAGES
from .words import function_words

SAMPLE = 160
"""Words that are looked at, about: more tell no more."""
_LEAST = 0.12
"""Share of function words below which a text is in no language that is known here."""


def language(text: str) -> str | None:
    """BCP 47 tag of the language (en, de, ru) whose function words prevail in the text's beginning; None where none does."""
    return language_of(text[: SAMPLE * 7].lower().split())


def language_of(words: list[str]) -> str | None:
    """The same of words in lower case, in order, as they are parted by white space."""
    if not words:
        return None
    own, foreign = [0] * len(LANGUAGES), [0] * len(LANGUAGES)
    for bits, count in Counter(map(function_words().get, words)).items():
        for k in range(len(LANGUAGES)) if bits else ():
            own[k] += count * (bits >> 2 * k & 1)  # type: ignore[operator]
            foreign[k] += count * (bits >> 2 * k + 1 & 1)  # type: ignore[operator]
    most = max(own)
    k = own.index(most)
    return LANGUAGES[k] if most >= _LEAST * len(words) and most > foreign[k] else None
