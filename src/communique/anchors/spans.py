"""What a span of a text is: the values an anchor stores of it, and what is wrong with an anchor that says otherwise."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from communique_schema.words import count_words, normalise, sha256_text, word_spans

SHORT = 12
"""Words: a shorter span carries no head and tail, for with them too little of it would be left unsaid."""

_TWO_WORDS = re.compile(r"\w+(?:\W+\w+)?")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
"""White space, and what no record may hold."""


class Anchor(NamedTuple):
    """One row of anchors, with the statement's key phrase; a value not filled in is None."""

    statement_id: str
    char_start: int
    char_end: int
    anchor_role: str
    span_sha256: str | None
    span_norm_sha256: str | None
    word_count: int | None
    head: str | None
    tail: str | None
    row: int = -1

    @property
    def place(self) -> str:
        """How messages name it."""
        return f"anchor {self.char_start}-{self.char_end}"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an anchor: the field, a stable code, what, and how to mend it."""

    field: str
    code: str
    message: str
    fix: str = ""


_VALUES = {
    "span_sha256": ("span-hash", "is not the hash of the words there"),
    "span_norm_sha256": ("span-norm-hash", "is not the normalised hash of the words there"),
    "word_count": ("span-words", "is not the number of words there"),
    "head": ("span-head", "is not how the span begins"),
    "tail": ("span-tail", "is not how the span ends"),
}
_OFFSETS = "correct the offsets, then run communique fmt --refill --sources DIR"
_STALE = "if the offsets are right, run communique fmt --refill --sources DIR; else correct them first"


def values(span: str) -> dict[str, object]:
    """What an anchor stores of its span: both hashes, word_count, and head and tail or None."""
    normal = normalise(span)
    count = count_words(normal)
    return {
        "span_sha256": sha256_text(span),
        "span_norm_sha256": sha256_text(normal),
        "word_count": count,
        "head": head(span) if count >= SHORT else None,
        "tail": tail(span) if count >= SHORT else None,
    }


def faults(anchor: Anchor, text: str) -> list[Fault]:
    """Everything wrong with one anchor in the text it was made on; empty when it holds."""
    start, end = anchor.char_start, anchor.char_end
    if start >= end:
        return [Fault("char_end", "span-reversed", f"the span ends at {end}, not after its start {start}", _OFFSETS)]
    if end > len(text):
        return [Fault("char_end", "span-past-end", f"the span ends at {end}, the text at {len(text)}", _OFFSETS)]
    actual = values(text[start:end])
    if not actual["word_count"]:
        return [Fault("char_start", "span-empty", "the span holds no word", _OFFSETS)]
    if tuple(actual.values()) == anchor[4:9]:
        return []
    found: list[Fault] = []
    for field, (code, message) in _VALUES.items():
        stored = getattr(anchor, field)
        if stored == actual[field]:
            continue
        if stored is None:
            fix = "run communique fmt --sources DIR"
            found.append(Fault(field, "span-unfilled", f"{field} is not filled in", fix))
        else:
            found.append(Fault(field, code, f"{field} {message} ({start}-{end})", _STALE))
    return found


def head(span: str) -> str:
    """The first two words as printed, white space as one space."""
    if span.isascii():
        return _SPACE.sub(" ", _two_words(span))
    spans = word_spans(_piece(span, from_end=False))[:2]
    return _SPACE.sub(" ", span[spans[0][0] : spans[-1][1]]) if spans else ""


def tail(span: str) -> str:
    """The last two words as printed, white space as one space."""
    if span.isascii():
        return _SPACE.sub(" ", _two_words(span[::-1])[::-1])
    piece = _piece(span, from_end=True)
    spans = word_spans(piece)[-2:]
    return _SPACE.sub(" ", piece[spans[0][0] : spans[-1][1]]) if spans else ""


def _two_words(ascii_text: str) -> str:
    found = _TWO_WORDS.search(ascii_text)
    return found.group() if found else ""


def _piece(span: str, *, from_end: bool) -> str:
    """So much of one end of the span, cut at white space, that it holds two words: no need to read it whole."""
    pieces = 4
    while True:
        parts = span.rsplit(None, pieces) if from_end else span.split(None, pieces)
        if len(parts) <= pieces:
            return span
        rest = parts[0] if from_end else parts[-1]
        piece = span[len(rest) :] if from_end else span[: len(span) - len(rest)]
        if count_words(piece) >= 2:
            return piece
        pieces *= 4
