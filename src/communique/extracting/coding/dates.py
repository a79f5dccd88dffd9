"""When a page was published, when something was said and when it was told, as the contract's date groups."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from ..model import Page, Span
from ..pages import said_day

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LENGTH = 10
"""Characters of an EDTF text that is one day."""
RECENT = 31
"""Days between a telling and the page that reports it."""
FAR = 400
"""Characters of narration before a statement in which the day is sought."""
SHORT = 2
"""Characters of narration that name no day."""
ALWAYS = "[1000-01-01..]"
"""An unknown day. The widest date the form allows: it starts with the first year it can write and has no end."""


class Date(NamedTuple):
    """One date group: EDTF, certainty, basis in our own words, the weekday the page names."""

    edtf: str
    certainty: str
    basis: str | None
    weekday: str | None = None


NEVER = Date(ALWAYS, "unknown", "No full day can be read on the page or in what came with it.")


def published(page: Page) -> Date:
    """The page's day; a weekday printed that contradicts it is left out."""
    if page.day is None:
        return NEVER._replace(basis=page.day_basis or NEVER.basis)
    day = dt.date.fromisoformat(page.day[:10])
    named = page.weekday if page.weekday == WEEKDAYS[day.weekday()] else None
    return Date(day.isoformat(), "explicit", page.day_basis or "The day that came with the text.", named)


def page_day(page: Page) -> dt.date | None:
    """The page's day as a day."""
    return dt.date.fromisoformat(page.day[:10]) if page.day else None


def told_without_day(day: dt.date | None, *, certain: bool) -> Date:
    """The telling of a statement in whose sentence no day stands: the page's own, or any up to it."""
    if day is None:
        return NEVER
    if certain:
        return Date(day.isoformat(), "inferred_internal", "No other day is named; the page's own stands for it.")
    return Date(f"[..{day.isoformat()}]", "bounded", "No day is named; it was told by the day of the page.")


def told(
    sentence: str, language: str, day: dt.date | None, near: int | None = None, outside: Sequence[Span] = ()
) -> Date | None:
    """The day a sentence says it was told: a single day of the last month; what lies further back is what it tells of."""
    found = named(sentence, language, day, near, outside)
    if found is None or day is None or len(found.edtf) != LENGTH:
        return None
    return found if (day - dt.date.fromisoformat(found.edtf)).days <= RECENT else None


def named(
    sentence: str, language: str, day: dt.date | None, near: int | None = None, outside: Sequence[Span] = ()
) -> Date | None:
    """The day a sentence names, read against the page's: the one nearest to ``near``, none of those in the spans ``outside``.

    None where it names none, or one after the page. Places are code points of ``sentence``.
    """
    if day is None:
        return None
    found = said_day(sentence, language, day, near=near, outside=outside)
    if found is None or (found.earliest and found.earliest > day):
        return None
    weekday = found.weekday
    if weekday and not (
        found.earliest and found.earliest == found.latest and WEEKDAYS[found.earliest.weekday()] == weekday
    ):
        weekday = None
    return Date(found.edtf, found.certainty, found.basis, weekday)


class Days:
    """The days of a page's statements, asked for in reading order: one that the page names holds until it names another."""

    def __init__(self, page: Page) -> None:
        self.text, self.language = page.document.text, page.language
        self.day = page_day(page)
        self.read = next((start for kind, start, _ in page.ranges if kind == "body"), 0)
        self.told: Date | None = None
        self.certain = told_without_day(self.day, certain=True)
        self.bounded = told_without_day(self.day, certain=False)

    def narrated(self, end: int) -> None:
        """Read the narration between the last statement and one that begins at ``end``: a day in it holds for the next."""
        start = max(self.read, end - FAR)
        if end > start + SHORT:
            self.told = told(self.text[start:end], self.language, self.day) or self.told

    def telling(self, sentence: Span, near: int, spans: Sequence[Span], *, unnamed: bool) -> Date:
        """When a statement of these spans was told in a sentence (empty: none that may name a day) with its cue at ``near``."""
        first, last = sentence
        if last > first:
            outside = [(start - first, end - first) for start, end in spans]
            if found := told(self.text[first:last], self.language, self.day, near - first, outside):
                self.told = found
                return found
        if unnamed:
            return self.bounded
        return self.told or self.certain

    def saying(self, span: Span) -> Date | None:
        """The day that what is said names as its own."""
        return named(self.text[slice(*span)], self.language, self.day)
