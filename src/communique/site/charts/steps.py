"""Steps of a log over time, each over its own day: those of one day stacked, a day not known drawn as the days it may be."""

from typing import Any

from ..rows import Row
from .axis import Axis, levels

APART = 5.2
"""Per cent of the width between two steps: the width of a numbered mark on a phone."""


def placed(steps: list[Row], axis: Axis) -> dict[str, Any]:
    """Steps that have a day, in the order of time: ``x``, ``level``, ``reach`` and ``unsure``; and the ``rows`` they take."""
    dated = sorted((s for s in steps if s["happened_date"]), key=lambda s: (s["happened_date"], s["position"]))
    places = [axis.x(step["happened_date"]) for step in dated]
    heights = levels(places, APART)
    signs = [
        {"x": x, "level": level, "reach": reach(step, "happened", axis), "unsure": unsure(step["happened_edtf"]), "of": step}
        for step, x, level in zip(dated, places, heights, strict=True)
    ]  # fmt: skip
    return {"steps": signs, "rows": 1 + max(heights, default=0)}


def reach(row: Row, name: str, axis: Axis) -> dict[str, Any] | None:
    """The days a date may mean: ``x`` and ``w`` in per cent, ``open`` where one end is not known; None where it is one day."""
    first, last = row[f"{name}_earliest"], row[f"{name}_latest"]
    if first and first == last:
        return None
    left, right = axis.x(first) if first else 0.0, axis.x(last) if last else 100.0
    return {"x": left, "w": round(max(right - left, 0.6), 2), "open": not first or not last}


def unsure(edtf: str | None) -> bool:
    """Whether a date leaves the day open; a session of several days leaves none open."""
    if not edtf:
        return True
    return edtf.startswith("[") or any(mark in edtf for mark in "?~") or any(len(end) < 10 for end in edtf.split("/"))
