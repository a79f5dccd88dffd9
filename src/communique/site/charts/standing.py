"""What stands over time, of a treaty or a channel: a lane per standing, the steps below, those of one day stacked.

Up to the day we looked a bar is drawn as its status; after it, empty: the last status known, and no more than that.
"""

from datetime import date
from typing import Any

from ..page import Ask
from ..rows import Row
from .axis import around
from .lanes import DAY, MARGIN, lane
from .steps import placed


def standing(lanes: list[Row], steps: list[Row], checked: str, ask: Ask) -> dict[str, Any]:
    """``ticks``, ``checked`` (per cent), ``lanes`` with ``name``, ``bars``, ``marks``, ``rows``; ``steps`` and their ``rows``.

    ``lanes`` have ``name`` and ``intervals`` (``status``, ``status_label``, ``valid_from``, ``valid_to``); ``steps`` the
    columns of a date named ``happened``, and ``position``. ``checked`` is the ISO day up to which events were looked for.
    """
    end = ask.served.data_through
    days = [step[name] for step in steps for name in ("happened_earliest", "happened_date") if step[name]]
    days += [one["valid_from"] for one_lane in lanes for one in one_lane["intervals"]]
    axis = around([date.fromisoformat(day) for day in days], end + MARGIN)
    drawn = [{"name": one["name"], **lane(one["intervals"], checked, axis, end + DAY)} for one in lanes]
    return {"ticks": axis.ticks(), "checked": axis.x(checked), "lanes": drawn, **placed(steps, axis)}
