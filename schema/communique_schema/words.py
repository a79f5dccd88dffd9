"""The published normalisation and the one tokeniser behind every word count.

Normalisation: invisible characters (soft hyphens, zero-width characters, direction and byte-order marks) dropped,
Unicode NFKC, casefold, any run of quotation marks of any tradition as one ``'``, any run of dashes as one ``-``,
white space collapsed to single spaces, and everything outside the first and last word cut off. Two prints of one
sentence that differ in line breaks, quotation marks, dashes, capitals, ligatures or hidden hyphenation normalise alike.
A word is a maximal run of letters, digits, underscores (``\\w``) and the accents combined with them.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache

QUOTES = "\"'`´ʹʻʼʽˊˋ‘’‚‛“”„‟‹›«»′″‵‶❛❜❝❞❮❯〝〞〟＂＇「」『』｢｣"
DASHES = "-‐‑‒–—―−⁃⸺⸻﹘﹣－"
INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
WORD = re.compile(rf"\w[\w{ACCENTS}]*")

_QUOTES = re.compile(f"[{re.escape(QUOTES)}]+")
_DASHES = re.compile(f"[{re.escape(DASHES)}]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_FIRST_TO_LAST = re.compile(rf"\w(?:.*\w)?[{ACCENTS}]*", re.DOTALL)
_ASCII_EDGE = "".join(c for c in map(chr, range(128)) if not WORD.match(c))
_ASCII_QUOTES = re.compile("[\"'`]+")
_PRINTED = re.compile(r"\S+")


def fold(text: str) -> str:
    """Normalise without collapsing white space or cutting the ends."""
    if text.isascii():
        return (
            _ASCII_QUOTES.sub("'", text.lower())
            if "--" not in text
            else _DASHES.sub("-", _QUOTES.sub("'", text.lower()))
        )
    while (
        folded := _fold_once(text)
    ) != text:  # NFKC, casefold and the runs make work for each other: to the fixed point
        text = folded
    return text


def _fold_once(text: str) -> str:
    text = _DASHES.sub("-", _QUOTES.sub("'", _INVISIBLE.sub("", text)))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def normalise(text: str) -> str:
    """The published normalisation of a span; ``""`` when it holds no word."""
    folded = collapse(text)
    if folded.isascii():
        return folded.strip(_ASCII_EDGE)
    core = _FIRST_TO_LAST.search(folded)
    return core.group() if core else ""


def collapse(text: str) -> str:
    """The text folded, with single spaces for white space, and its ends left on."""
    return " ".join(fold(text).split())


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(fold(text))


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(words(text))


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where each word of :func:`words` is printed: code points of ``text`` as it stands, end exclusive.

    One printed character can hold two words (``½`` is 1 and 2); both then have its place.
    """
    if text.isascii():
        return [m.span() for m in WORD.finditer(text)]
    spans: list[tuple[int, int]] = []
    for printed in _PRINTED.finditer(text):  # nothing combines across white space
        at, token = printed.start(), printed.group()
        found = WORD.finditer(token) if token.isascii() else _spans_in_token(token)
        spans += [(at + start, at + end) for start, end in (m if isinstance(m, tuple) else m.span() for m in found)]
    return spans


def _spans_in_token(token: str) -> list[tuple[int, int]]:
    starts = [i for i, char in enumerate(token) if not i or not _joins_before(char)]
    ends = [*starts[1:], len(token)]
    parts = [_fold_cluster(token[start:end]) for start, end in zip(starts, ends, strict=True)]
    owner = [k for k, part in enumerate(parts) for _ in part]
    return [(starts[owner[m.start()]], ends[owner[m.end() - 1]]) for m in WORD.finditer("".join(parts))]


@lru_cache(maxsize=65536)
def _fold_cluster(cluster: str) -> str:
    return fold(cluster)


@lru_cache(maxsize=65536)
def _joins_before(char: str) -> bool:
    """Whether normalisation may merge the character with the one before it: accents, Korean medials and finals."""
    first = unicodedata.normalize("NFKD", char)[0]
    korean = "\u1160" <= first <= "\u11ff" or "\ud7b0" <= first <= "\ud7fb"
    return korean or unicodedata.category(first)[0] == "M" or bool(_INVISIBLE.match(char))


def sha256_text(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def norm_sha256(text: str) -> str:
    """SHA-256 of a span after the published normalisation."""
    return sha256_text(normalise(text))
