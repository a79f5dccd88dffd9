"""What the schema says of a record's shape: its fields in order, the order of rows, and a walk over every value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from communique_schema.spec import ColumnSpec, TableSpec, children, tables
from communique_schema.terms import codes

from .entries import Entry

_DIGITS = re.compile(r"(\d+)")
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Cell:
    """One value of a record: its column, the entry that holds it, and what messages call record and field."""

    spec: TableSpec
    column: ColumnSpec
    entry: Entry
    record: str
    field: str

    @property
    def text(self) -> str:
        """The value as written, without white space around it."""
        return self.entry.value.strip() if isinstance(self.entry.value, str) else ""


@cache
def nested(name: str) -> dict[str, TableSpec]:
    """Child tables of a table by the field they nest under."""
    return {str(spec.nested): spec for spec in children(name)}


@cache
def defaults(name: str) -> dict[str, bool]:
    """What a row of the table holds where its record leaves a field out."""
    return {c.name: c.default for c in tables()[name].columns.values() if c.default is not None}


@cache
def order_columns(name: str) -> tuple[str, ...]:
    """Columns of the table that hold the record's place in its list."""
    return tuple(c.name for c in tables()[name].columns.values() if c.origin == "order")


@cache
def field_order(name: str) -> tuple[str, ...]:
    """Fields of a table's records in canonical order: its own, date groups where they begin, then what is nested."""
    own = dict.fromkeys(c.group or c.name for c in tables()[name].columns.values() if c.written)
    return (*own, *nested(name))


def fields(spec: TableSpec, record: dict[str, Entry]) -> list[Entry]:
    """The entries of a record in canonical order."""
    return [record[name] for name in field_order(spec.name) if name in record]


def group_columns(spec: TableSpec, group: str) -> list[ColumnSpec]:
    """Columns a record writes inside a date group, in order."""
    return [c for c in spec.columns.values() if c.group == group and c.written]


def only(spec: TableSpec) -> ColumnSpec | None:
    """The one column a record of the table writes, if it is only one: such a record is written as that value alone."""
    written = [c for c in spec.columns.values() if c.written]
    return written[0] if len(written) == 1 and not nested(spec.name) else None


def single(spec: TableSpec, entry: Entry) -> Entry | None:
    """The entry of the value, for a record that is a value alone, however it is written."""
    column = only(spec)
    if column is None:
        return None
    return (
        entry
        if isinstance(entry.value, str)
        else entry.value.get(column.name)
        if isinstance(entry.value, dict)
        else None
    )


def small(spec: TableSpec) -> bool:
    """Whether the table's rows are links and the like, one line each: without an id of their own and nothing nested."""
    return spec.nested is not None and not any(c.prefix for c in spec.columns.values()) and not nested(spec.name)


def in_order(spec: TableSpec, rows: list[Entry]) -> list[Entry]:
    """Rows of one list in canonical order: as they stand where the order says something, else by primary key."""
    if any(c.origin == "order" for c in spec.columns.values()):
        return rows
    return sorted(rows, key=lambda row: _key(spec, row))


def _key(spec: TableSpec, row: Entry) -> Key:
    alone = single(spec, row)
    if alone is not None:
        return (str(alone.value).strip(),)
    record = row.value if isinstance(row.value, dict) else {}
    names = [name for name in spec.primary_key if name != spec.parent_key]
    return tuple(_comparable(spec.columns[name], record.get(name)) for name in names)


def _comparable(column: ColumnSpec, entry: Entry | None) -> Key:
    """A value as something to sort by: numbers as numbers, codes as the code book lists them."""
    text = entry.value.strip() if entry is not None and isinstance(entry.value, str) else ""
    if column.kind == "int32":
        return (int(text) if text.isdecimal() else -1,)
    if column.vocabulary:
        listed = codes(column.vocabulary)
        return (listed.index(text) if text in listed else len(listed), text)
    if column.prefix or column.fk:
        return (text,)
    return tuple(int(part) if n % 2 else part for n, part in enumerate(_DIGITS.split(text)))


def records(root: Any) -> list[Entry]:
    """The records of a file."""
    return root if isinstance(root, list) else [Entry(1, value=root)]


def cells(spec: TableSpec, root: Any) -> Iterator[Cell]:
    """Every value of a file's records, of what is nested in them too, in written order."""
    for row in records(root):
        yield from _cells(spec, row, "")


def _cells(spec: TableSpec, row: Entry, above: str) -> Iterator[Cell]:
    column = only(spec)
    if column is not None and isinstance(row.value, str):
        yield Cell(spec, column, row, above, spec.nested or column.name)
        return
    record = row.value if isinstance(row.value, dict) else {}
    minted = record.get(spec.primary_key[0]) if spec.primary_key[0] != spec.parent_key else None
    name = minted.value if minted is not None and isinstance(minted.value, str) else above
    for field, entry in record.items():
        below = nested(spec.name).get(field)
        if below is not None:
            for child in entry.value if isinstance(entry.value, list) else []:
                yield from _cells(below, child, name)
        elif isinstance(entry.value, dict):
            for part, inner in entry.value.items():
                yield Cell(spec, spec.columns[f"{field}_{part}"], inner, name, f"{field}.{part}")
        elif field in spec.columns:
            yield Cell(spec, spec.columns[field], entry, name, field)
