"""Terms of office as bars: full where the office was held for certain, hatched over the days a term may begin or end on."""

from datetime import date
from typing import Any

from ..page import Ask
from ..rows import Row
from .axis import around
from .lanes import MARGIN
from .steps import reach


def terms_of_office(tenures: list[Row], ask: Ask) -> dict[str, Any] | None:
    """``ticks`` and, in the order of ``tenures``, per term ``held`` (x, width or None), ``began``, ``ended``, ``open``.

    ``began`` and ``ended`` are the stretches of days the first and the last day may be, None where the day is known;
    ``open`` is where (per cent) a term without an end on record meets the end of the data, else None.
    """
    if not tenures:
        return None
    end = ask.served.data_through
    names = ("began_earliest", "began_date", "ended_date")
    days = [date.fromisoformat(one[name]) for one in tenures for name in names if one[name]]
    axis = around(days, end + MARGIN)
    drawn = []
    for one in tenures:
        ended = one["ended_edtf"] is not None
        left = axis.x(one["began_latest"]) if one["began_latest"] else None
        right = axis.x(one["ended_earliest"] or one["began_date"]) if ended else axis.x(end)
        held = None if left is None or right < left else {"x": left, "w": round(max(right - left, 0.4), 2)}
        drawn.append({
            "held": held, "began": reach(one, "began", axis), "ended": reach(one, "ended", axis) if ended else None,
            "open": None if ended else axis.x(end),
        })  # fmt: skip
    return {"ticks": axis.ticks(), "terms": drawn}
