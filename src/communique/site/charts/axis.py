"""A time axis: days to per cent of its width, years and months as ticks; marks that would touch stand above each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

APART = 4.2
"""Per cent of the width two marks keep from each other: a mark's own width on a phone."""
SHORTEST = timedelta(days=120)


@dataclass(frozen=True)
class Axis:
    """From the first to the last day shown."""

    start: date
    end: date

    def x(self, day: date | str) -> float:
        """Per cent of the width; days outside are at the edge."""
        at = day if isinstance(day, date) else date.fromisoformat(day)
        part = (at - self.start).days / max((self.end - self.start).days, 1)
        return round(min(max(part, 0), 1) * 100, 2)

    def ticks(self, most: int = 6) -> list[dict[str, Any]]:
        """At most ``most`` years, or months where the axis is short: ``x`` and ``label``."""
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        room = {1: most - 1, 2: most - 1, 3: most - 1, 6: most - 1}  # a month's label is wider than a year's
        steps = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240, 600)
        step = next((step for step in steps if months <= step * room.get(step, most)), 1200)
        first = self.start.year * 12 + self.start.month - 1
        at = range(-(-first // step) * step, self.end.year * 12 + self.end.month, step)
        days = [date(place // 12, place % 12 + 1, 1) for place in at]
        shown = [(self.x(d), self._label(d, step)) for d in days if self.start <= d <= self.end]
        return [{"x": x, "label": label if x <= 95 or len(label) == 4 else ""} for x, label in shown]

    @staticmethod
    def _label(day: date, step: int) -> str:
        month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[day.month - 1]
        return str(day.year) if step >= 12 else f"{month} {day.year}"


def around(days: Sequence[date], end: date) -> Axis:
    """An axis from the year (or, where it is short, the month) of the first day to ``end``, at least four months long."""
    first = min([*days, end])
    start = date(first.year, 1, 1) if (end - first).days > 1100 else date(first.year, first.month, 1)
    return Axis(min(start, end - SHORTEST), end)


def levels(places: Sequence[float], apart: float = APART) -> list[int]:
    """For marks at ``places`` (per cent, in order of time) the level each stands on, 0 the lowest: none touch, none move."""
    last: list[float] = []
    out = []
    for x in places:
        level = next((n for n, edge in enumerate(last) if x - edge >= apart), len(last))
        last[level:] = [x, *last[level + 1 :]]
        out.append(level)
    return out
