"""What a page is: what was asked, and what it shows; the HTML, the JSON and the CSV of it are three readings of one thing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .rows import Row, Rows
from .served import Served


class NotThereError(Exception):
    """There is no such page; says why, and where to go: ``way_out`` are (address, words)."""

    def __init__(self, said: str, *way_out: tuple[str, str], status: int = 404) -> None:
        super().__init__(said)
        self.way_out, self.status = way_out, status


class MovedError(Exception):
    """What was asked for is shown at another address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True)
class Ask:
    """What was asked of one release: ``key`` (an id, or ""), the query's arguments, and the two clocks.

    ``day``: how things stood on that day; ``known_by``: by what had been published by then. ``wrong`` says which argument
    was no day of the data; the page is then that of the last day.
    """

    served: Served
    key: str
    args: Mapping[str, str]
    day: date
    known_by: date
    wrong: str | None = None

    @property
    def moved(self) -> bool:
        """Whether it is another day than the data's last."""
        return (self.day, self.known_by) != (self.served.data_through, self.served.data_through)

    def number(self, name: str, default: int = 1, most: int = 1_000_000) -> int:
        """A whole number from 1 on among the arguments."""
        text = self.args.get(name, "")
        return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 9 else default


@dataclass(frozen=True)
class Page:
    """One page. ``kind`` names the template and the menu's entry.

    ``data`` is all the page shows, as plain values: the JSON of the page. ``lists`` names the parts of it that are lists of
    rows, the first one being the page's CSV. ``charts`` are drawn from ``data`` and only drawn. ``key`` is the id the page
    is about, "" of a page of the whole release. ``kept`` are arguments that belong to the permalink.
    """

    kind: str
    title: str
    data: Row
    lists: tuple[str, ...] = ()
    key: str = ""
    charts: Mapping[str, Any] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    indexed: bool = True
    description: str = ""


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
FIRST = date(1900, 1, 1)
"""No day before is asked about."""


def _day(text: str) -> date:
    """A day written as 2021-01-20, and in no other way. Raises ``ValueError``."""
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def asked(served: Served, key: str, args: Mapping[str, str], *, clocks: bool = True) -> Ask:
    """Read the two clocks from ``day`` and ``known`` (ISO days up to the data's last).

    Without ``clocks`` the page is one that shows the data's last day only, whatever is asked.
    """
    last, wrong = served.data_through, []
    days = {}
    for name in ("day", "known"):
        text = args.get(name, "").strip() if clocks else ""
        try:
            days[name] = _day(text) if text else last
        except ValueError:
            wrong.append(f"“{text[:40]}” is no day; write it as {last.isoformat()}")
            days[name] = last
        if days[name] < FIRST:
            wrong.append(f"no record begins before {FIRST.isoformat()}")
            days[name] = FIRST
        if days[name] > last:
            wrong.append(f"the data end on {last.isoformat()}; {days[name].isoformat()} is later")
            days[name] = last
    return Ask(served, key, args, days["day"], days["known"], "; ".join(wrong) or None)


def row_of(rows: Rows, ask: Ask, table: str, kind: str) -> Row:
    """The row asked about, its codes in words as well; raises :class:`NotThereError`, which calls it a ``kind``."""
    row = rows.get(table, ask.key)
    if row is None:
        raise NotThereError(f"There is no {kind} {ask.key} in release {ask.served.label}.")
    return row
