"""Dates of the EDTF subset in words: 2020-04-25? is "25 April 2020 (date uncertain)"."""

import re
from datetime import date

from communique_schema.edtf import bounds

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
MARKS = {"?": "date uncertain", "~": "date approximate"}
ANY = "[1000-01-01..]"
"""The widest date there is: an extracted page or statement without any day."""
_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~]?)")


def day(value: date) -> str:
    """A day in words."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def when(edtf: str) -> str:
    """An EDTF text with the preposition it takes in a sentence: "on 4 May 2020", "between 7 and 26 December 2017".

    Raises :class:`~communique_schema.edtf.EdtfError` where the text is no date of the subset.
    """
    return _said(edtf, alone=False)


def dated(edtf: str) -> str:
    """The same to stand by itself, as in brackets: "4 May 2020", "April 2020", "on or before 4 May 2020"."""
    return _said(edtf, alone=True)


def _said(edtf: str, *, alone: bool) -> str:
    bounds(edtf)  # nothing else reads a text whose grammar nobody has checked
    if edtf == ANY:
        return "day unknown" if alone else "on a day that is not known"
    left, right = _ends(edtf)
    if left == right and left:
        words, mark = _point(left)
        return _marked(words if alone else f"{_on(left)} {words}", mark, alone=alone)
    if not right:
        words, mark = _point(left)
        return _marked(f"{_on(left)} or after {words}", mark, alone=alone)
    if not left:
        words, mark = _point(right)
        return _marked(f"{_on(right)} or before {words}", mark, alone=alone)
    (first, before), (last, after) = _point(_shared(left, right)), _point(right)
    first, last = _marked(first, before, alone=alone), _marked(last, after, alone=alone)
    if edtf.startswith("["):
        return f"between {first} and {last}"
    return f"{first} to {last}" if alone else f"from {first} to {last}"


def _ends(edtf: str) -> tuple[str, str]:
    """The first and the last point; "" where it is open."""
    if edtf.startswith("["):
        left, _, right = edtf[1:-1].partition("..")
        return left, right
    left, _, right = edtf.partition("/")
    return left, right or left


def _shared(left: str, right: str) -> str:
    """The first point without the year, or the month and the year, that the last one says again."""
    if left[-1] in MARKS or right[-1] in MARKS or left.count("-") != right.count("-"):
        return left
    if left.count("-") == 2 and left[:7] == right[:7]:
        return f"--{left[8:]}"
    return f"-{left[5:]}" if "-" in left and left[:4] == right[:4] else left


def _point(text: str) -> tuple[str, str]:
    """A point in words, and its mark."""
    if text.startswith("--"):
        return str(int(text[2:])), ""
    if text.startswith("-"):
        month, _, number = text[1:].partition("-")
        return " ".join([*([str(int(number))] if number else []), MONTHS[int(month) - 1]]), ""
    found = _POINT.match(text)
    year, month, number, mark = found.groups(default="") if found else (text, "", "", "")
    words = [str(int(number))] if number else []
    words += [MONTHS[int(month) - 1]] if month else []
    return " ".join([*words, year]), mark


def _on(point: str) -> str:
    return "on" if point.count("-") == 2 else "in"


def _marked(words: str, mark: str, *, alone: bool) -> str:
    """With what the mark says: in brackets, or after a comma where brackets stand around it already."""
    if not mark:
        return words
    return f"{words}, {MARKS[mark]}" if alone else f"{words} ({MARKS[mark]})"
