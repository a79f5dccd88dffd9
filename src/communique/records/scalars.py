"""From the text of a field to a value of its column's type."""

import re
from datetime import date

from communique_schema.edtf import EdtfError, bounds
from communique_schema.spec import ColumnSpec

from .handles import inside

Value = str | int | bool | date
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_WHOLE = re.compile(r"0\Z|[1-9]\d{0,9}\Z", re.ASCII)
_SIGNED = re.compile(r"-?\d+\Z", re.ASCII)
_ABSENT = {"", "~", "null", "Null", "NULL"}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters nobody sees: control characters, marks that turn the direction of writing, halves of a pair."""
_TODO = re.compile(r"TODO\b")
_INT32 = 2**31 - 1
FORMULA = "=+-@"
"""Characters that make a spreadsheet run a cell; no shipped text begins with one."""


class ScalarError(ValueError):
    """A text that is no value of its column: the rule's code, what is wrong, how to mend it."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.code, self.message, self.fix = code, message, fix


def value(column: ColumnSpec, raw: str, plain: bool = True) -> Value:
    """The typed value of ``raw``, or :class:`ScalarError`. ``plain``: written without quotation marks."""
    if (plain and raw in _ABSENT) or not raw.strip():
        raise ScalarError("empty-value", "the field is empty", "write a value or leave the field out")
    if column.kind == "bool":
        if raw in ("true", "false"):
            return raw == "true"
        raise ScalarError("wrong-type", f"{_cut(raw)} is neither true nor false", "write true or false")
    if column.kind == "int32":
        if _WHOLE.match(raw) and int(raw) <= _INT32:
            return int(raw)
        if _SIGNED.match(raw):
            raise ScalarError("out-of-range", f"{_cut(raw)} is not between 0 and {_INT32}", "correct the number")
        raise ScalarError("wrong-type", f"{_cut(raw)} is not a whole number", "write digits alone")
    if column.kind == "date32":
        return _day(raw)
    return _text(column, raw)


def _cut(raw: str) -> str:
    return repr(raw if len(raw) <= 40 else raw[:37] + "...")


def _day(raw: str) -> date:
    if not _DAY.match(raw):
        raise ScalarError("wrong-type", f"{_cut(raw)} is not a day", "write it as 2020-04-25")
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ScalarError("impossible-date", f"{raw} is no day of the calendar", "correct the date") from None


def _text(column: ColumnSpec, raw: str) -> str:
    if found := _UNSEEN.search(raw):
        ch = found[0]
        if "\ud800" <= ch <= "\udfff":
            raise ScalarError("lone-surrogate", f"lone surrogate U+{ord(ch):04X}", "write the character itself")
        raise ScalarError("control-character", f"control character U+{ord(ch):04X}", "remove it")
    if not any(ch.isprintable() and not ch.isspace() for ch in raw):
        raise ScalarError("empty-value", "the field shows nothing", "write a value or leave the field out")
    if raw != raw.strip():
        raise ScalarError("outer-space", "white space at the beginning or the end", "remove it (communique fmt does)")
    if named := [raw] if raw[0] == "@" and (column.prefix or column.fk) else inside(raw):
        message = f"{named[0]} is a handle, not yet an id"
        raise ScalarError("unminted-handle", message, "run communique fmt to mint an id")
    if _TODO.match(raw):
        raise ScalarError("left-todo", "still to be done", "write the value, or leave the field out")
    if raw[0] in FORMULA:
        raise ScalarError("formula-start", f"begins with {raw[0]}, which spreadsheets run as a formula", "reword it")
    if column.edtf:
        try:
            bounds(raw)
        except EdtfError as error:
            impossible = "calendar" in str(error) or "month" in str(error)
            code = "impossible-date" if impossible else "bad-edtf"
            raise ScalarError(code, str(error), "see the date forms in dataset/README.md") from None
    return raw
