"""Words as a search compares them: without case, accents, alphabet, the habits of transliteration, and endings.

"Lavrov", "Lawrow", "Лавров" and "Lawrow's" come to one key, so do "Vorschläge" and "Vorschlaege". Both the index and what is
looked for in it go through here, so a rule that merges too much costs a stray hit and never an error.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

import snowballstemmer

WORD = re.compile(r"[^\W_][\w\u0300-\u036f\u00ad]*(?:['’ʼ`][^\W\d_][\w\u0300-\u036f]*)*")
"""A word in a text, with the apostrophes in it."""
LANGUAGES = {"en": "english", "de": "german", "ru": "russian"}
"""Languages whose endings are taken off."""
_POSSESSIVE = re.compile(r"['’ʼ`]s?$")
_APOSTROPHES = re.compile(r"['’ʼ`\u00ad_]")
_CYRILLIC = dict(zip("абвгдезийклмнопрстуфхцыьъэіїєґў",
                     ("a", "b", "v", "g", "d", "e", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
                      "kh", "ts", "i", "", "", "e", "i", "i", "e", "g", "u"), strict=True))  # fmt: skip
_LETTERS = str.maketrans(_CYRILLIC | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "ß": "ss",
                                      "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "æ": "a", "œ": "o"})  # fmt: skip
# In this order, until nothing changes: German spellings of Russian sounds, signs that stand for each other, and the e of an
# umlaut written out. Every rule shortens the word or takes away a sign that none brings back.
_HABITS = tuple((re.compile(a), b) for a, b in (
    ("schtsch|shtsh", "shch"), ("tsch", "ch"), ("sch(?!ch)", "sh"), ("x", "ks"), ("w", "v"), ("[jy]", "i"), ("ii+", "i"),
    ("(?<![^aeiou])ie", "e"), ("([aou])e", r"\1"),
))  # fmt: skip
_STEMMERS = {code: snowballstemmer.stemmer(name) for code, name in LANGUAGES.items()}
_STEMMING = Lock()  # a stemmer keeps the word it works on


def words(text: str) -> Iterator[re.Match[str]]:
    """The words of a text, each with its place."""
    return WORD.finditer(text)


@lru_cache(200_000)
def key(word: str) -> str:
    """The plain key of a word: letters and digits only, lower case; "" where it has none. The key of a key is itself."""
    out = "".join(filter(str.isalnum, _apart(_bare(word)).translate(_LETTERS)))
    while (again := _habits(out)) != out:
        out = again
    return out


@lru_cache(200_000)
def stem(word: str, language: str | None) -> str:
    """The key of a word without its ending; its plain key in a language whose endings we do not know."""
    code = (language or "").partition("-")[0]
    if code not in LANGUAGES:
        return key(word)
    bare = _bare(word)
    if code == "de" and bare.endswith("ws"):  # names of Russians: Lawrows
        bare = bare[:-1]
    with _STEMMING:
        return key(_STEMMERS[code].stemWord(bare.replace("ё", "е")))


def fold(text: str, language: str | None) -> str:
    """What the index holds of a text: its stems in order, so that phrases are found, then plain keys that differ."""
    found = [match.group() for match in words(text)]
    stems = [stem(word, language) for word in found]
    return " ".join(filter(None, [*stems, *sorted({key(word) for word in found} - {*stems})]))


@lru_cache(200_000)
def forms(word: str, language: str | None) -> frozenset[str]:
    """All a word of a text in that language is found by."""
    return frozenset({key(word), stem(word, language)} - {""})


def readings(word: str) -> dict[str | None, str]:
    """A word looked for, in every language it may be of (None: as it stands) -> what it is found by."""
    cyrillic = any("Ѐ" <= sign <= "ӿ" for sign in word)
    tongues = ["ru"] if cyrillic else ["en", "de"]
    return {None: key(word), **{code: stem(word, code) for code in tongues}}


def _bare(word: str) -> str:
    """Lower case, composed, no stress marks, no genitive apostrophe."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold())
    unstressed = "".join(sign for sign in composed if not unicodedata.combining(sign))
    return _APOSTROPHES.sub("", _POSSESSIVE.sub("", unstressed))


def _apart(word: str) -> str:
    """Letters without their marks (й is и, ё is е, ä is a)."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))


def _habits(word: str) -> str:
    for habit, instead in _HABITS:
        word = habit.sub(instead, word)
    return word
