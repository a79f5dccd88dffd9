"""What only the text can tell of a span: the values the formatter writes into a record when the text is at hand."""

from collections.abc import Iterable, Mapping

from ..problems import CommuniqueError
from .spans import values


class SpanError(CommuniqueError):
    """Offsets that name no span of the text."""


def filled(text: str, start: int, end: int) -> dict[str, object]:
    """span_sha256, span_norm_sha256, word_count, head and tail of ``text[start:end]`` (code points, end exclusive).

    head and tail are None on spans under twelve words. Raises :class:`SpanError` where the offsets name no words.
    """
    if not 0 <= start < end:
        raise SpanError(
            f"the span {start}-{end} is reversed or empty: give the first code point and the one after the last"
        )
    if end > len(text):
        raise SpanError(f"the span {start}-{end} ends past the end of the text, which has {len(text)} code points")
    found = values(text[start:end])
    if not found["word_count"]:
        raise SpanError(f"the span {start}-{end} holds no word: check the offsets")
    return found


def fill(anchors: Iterable[Mapping[str, object]], text: str) -> list[dict[str, object]]:
    """Anchor mappings with char_start and char_end, each with its filled values put in; other keys stay as they are.

    Raises :class:`SpanError`, naming the first anchor whose offsets do not fit the text.
    """
    return [
        {**anchor, **filled(text, _offset(anchor, "char_start"), _offset(anchor, "char_end"))} for anchor in anchors
    ]


def _offset(anchor: Mapping[str, object], field: str) -> int:
    value = anchor.get(field)
    if not isinstance(value, int) or isinstance(value, bool):
        raise SpanError(f"{field} of an anchor is {value!r}: give a whole number of code points")
    return value
