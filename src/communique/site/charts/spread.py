"""Where statements stand along a text: places in per cent of its code points, a row per statement."""

from typing import Any

from ..rows import Row

ROW, TOP = 15, 22
"""Pixels of a statement's row, and of the row of ranges above them."""
FILLS = {"primary": "full", "continuation": "held", "repeat": "live", "headline": "open"}
"""Role of a span -> kind of bar, each with a pattern of its own."""


def spread(ranges: list[Row], statements: list[Row], chars: int) -> dict[str, Any]:
    """``ranges`` and ``rows`` (a statement's ``spans``) as bars with ``x`` and ``w``; ``ticks`` in code points.

    ``ranges`` have ``range_kind``, ``char_start``, ``char_end``; ``statements`` a ``number`` and ``spans`` with
    ``anchor_role``, ``char_start``, ``char_end``; ``chars`` is the text's length.
    """
    rows = []
    for place, one in enumerate(statements):
        bars = [_bar(span, chars) | {"kind": FILLS[span["anchor_role"]], "of": span} for span in one["spans"]]
        if bars:
            rows.append({"y": TOP + ROW * place, "number": one["number"], "bars": bars})
    return {
        "ranges": [_bar(one, chars) | {"of": one} for one in ranges],
        "rows": rows,
        "height": TOP + ROW * len(statements) + 2,
        "ticks": [{"x": round(100 * at / chars, 2), "label": f"{at:,}"} for at in range(0, chars + 1, _step(chars))],
    }


def _bar(one: Row, chars: int) -> dict[str, float]:
    start, end = one["char_start"], one["char_end"]
    return {"x": round(100 * start / chars, 2), "w": round(max(100 * (end - start) / chars, 0.4), 2)}


def _step(chars: int) -> int:
    """The round number of code points that makes at most six ticks."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if chars <= 5 * factor * size:
                return factor * size
        size *= 10
