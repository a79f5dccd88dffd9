"""Counts by year as columns: one row of them per role, all on one scale and one axis of years."""

from collections.abc import Mapping
from typing import Any

from ..rows import Row

HEIGHT = 56
"""Pixels of the highest column."""
PHONE, DESK, DIGIT = 330, 800, 6.6
"""Width of a chart on a phone and on a desk, and of a digit of its labels, in pixels."""
MOST_TICKS = 8


def years(counted: list[Row], roles: Mapping[str, str]) -> dict[str, Any] | None:
    """Columns for rows of ``role``, ``year`` (None: no date known) and ``n``; None where no row has a year. A role
    without any row is left out.

    ``ticks`` as of a time axis; per role ``name``, ``columns``, ``undated`` (a count) and ``said`` (the same in words);
    ``table`` is the same as numbers. A column has ``x``, ``w`` and ``middle`` in per cent, ``h`` in pixels, ``label`` (the
    count, or "" where it would not fit), ``tight`` (it fits on a desk alone) and ``of``, the row.
    """
    dated = [row for row in counted if row["year"] is not None]
    if not dated:
        return None
    first, last = min(row["year"] for row in dated), max(row["year"] for row in dated)
    slot = 100 / (last - first + 1)
    highest = max(row["n"] for row in dated)
    widest = len(f"{highest:,}") * DIGIT * 100 / slot
    shown = []
    roles = {role: name for role, name in roles.items() if any(row["role"] == role for row in counted)}
    for role, name in roles.items():
        own = sorted((row for row in dated if row["role"] == role), key=lambda row: row["year"])
        peak = max((row["n"] for row in own), default=0)
        columns = []
        for row in own:
            told = widest <= DESK or row["n"] == peak
            tight = widest > PHONE and row["n"] != peak
            columns.append(_column(row, (row["year"] - first + 0.5) * slot, slot, highest) | {
                "label": f"{row['n']:,}" if told else "", "tight": tight})  # fmt: skip
        undated = sum(row["n"] for row in counted if row["role"] == role and row["year"] is None)
        said = ", ".join(f"{row['year']}: {row['n']:,}" for row in own) or "none"
        shown.append({"role": role, "name": name, "columns": columns, "undated": undated, "said": said})
    return {"ticks": _ticks(first, last, slot), "rows": shown, "height": HEIGHT, "table": _table(counted, roles)}


def _table(counted: list[Row], roles: Mapping[str, str]) -> list[Row]:
    """The same as numbers: per year, newest first and None last, the counts in the order of ``roles``."""
    n = {(row["year"], row["role"]): row["n"] for row in counted if row["role"] in roles}
    places = sorted({year for year, _ in n}, key=lambda year: -(year or 0))
    return [{"year": year, "n": [n.get((year, role), 0) for role in roles]} for year in places]


def _column(row: Row, middle: float, slot: float, highest: int) -> dict[str, Any]:
    width = min(slot * 0.7, 5)
    return {"x": round(middle - width / 2, 2), "w": round(width, 2), "middle": round(middle, 2),
            "h": round(max(row["n"] / highest * HEIGHT, 1.5), 1), "of": row}  # fmt: skip


def _ticks(first: int, last: int, slot: float) -> list[dict[str, Any]]:
    step = next((step for step in (1, 2, 5, 10, 20, 50) if (last - first + 1) <= step * MOST_TICKS), 100)
    return [
        {"x": round((year - first + 0.5) * slot, 2), "label": str(year)}
        for year in range(first, last + 1)
        if year % step == 0 or last == first
    ]
