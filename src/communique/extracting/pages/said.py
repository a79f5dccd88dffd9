"""The day a sentence tells of, read against the day of its page: weekdays, today and yesterday, "earlier this week", dates.

A weekday is the last one on or before the page's day. What lies ahead ("next Tuesday", "by Friday", "on 30 April" on a page
of the 25th) is no day of saying, and is passed over.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from .days import WEEKDAYS
from .sentence import Sentence, Span, words_of_days

_MOST = 10_000
"""Days remembered, each with the page's day it was read against: a page's statements mostly name the same."""
_SOON = 270
"""Days ahead of the page in which a date without a year is taken to lie ahead, and not a year before."""


class Said(NamedTuple):
    """A day as the date columns of a statement have it: EDTF, first and last possible day (None: open), a code of the
    vocabulary ``date_certainty``, the code of the weekday that is named, and the reasoning in our own words.

    ``start`` and ``end`` are where the words for it stand in the sentence, in code points, end exclusive.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    certainty: str
    weekday: str | None
    basis: str
    start: int = 0
    end: int = 0


Unplaced = tuple[str, date | None, date | None, str, str | None, str]
"""A :class:`Said` without its place."""


def said_day(
    sentence: str, language: str, page_day: date | None, *, near: int | None = None, outside: Sequence[Span] = ()
) -> Said | None:
    """The day a sentence says its words were said; None where it tells none, or none that the page's day can fix.

    Several: the one nearest to the code point ``near`` (the cue), one before it counting as twice as far; else the first. Days
    within ``outside`` (the words that are said, which may tell of other days) do not count. A sentence without any word for
    a day costs a few microseconds.
    """
    read = words_of_days(sentence, language)
    if read is None:
        return None
    best: Said | None = None
    for found in _candidates(read, page_day):
        if any(a <= found.start < b for a, b in outside):
            continue
        if near is None:
            return found
        if best is None or _apart(found, near) < _apart(best, near):
            best = found
    return best


def _apart(said: Said, near: int) -> int:
    """How far a day stands from the cue; one before it counts double, for a cue takes its day from what follows."""
    return max(said.start - near, 2 * (near - said.end), 0)


def _candidates(s: Sentence, page: date | None) -> Iterator[Said]:
    taken = -1  # the last word of a date that was read; its own weekday is part of it
    for i in s.begun:
        if i <= taken:
            continue
        word = s.words[i]
        if word in s.known.months or word[0].isdigit():
            last, said = _date(s, i, page)
            taken = max(taken, last)
        elif word in s.known.weekdays and page:
            last, said = _date(s, i + 1, page, s.known.weekdays[word]) if i + 1 < len(s.words) else (-1, None)
            taken = max(taken, last)
            if last < 0:
                said = _weekday(s, i, page)
        elif word in s.known.phrases and page:
            last, said = _phrase(s, i, page)
            taken = max(taken, last)
        else:
            continue
        if said and not _is_ahead(s, i):
            yield said


def _is_ahead(s: Sentence, i: int) -> bool:
    """Whether the word before, or the one before an article, makes a day one to come or a limit."""
    return any(word in s.known.ahead for word in s.words[max(0, i - 1) : i])


def _weekday(s: Sentence, i: int, page: date) -> Said | None:
    known, word = s.known, s.words[i]
    before = s.words[i - 1] if i else ""
    after = s.words[i + 1 : i + 4]
    if known.day_lead and before not in known.day_lead and before not in known.ahead:
        return None
    if known.never and (not known.never.isdisjoint((f"{before} {word}", f"{word} {after[0]}" if after else word))):
        return None
    for rest in known.ahead_after.get(after[0], ()) if after else ():
        if tuple(after[1 : 1 + len(rest)]) == rest:
            return None
    week = _joined(known.phrases, after, "last_week")
    return Said(*_last(known.weekdays[word], page, week, before in known.behind), *s.places[i])


@lru_cache(_MOST)
def _last(number: int, page: date, week: bool, behind: bool) -> Unplaced:
    """The last weekday of a number; of the ``week`` before the page's, or not the page's own day where it lies ``behind``."""
    if week:
        day = page - timedelta(days=page.weekday() + 7 - number)
    else:
        day = page - timedelta(days=(page.weekday() - number) % 7 or (7 if behind else 0))
    basis = f"{WEEKDAYS[number].capitalize()}, read against the page of {page.isoformat()}"
    return day.isoformat(), day, day, "resolved_relative", WEEKDAYS[number], basis


def _joined(phrases: Mapping[str, Any], words: Sequence[str], name: str) -> bool:
    """Whether a phrase of that name stands at the beginning of the words, or behind one that joins it on."""
    for at in (0, 1):
        for rest, kind, _ in phrases.get(words[at], ()) if at < len(words) else ():
            if kind == name and tuple(words[at + 1 : at + 1 + len(rest)]) == rest:
                return True
    return False


def _date(s: Sentence, i: int, page: date | None, weekday: int | None = None) -> tuple[int, Said | None]:
    """The index of the last word of a date that begins at word ``i``, and what it says; -1 where there is none."""
    numeric = _numeric(s, i)
    if numeric:
        return i + 2, _exact(s, i, i + 2, numeric, page, weekday)
    month = _month(s, i)
    last, day = i, None
    if month is None:
        day = _day_number(s.words[i])
        month = _month(s, i + 1) if day and _touching(s, i) else None
        last = i + 1
        if month is None:
            return -1, None
    elif _touching(s, i) and (day := _day_number(s.words[i + 1])):
        last = i + 1
    year = _year(s, last)
    last += year is not None
    if day:
        return last, _exact(s, i, last, (year, month, day), page, weekday)
    if year is None and (not i or s.words[i - 1] not in s.known.month_lead):
        return -1, None
    return last, _whole_month(s, i, last, year, month, page)


def _exact(
    s: Sentence, i: int, last: int, parts: tuple[int | None, int, int], page: date | None, weekday: int | None
) -> Said | None:
    year, month, number = parts
    known = year or (page.year if page else None)
    if known is None:
        return None
    day = _calendar(known, month, number)
    if year is None and page and day and day > page:
        if (day - page).days <= _SOON:
            return None
        day = _calendar(page.year - 1, month, number)
    if day is None or (page and day > page) or (weekday is not None and day.weekday() != weekday):
        return None
    named = WEEKDAYS[weekday] if weekday is not None else None
    place = s.places[i][0], s.places[last][1]
    if year:
        return Said(day.isoformat(), day, day, "explicit", named, "the date printed in the sentence", *place)
    basis = f"day and month printed, the year that of the page of {page.isoformat()}" if page else ""
    return Said(day.isoformat(), day, day, "inferred_internal", named, basis, *place)


def _whole_month(s: Sentence, i: int, last: int, year: int | None, month: int, page: date | None) -> Said | None:
    if year is None:
        if page is None:
            return None
        behind = i > 0 and s.words[i - 1] in s.known.behind
        if month > page.month and not behind:
            return None  # of this year or the last: the words do not tell
        year = page.year - (month > page.month or (behind and month == page.month))
    first, final = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if page and first > page:
        return None
    place = s.places[i][0], s.places[last][1]
    return Said(
        f"{year:04}-{month:02}", first, final, "inferred_internal", None, "the month printed in the sentence", *place
    )


def _phrase(s: Sentence, i: int, page: date) -> tuple[int, Said | None]:
    for rest, name, number in s.known.phrases[s.words[i]]:
        last = i + len(rest)
        if not rest or (s.words[i + 1 : i + 2] == [rest[0]] and tuple(s.words[i + 1 : last + 1]) == rest):
            if name in ("today", "yesterday") and s.text[s.places[last][1] : s.places[last][1] + 2] in ("'s", "’s"):
                return last, None
            return last, Said(*_relative(name, number, page), s.places[i][0], s.places[last][1])
    return -1, None


@lru_cache(_MOST)
def _relative(name: str, number: int, page: date) -> Unplaced:
    against = f"read against the page of {page.isoformat()}"
    monday = page - timedelta(days=page.weekday())
    match name:
        case "this_week":
            return _bounded(monday, page, f"this week, {against}")
        case "last_week":
            return _bounded(monday - timedelta(days=7), monday - timedelta(days=1), f"last week, {against}")
        case "this_month":
            return _bounded(page.replace(day=1), page, f"this month, {against}")
        case "this_year":
            return _bounded(date(page.year, 1, 1), page, f"this year, {against}")
        case "last_month":
            final = page.replace(day=1) - timedelta(days=1)
            basis = f"last month, {against}"
            return final.isoformat()[:7], final.replace(day=1), final, "inferred_internal", None, basis
        case "last_year":
            year, basis = page.year - 1, f"last year, {against}"
            return f"{year:04}", date(year, 1, 1), date(year, 12, 31), "inferred_internal", None, basis
        case "recently":
            return f"[..{page.isoformat()}]", None, page, "bounded", None, f"recently, {against}"
    day = page - timedelta(days=number)
    told = {0: "today", 1: "yesterday"}.get(number, f"{number} days ago")
    return day.isoformat(), day, day, "resolved_relative", None, f"{told}, {against}"


def _bounded(first: date, last: date, basis: str) -> Unplaced:
    edtf = f"[{first.isoformat()}..{last.isoformat()}]" if first < last else first.isoformat()
    return edtf, first, last, "bounded", None, basis


def _month(s: Sentence, i: int) -> int | None:
    """The month a word names; in English and German with a capital ("may" and "march" are verbs)."""
    if i >= len(s.words) or (number := s.known.months.get(s.words[i])) is None:
        return None
    return number if s.language == "ru" or s.text[s.places[i][0]].isupper() else None


def _day_number(word: str) -> int | None:
    digits = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    return (
        int(digits) if digits.isdigit() and digits.isascii() and len(digits) <= 2 and 1 <= int(digits) <= 31 else None
    )


def _year(s: Sentence, i: int) -> int | None:
    if not _touching(s, i):
        return None
    word = s.words[i + 1]
    return int(word) if len(word) == 4 and word.isascii() and word.isdigit() and 1900 <= int(word) <= 2099 else None


def _numeric(s: Sentence, i: int) -> tuple[int, int, int] | None:
    """Year, month and day of 25.04.2031."""
    if i + 2 >= len(s.words) or not s.words[i][0].isdigit() or s.text[s.places[i][1] : s.places[i + 1][0]] != ".":
        return None
    year = _year(s, i + 1) if s.text[s.places[i + 1][1] : s.places[i + 2][0]] == "." else None
    day, month = _day_number(s.words[i]), _day_number(s.words[i + 1])
    return (year, month, day) if year and day and month and month <= 12 else None


def _touching(s: Sentence, i: int) -> bool:
    """Whether nothing but a space, a comma or a full stop stands between a word and the next."""
    if i + 1 >= len(s.words):
        return False
    between = s.text[s.places[i][1] : s.places[i + 1][0]]
    return len(between) <= 3 and not between.strip(" ,.\xa0")


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
