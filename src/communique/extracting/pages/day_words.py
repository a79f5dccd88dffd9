"""The words of a language for days, as a sentence tells of them: ``[said]`` of ``lexicon/<language>/page.toml``."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from .words import raw

Phrase = tuple[tuple[str, ...], str, int]
"""The words behind the first, what the phrase is (a key of ``[said]``), and how many days back it points."""


class DayWords(NamedTuple):
    """The words of one language for days, in lower case; ``phrases`` by their first word, longest first,
    and ``ahead_after`` by its first word.

    Every form holds one of ``gates``: a sentence without any of them tells no day. ``triggers`` are the words a day may begin
    with; every day but one all in figures has one of ``telling`` in it, at most ``reach``
    words behind its first.
    """

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    phrases: Mapping[str, tuple[Phrase, ...]]
    ahead: frozenset[str]
    behind: frozenset[str]
    ahead_after: Mapping[str, tuple[tuple[str, ...], ...]]
    month_lead: frozenset[str]
    day_lead: frozenset[str]
    never: frozenset[str]
    triggers: frozenset[str]
    telling: frozenset[str]
    reach: int
    gates: tuple[str, ...]


_COUNTED = {"today": 0, "yesterday": 1, "this_week": 0, "last_week": 0, "this_month": 0, "last_month": 0, "this_year": 0,
            "last_year": 0, "recently": 0}  # fmt: skip


@cache
def day_words(language: str) -> DayWords:
    """The words of a language (en, de, ru) for days; cached for the process."""
    lexicon = raw(language)
    said = lexicon["said"]
    weekdays = {word: k for k, row in enumerate(lexicon["weekdays"]) for word in row.split() if len(word) > 4}
    months = {word: k + 1 for k, row in enumerate(lexicon["months"]) for word in row.split()}
    phrases: dict[str, tuple[Phrase, ...]] = {}
    rows = [(phrase, name, number) for name, number in _COUNTED.items() for phrase in said[name]]
    for phrase, name, number in [*rows, *((phrase, "ago", number) for phrase, number in said["ago"].items())]:
        first, *rest = phrase.split()
        phrases[first] = tuple(sorted([*phrases.get(first, ()), (tuple(rest), name, number)], key=_longest))
    days = {f"{day}{ending}" for day in range(1, 32) for ending in ("", "st", "nd", "rd", "th")}
    days |= {f"0{day}" for day in range(1, 10)}
    ends = {[first, *rest][-1] for first, rows in phrases.items() for rest, _, _ in rows}
    reach = max(len(rest) for rows in phrases.values() for rest, _, _ in rows)
    return DayWords(
        weekdays, months, phrases, frozenset(said["ahead"]), frozenset(said["behind"]),
        _by_first(said["ahead_after"]), frozenset(said["month_lead"]), frozenset(said["day_lead"]),
        frozenset(said["never"]), frozenset({*weekdays, *months, *phrases, *days}),
        frozenset({*weekdays, *months, *ends}), max(reach, 1), tuple(said["gates"]),
    )  # fmt: skip


def _by_first(rows: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for first, *rest in map(str.split, rows):
        found[first] = (*found.get(first, ()), tuple(rest))
    return found


def _longest(row: Phrase) -> tuple[int, tuple[str, ...]]:
    return -len(row[0]), row[0]
