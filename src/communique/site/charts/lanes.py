"""Every proposal as a lane on one time axis: a bar per status, a sign where it changed."""

from datetime import date, timedelta
from typing import Any

from ..page import Ask
from ..rows import Row
from ..words import day
from .axis import Axis, around, levels
from .glyphs import bar

SIGNS = 60
"""Signs drawn in a lane: the newest; more could not be told apart."""
DAY, MARGIN = timedelta(days=1), timedelta(days=120)


def bars(intervals: list[Row], axis: Axis, until: date) -> list[dict[str, Any]]:
    """Intervals with a status as bars, clipped at ``until``: ``x`` and ``w`` in per cent, ``kind``, ``dashed``, and in words
    ``said`` and ``title``."""
    out = []
    for one in intervals:
        last = min(one["valid_to"], until.isoformat())
        if one["status"] is None or last <= one["valid_from"]:
            continue
        x = axis.x(one["valid_from"])
        if one["valid_from"] > axis.end.isoformat():
            continue  # after the chart's edge
        alone = ", by one side's account alone" if one.get("one_sided") else ""
        said = f"{one['status_label']} from {day(one['valid_from'])}"
        out.append({"x": x, "w": round(max(axis.x(last) - x, 0.3), 2), "kind": bar(one["status"]), "said": said,
                    "title": said + alone, "dashed": bool(alone)})  # fmt: skip
    return out


def marks(intervals: list[Row], axis: Axis, until: date) -> list[dict[str, Any]]:
    """The first day of each status: ``x`` and ``level``; a status that only goes on with another one-sidedness has none."""
    begun = [one for one, before in zip(intervals, [{}, *intervals], strict=False)
             if one["status"] and one["status"] != before.get("status") and one["valid_from"] <= until.isoformat()]  # fmt: skip
    places = [axis.x(one["valid_from"]) for one in begun]
    return [{"x": x, "level": level, "of": one} for one, x, level in zip(begun, places, levels(places), strict=True)]


def lane(intervals: list[Row], checked: str, axis: Axis, until: date) -> dict[str, Any]:
    """``bars``, ``marks``, ``rows`` (levels of marks) and ``cut`` (older signs not drawn) up to the day before ``until``.

    After ``checked``, the ISO day up to which we looked, a bar is empty: the last status known, and no more than that. The
    line of an ended status stays one.
    """
    after_it = (date.fromisoformat(checked) + DAY).isoformat()
    before = [one | {"valid_to": min(one["valid_to"], after_it)} for one in intervals if one["valid_from"] < after_it]
    after = [
        one | {"valid_from": max(one["valid_from"], after_it),
               "status_label": f"last known, not looked for: {one['status_label']}"}
        for one in intervals
        if one["valid_to"] > after_it
    ]  # fmt: skip
    beyond = [bar | {"kind": bar["kind"] if bar["kind"] == "ended" else "beyond"} for bar in bars(after, axis, until)]
    signs = marks(intervals, axis, until - DAY)
    shown = signs[-SIGNS:]
    return {"bars": bars(before, axis, until) + beyond, "marks": shown, "cut": len(signs) - len(shown),
            "rows": 1 + max((sign["level"] for sign in shown), default=0)}  # fmt: skip


def lanes(shown: list[Row], ask: Ask) -> dict[str, Any]:
    """``ticks``, ``today`` and, in the order of ``shown``, a :func:`lane` each."""
    begun = [date.fromisoformat(one["intervals"][0]["valid_from"]) for one in shown if one["intervals"]]
    axis = around(begun, ask.served.data_through + MARGIN)
    drawn = [lane(one["intervals"], one["checked_through"], axis, ask.day + DAY) for one in shown]
    return {"ticks": axis.ticks(), "today": axis.x(ask.day), "lanes": drawn}
