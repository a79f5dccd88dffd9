"""How values are written on a page."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from markupsafe import Markup

from ..citing.days import MONTHS, dated
from ..citing.days import day as day_in_words
from ..citing.plain import language

_MONTHS = tuple(month[:3] for month in MONTHS)
_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
"""Signs that turn the direction of what follows, which on a page could make one text read as another."""


def day(value: str | date | None) -> str:
    """An ISO day as people write it: 4 May 2020."""
    if not value:
        return "no day known"
    at = value if isinstance(value, date) else date.fromisoformat(value)
    return day_in_words(at)


def short_day(value: str | date | None) -> str:
    """The same with the month in three letters."""
    if not value:
        return "no day known"
    at = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def when(edtf: str | None) -> str:
    """A date of the EDTF subset in words: "between 7 and 26 December 2017"."""
    return dated(edtf) if edtf else "no date known"


def number(value: int) -> str:
    """A whole number with its thousands set apart."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """ "1 statement", "2 statements"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def in_script(value: Any) -> Markup:
    """A value as JSON that no text in it can end the script element of."""
    return Markup(json.dumps(value, ensure_ascii=False, indent=1).translate(_IN_SCRIPT))  # noqa: S704 (made safe)


def straight(text: str) -> str:
    """A text without signs that turn its direction."""
    return text if text.isascii() else text.translate(DIRECTIONS)


def finalize(value: Any) -> Any:
    """Every text on its way into a page: nothing for None, no sign that turns its direction."""
    if value is None:
        return ""
    return straight(value) if type(value) is str else value


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day, "short_day": short_day, "when": when, "number": number, "counted": counted, "in_script": in_script,
    "language": language, "straight": straight,
}  # fmt: skip
