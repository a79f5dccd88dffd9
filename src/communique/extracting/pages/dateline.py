"""The place, day and agency printed before the first sentence: "MOSCOW, April 25 (Agency) -", "Berlin (dpa) -"."""

import re
from typing import NamedTuple

from .words import months

_HEAD = 170
"""Characters at the beginning of a body that a dateline may take."""
_UPPER = "A-ZÄÖÜÀ-ÖØ-ÞŁŚŠŽČЀ-Я"
_NAME = rf"[{_UPPER}][\w’'.-]{{0,30}}"
_PLACE = re.compile(rf"[\W_]{{0,3}}({_NAME}(?:[ /](?:{_NAME}|am|an|der|de|del|upon|на)){{0,4}})")
_REGION = re.compile(rf"\s{{0,2}},\s{{1,2}}({_NAME}(?: {_NAME})?)(?=\s{{0,2}}[,(/:.–—-])")
_DAY = re.compile(
    r"\s{0,2}[,.]?\s{1,2}(?:(?:on )?[^\W\d_]{2,12}\.?,?\s)?"
    r"(\d{1,2}(?:st|nd|rd|th|\.)?\s{0,2}[^\W\d_]{3,10}\.?|[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?)"
    r"((?:,|\s){1,2}\d{4})?(?:\s?(?:г\.|года))?"
)
_AGENCY = re.compile(r"\s{0,2}[.,]?\s{0,2}(?:\(([^()\n]{2,90})\)|/([^/\n]{2,60})/|\[([^\[\]\n]{2,60})\])")
_BARE = re.compile(
    rf"\s{{0,2}}[.,]?\s{{1,2}}([{_UPPER}][\w.&’-]{{1,30}}(?: [\w.&’-]{{2,20}}){{0,2}})(?=\s{{1,2}}[–—-]\s)"
)
_BEHIND = re.compile(rf"({_NAME}(?: {_NAME}){{0,2}})[./]\s{{1,3}}")
"""An agency without brackets, before the dash or behind it; only where a day tells that this is a dateline."""
_END = re.compile(r"\s{0,2}(?:\.?\s{0,2}(?:--|[–—-])|[.:])\s{1,3}")
_WORD = re.compile(r"[^\W\d_]{3,10}")


class Dateline(NamedTuple):
    """``place`` and ``agency`` as printed; ``printed`` is the whole; ``end`` counts code points to the first word behind it."""

    place: str
    agency: str | None
    printed: str
    end: int


def read_dateline(body: str) -> Dateline | None:
    """The dateline a body begins with, or None. Without an agency and a day, the place must be in capitals."""
    head = body[:_HEAD]
    place = _PLACE.match(head)
    if not place:
        return None
    at = place.end()
    day = _day(head, at)
    if not day and (region := _REGION.match(head, at)):
        at = region.end()
        day = _day(head, at)
    at = day or at
    agency = _AGENCY.match(head, at) or (_BARE.match(head, at) if day else None)
    at = agency.end() if agency else at
    end = _END.match(head, at)
    name = place[1].rstrip(".")
    if not end or not (agency or day or _is_capitals(name, end.group())):
        return None
    if day and not agency and (behind := _BEHIND.match(head, end.end())):
        agency = end = behind
    by = next(filter(None, agency.groups()), None) if agency else None
    return Dateline(name, by, head[: end.end()].strip(), end.end())


def _day(head: str, at: int) -> int:
    """Where a day and month end that stand at ``at``; 0 where none do."""
    found = _DAY.match(head, at)
    if not found or not any(word.lower() in months() for word in _WORD.findall(found[1])):
        return 0
    return found.end()


def _is_capitals(name: str, end: str) -> bool:
    return len(name) >= 3 and name.isupper() and "." not in name and end.strip()[-1:] in "-–—"
