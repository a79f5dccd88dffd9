"""The published normalisation and the one tokeniser behind every word count.

Normalisation: invisible characters (soft hyphens, zero-width characters, direction and byte-order marks) dropped,
Unicode NFKC, casefold, any run of quotation marks of any tradition as one ``'``, any run of dashes as one ``-``,
white space collapsed to single spaces and none left beside a dash (a line may break at a hyphen), and everything
outside the first and last word cut off. Two prints of one sentence that differ in line breaks, quotation marks, dashes,
capitals, ligatures or hidden hyphenation normalise alike.
A word is a maximal run of letters, digits, underscores (``\\w``) and the accents combined with them.
"""

import hashlib
import re
from functools import lru_cache
from unicodedata import category, is_normalized, normalize

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
_ASCII_BLANK = str.maketrans(dict.fromkeys(_ASCII_EDGE, " "))
_ASCII_QUOTES = re.compile("[\"'`]+")
_EDGY = re.compile(f"[{INVISIBLE}\u0345{''.join(c for c in QUOTES + DASHES if c.isalnum())}]")
_PRINTED = re.compile(r"\S+")
_AROUND_DASH = re.compile(r" ?-(?: ?-)* ?")


def fold(text: str) -> str:
    """Normalise without collapsing white space or cutting the ends."""
    if text.isascii():  # one pass does; by far the most frequent case
        plain = text.lower()
        if '"' in plain or "`" in plain or "''" in plain:
            plain = _ASCII_QUOTES.sub("'", plain)
        return _DASHES.sub("-", plain) if "--" in plain else plain
    while True:  # NFKC, casefold and the runs make work for each other
        plain = _DASHES.sub("-", _QUOTES.sub("'", _INVISIBLE.sub("", text)))
        folded = plain.casefold()
        if is_normalized("NFKC", plain) and is_normalized("NFKC", folded):
            return folded
        folded = normalize("NFKC", normalize("NFKC", plain).casefold())
        if folded == text:
            return text
        text = folded


def normalise(text: str) -> str:
    """The published normalisation of a span; ``""`` when it holds no word."""
    folded = collapse(text)
    if folded.isascii():
        return folded.strip(_ASCII_EDGE)
    core = _FIRST_TO_LAST.search(folded)
    return core.group() if core else ""


def collapse(text: str) -> str:
    """The text folded, with single spaces for white space and none beside a dash, and its ends left on."""
    return _AROUND_DASH.sub("-", " ".join(fold(text).split()))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order."""
    folded = fold(text)
    return folded.translate(_ASCII_BLANK).split() if folded.isascii() else WORD.findall(folded)


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(words(text))


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where each word of :func:`words` is printed: code points of ``text`` as it stands, end exclusive.

    One printed character can hold two words (``½`` is 1 and 2); both then have its place.
    """
    if _as_printed(text):
        return [m.span() for m in WORD.finditer(text)]
    spans: list[tuple[int, int]] = []
    for printed in _PRINTED.finditer(text):  # nothing combines across white space
        at, token = printed.start(), printed.group()
        found = [m.span() for m in WORD.finditer(token)] if _as_printed(token) else _spans_in_token(token)
        spans += [(at + start, at + end) for start, end in found]
    return spans


def _as_printed(text: str) -> bool:
    """Whether folding moves no word's edge: nothing to compose, to drop, or to turn from letter into mark."""
    return text.isascii() or (is_normalized("NFKC", text) and not _EDGY.search(text))


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
    first = normalize("NFKD", char)[0]
    korean = "\u1160" <= first <= "\u11ff" or "\ud7b0" <= first <= "\ud7fb"
    return korean or category(first)[0] == "M" or bool(_INVISIBLE.match(char))


def sha256_text(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def norm_sha256(text: str) -> str:
    """SHA-256 of a span after the published normalisation."""
    return sha256_text(normalise(text))
