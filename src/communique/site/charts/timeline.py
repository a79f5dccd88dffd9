"""One proposal over time: its status as each fold tells it, and every move, those of one day stacked."""

from datetime import date, timedelta
from typing import Any

from ..page import Ask
from ..rows import Row
from .axis import around
from .lanes import DAY, MARGIN, lane
from .steps import placed

FOLDS = (("headline", "All accounts"), ("per_ru", "Russian accounts alone"), ("per_us", "US accounts alone"))


def timeline(intervals: list[Row], moves: list[Row], checked: str, ask: Ask) -> dict[str, Any]:
    """``ticks``, ``checked`` (per cent; None beyond the chart), ``lanes``, one per fold; ``steps`` and their ``rows``."""
    days = [
        date.fromisoformat(day) for move in moves for day in (move["happened_earliest"], move["happened_date"]) if day
    ]
    days += [date.fromisoformat(one["valid_from"]) for one in intervals]
    axis = around(days, _end(intervals, moves, ask))
    lanes = [
        {"name": name, **lane([one for one in intervals if one["fold"] == fold], checked, axis, ask.day + DAY)}
        for fold, name in FOLDS
    ]
    seen = axis.x(checked) if checked <= axis.end.isoformat() else None
    return {"ticks": axis.ticks(), "checked": seen, "lanes": lanes, **placed(moves, axis)}


def _end(intervals: list[Row], moves: list[Row], ask: Ask) -> date:
    """Some way after the last thing that happened: a fifth of the time until then, at least two months."""
    last = [one["valid_from"] for one in intervals] + [m["happened_date"] for m in moves if m["happened_date"]]
    known = date.fromisoformat(max(last)) if last else ask.day
    first = date.fromisoformat(min(last)) if last else ask.day
    return min(known + max((known - first) / 5, timedelta(days=60)), ask.served.data_through + MARGIN)
