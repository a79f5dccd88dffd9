"""The published normalisation and the one tokeniser behind every word count.

Normalisation: Unicode NFKC, quotation marks of every tradition unified to ``'`` and dashes to ``-``, casefold, white
space collapsed to single spaces, and everything outside the first and last word cut off. Two prints of one sentence
that differ in line breaks, quotation marks, dashes, capitals or ligatures normalise alike.
A word is a maximal run of letters, digits or underscores (``\\w+``) of the normalised text.
"""

import hashlib
import re
import unicodedata

QUOTES = "\"'`´‘’‚‛“”„‟‹›«»′″＂＇「」『』"
DASHES = "-‐‑‒–—―−﹘﹣－"
_UNIFY = str.maketrans({**dict.fromkeys(QUOTES, "'"), **dict.fromkeys(DASHES, "-")})
WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """Normalise without collapsing white space or cutting the ends; two passes, for NFKC and casefold disturb each other."""
    once = unicodedata.normalize("NFKC", text.translate(_UNIFY)).translate(_UNIFY).casefold()
    return unicodedata.normalize("NFKC", once).translate(_UNIFY)


def normalise(text: str) -> str:
    """The published normalisation of a span; ``""`` when it holds no word."""
    folded = " ".join(fold(text).split())
    found = [m.span() for m in WORD.finditer(folded)]
    return folded[found[0][0] : found[-1][1]] if found else ""


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    return WORD.findall(fold(text))


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(words(text))


def sha256_text(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def norm_sha256(text: str) -> str:
    """SHA-256 of a span after the published normalisation."""
    return sha256_text(normalise(text))
