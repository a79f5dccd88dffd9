"""The words of an article in place: its ranges as paragraphs, cut wherever a statement's span begins or ends."""

import re
from itertools import pairwise

from ..rows import Row, Rows

_LINES = re.compile(r"[^\r\n]+")


def in_place(rows: Rows, ranges: list[Row], spans: list[Row]) -> list[Row]:
    """The ranges whose words are at hand, each with ``paragraphs``: lists of stretches with ``words`` and ``numbers``.

    Only for a private database, which has table range_words. ``spans`` have ``number``, ``char_start`` and ``char_end``;
    a stretch may belong to several statements or to none.
    """
    sql = "SELECT char_start, words FROM range_words WHERE article_id IN (SELECT value FROM json_each(?))"
    words = {one["char_start"]: one["words"] for one in rows.all(sql, {one["article_id"] for one in ranges})}
    return [
        {**one, "paragraphs": paragraphs(words[one["char_start"]], one["char_start"], spans)}
        for one in ranges
        if one["char_start"] in words
    ]


def paragraphs(text: str, start: int, spans: list[Row]) -> list[list[Row]]:
    """The lines of ``text``, whose first code point is number ``start`` of the article, as stretches."""
    found = [(line.start() + start, line.end() + start) for line in _LINES.finditer(text) if line.group().strip()]
    return [_stretches(text[a - start : b - start], a, spans) for a, b in found]


def _stretches(line: str, start: int, spans: list[Row]) -> list[Row]:
    end = start + len(line)
    inside = [span for span in spans if span["char_start"] < end and span["char_end"] > start]
    borders = {start, end} | {at for s in inside for at in (s["char_start"], s["char_end"]) if start < at < end}
    out: list[Row] = []
    for a, b in pairwise(sorted(borders)):
        numbers = sorted({s["number"] for s in inside if s["char_start"] <= a and s["char_end"] >= b})
        if out and out[-1]["numbers"] == numbers:
            out[-1]["words"] += line[a - start : b - start]
        else:
            out.append({"words": line[a - start : b - start], "numbers": numbers})
    return out
