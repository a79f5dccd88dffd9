"""The subset of the Extended Date/Time Format that records may use, and the days it bounds.

Allowed: ``2020``, ``2020-04``, ``2020-04-25``, each with ``?`` or ``~`` behind it; one of a range
``[2017-12-07..2017-12-26]``; open ranges ``[..2020-04-25]`` and ``[2020-04-25..]``; a period ``2020-06-22/2020-06-23``.
Level 0 and 1 dates and level 2 sets of EDTF (ISO 8601-2:2019). The qualifiers change certainty, never the bounds.
"""

import calendar
import re
from datetime import date
from functools import cache

_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~])?\Z", re.ASCII)
_ONE_OF = re.compile(r"\[([^\[\]]*?)\.\.([^\[\]]*?)\]\Z")

_LONGEST = 40
Bounds = tuple[date | None, date | None]


class EdtfError(ValueError):
    """The text is no date of the subset, or no day of the calendar; the message says which."""


def _point(text: str) -> tuple[date, date]:
    match = _POINT.match(text)
    if not match:
        raise EdtfError(f"{text!r} is not a date of the form 2020, 2020-04 or 2020-04-25")
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    if not year or year < 1000:
        raise EdtfError(f"the year in {text!r} is not a four-digit year")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        raise EdtfError(f"{text!r} has no such month")
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    if not 1 <= day <= last:
        raise EdtfError(f"{text!r} is no day of the calendar")
    return date(year, month, day), date(year, month, day)


@cache
def bounds(text: str) -> Bounds:
    """First and last possible day of an EDTF text; ``None`` where it is open. Raises :class:`EdtfError`."""
    if len(text) > _LONGEST:
        raise EdtfError(f"{text[:_LONGEST]!r}... is too long for a date")
    one_of = _ONE_OF.match(text)
    left, slash, right = (one_of[1], "..", one_of[2]) if one_of else text.partition("/")
    if not slash:
        return _point(text)
    if not one_of and not (left and right):
        raise EdtfError(f"{text!r} is a period without a beginning or an end; an open date is [..2020-04-25]")
    earliest = _point(left)[0] if left else None
    latest = _point(right)[1] if right else None
    if earliest is None and latest is None:
        raise EdtfError(f"{text!r} says nothing")
    if earliest and latest and earliest > latest:
        raise EdtfError(f"{text!r} ends before it begins")
    return earliest, latest
