"""The day a page says it was published: full days only, and never a guess."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from .words import months, site_words, weekdays

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The codes of the vocabulary ``weekday``, from Monday."""

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?=\Z|[T\s])")
_FULL = re.compile(
    r"(?<!\d)(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.|-го)?,?\s{1,3}(?:of\s)?(?P<month>[^\W\d_]{3,10})\.?,?\s{1,3}(?P<year>\d{4})"
    r"|(?P<dd>\d{1,2})(?P<mark>[./-])(?P<mm>\d{1,2})(?P=mark)(?P<yyyy>\d{4})"
    r"|(?P<y>\d{4})(?P<m>[./-])(?P<mo>\d{1,2})(?P=m)(?P<d>\d{1,2}))(?!\d)"
    r"|(?<![^\W_])(?P<name>[^\W\d_]{3,10})\.?\s{1,3}(?P<number>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?P<of>\d{4})(?!\d)"
)
_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d)/(\d\d)(?=/|\Z)")
_NEIGHBOUR = re.compile(r"[^\W\d_]{2,14}")
_LINE = 300
"""Characters of a line that are looked at for a day."""


class Printed(NamedTuple):
    """A full day printed in a line: where it begins, the weekday beside it (0 is Monday) where that is one, and whether a word
    of publication, or one of a later change, stands before it."""

    day: date
    start: int
    weekday: int | None
    published: bool
    updated: bool


def full_days(line: str) -> Iterator[Printed]:
    """Days with a year in the first 300 characters of a line. A day that may be read two ways (04/05/2031) is none."""
    if not any(c in line for c in "12"):
        return
    line = line[:_LINE]
    low = line.lower()
    for match in _FULL.finditer(line):
        day = _day(match)
        if day is None:
            continue
        before = low[max(0, match.start() - 40) : match.start()]
        near = low[max(0, match.start() - 14) : match.start()] + " " + low[match.end() : match.end() + 14]
        named = {weekdays()[word] for word in _NEIGHBOUR.findall(near) if word in weekdays()}
        published, updated = _last(before, site_words().published), _last(before, site_words().updated)
        yield Printed(day, match.start(), day.weekday() if day.weekday() in named else None,
                      published > updated, updated > published)  # fmt: skip


def declared_day(text: str) -> date | None:
    """The day of what a source declares: an ISO day or instant (as on its own clock), else one full day in words."""
    iso = _ISO.match(text.strip())
    if iso:
        return _date(*map(int, iso.groups()))
    found = {printed.day for printed in full_days(text)}
    return found.pop() if len(found) == 1 else None


def address_day(url: str) -> date | None:
    """The day in an address, as in /2031/03/04/; None where it has none, or several."""
    found = {_date(*map(int, match.groups())) for match in _ADDRESS.finditer(url[:2000])}
    return found.pop() if len(found) == 1 else None


def agreed(found: Iterable[Printed]) -> Printed | None:
    """The day of publication among the days printed around a text: one marked as such, else the only one; else None."""
    days = [printed for printed in found if not printed.updated]
    marked = [printed for printed in days if printed.published]
    chosen = marked or days
    if len({printed.day for printed in chosen}) != 1:
        return None
    return next((printed for printed in chosen if printed.weekday is not None), chosen[0])


def _last(before: str, words: tuple[str, ...]) -> int:
    return max((before.rfind(word) for word in words), default=-1)


def _day(match: re.Match[str]) -> date | None:
    if match["day"] or match["name"]:
        month = months().get((match["month"] or match["name"]).lower())
        return _date(int(match["year"] or match["of"]), month, int(match["day"] or match["number"])) if month else None
    if match["y"]:
        return _date(int(match["y"]), int(match["mo"]), int(match["d"]))
    year, first, second = int(match["yyyy"]), int(match["dd"]), int(match["mm"])
    if match["mark"] == "." or first > 12 or first == second:
        return _date(year, second, first)
    return _date(year, first, second) if second > 12 else None


def _date(year: int, month: int, day: int) -> date | None:
    if not 1900 <= year <= 2099:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
