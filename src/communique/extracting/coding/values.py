"""What an anchor stores of its span, worked out for all spans of a text together.

The published normalisation has to be ready for any sign there is; of the signs that nearly every text is made of, it only
makes letters small and quotation marks and dashes alike. For a text of such signs that is done once.
"""

import re
from hashlib import sha256

from communique_schema.words import count_words, normalise

from ...anchors.spans import SHORT, head, tail

Values = tuple[str, str, int, str | None, str | None]
"""span_sha256, span_norm_sha256, word_count, head, tail."""

_MARKS = "§€£•©®°·"
"""Signs that are no part of a word, beside those of ASCII."""
_QUOTES = '"`“”„‘’‚«»‹›'
_REST = (("–", "-"), ("—", "-"), ("\u00a0", " "))
_COMMON = re.compile(f"[\x00-\x7fÀ-ÖØ-öø-ÿĀ-įĴ-ľŁ-ňŊ-žЀ-џҐґ…{_MARKS}]*")
"""Signs that normalisation makes small or keeps: no composing, no dropping, no ligature."""
_CHANGED = re.compile(f"[…ß{_MARKS}]")
"""Common signs that become several, and those that hinder counting words by their bytes."""
_EDGES = "".join(c for c in map(chr, range(128)) if not (c.isalnum() or c == "_")) + _MARKS
_BLANK = bytes.maketrans(_EDGES[: -len(_MARKS)].encode(), b" " * (len(_EDGES) - len(_MARKS)))
_WORD = re.compile(r"\w+")
_TWO_WORDS = re.compile(r"\w+(?:\W+\w+)?")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


class Printed:
    """A text whose spans' values are asked for; ``small`` has its signs small and alike in their places, if all are common."""

    def __init__(self, text: str) -> None:
        """Time grows with the length of ``text``."""
        self.text = text
        self.small: str | None = None
        self.changed = False
        small = text
        for mark in _QUOTES:
            small = small.replace(mark, "'")
        if small.isascii():
            self.small = small.lower()
            return
        for mark, instead in _REST:
            small = small.replace(mark, instead)
        if small.isascii() or _COMMON.fullmatch(small):
            self.small = small.lower()
            self.changed = _CHANGED.search(small) is not None

    def values(self, start: int, end: int) -> Values:
        """What :func:`communique.anchors.spans.values` gives for the span between two places, sooner."""
        span = self.text[start:end]
        if self.small is None:
            return values(span)
        normal = self.small[start:end]
        if self.changed:
            normal = normal.replace("…", "...").replace("ß", "ss")
        normal = _normal(normal)
        plain = normal.encode()
        by_bytes = not self.changed or len(plain) == len(normal)
        count = len(plain.translate(_BLANK).split() if by_bytes else _WORD.findall(normal))
        first = last = None
        if count >= SHORT:
            first, last = _edge(span), _edge(span[::-1])[::-1]
        return sha256(span.encode()).hexdigest(), sha256(plain).hexdigest(), count, first, last


def values(span: str) -> Values:
    """span_sha256, span_norm_sha256, word_count, head and tail of a span by itself."""
    printed = Printed(span)
    if printed.small is not None:
        return printed.values(0, len(span))
    normal = normalise(span)
    count = count_words(normal)
    long = count >= SHORT
    return (sha256(span.encode()).hexdigest(), sha256(normal.encode()).hexdigest(), count,
            head(span) if long else None, tail(span) if long else None)  # fmt: skip


def _normal(small: str) -> str:
    """The normalised form of a span of common signs, small already, its quotes and dashes alike."""
    while "''" in small:
        small = small.replace("''", "'")
    if "  " in small or not small.isprintable():
        small = " ".join(small.split())
    if "-" in small:
        while "--" in small or " -" in small or "- " in small:
            small = small.replace(" -", "-").replace("- ", "-").replace("--", "-")
    return small.strip(_EDGES)


def _edge(span: str) -> str:
    """The first two words of a span of common signs as printed, white space as one space."""
    found = _TWO_WORDS.search(span)
    if found is None:
        return ""
    two = found.group()
    return two if two.isprintable() and "  " not in two else _SPACE.sub(" ", two)
