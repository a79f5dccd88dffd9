"""SQLite: STRICT tables with keys and CHECKs, the indexes that links and filters use, and full text."""

import re
from collections.abc import Iterator

from .. import terms
from ..spec import ColumnSpec, Kind, TableSpec
from . import Specs, target

_TYPES: dict[Kind, str] = {"text": "TEXT", "int32": "INTEGER", "bool": "INTEGER", "date32": "TEXT"}
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
SEARCHED = ("title", "short_name", "name", "alias", "label", "gloss", "summary", "paraphrase", "key_phrase")
"""Columns that full text covers wherever they stand: one name means one thing across all tables."""


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def in_order(specs: Specs) -> list[TableSpec]:
    """The tables with every table after those its foreign keys point to (its own rows aside)."""
    done: dict[str, TableSpec] = {}

    def visit(spec: TableSpec, above: tuple[str, ...]) -> None:
        for column in spec.columns.values():
            if column.fk and column.fk not in (*above, spec.name):
                visit(specs[column.fk], (*above, spec.name))
        done.setdefault(spec.name, spec)

    for spec in specs.values():
        visit(spec, ())
    return list(done.values())


def create_table(spec: TableSpec, specs: Specs) -> str:
    """``CREATE TABLE`` of one table: STRICT, its key, its foreign keys, a CHECK wherever SQL can say one."""
    lines = [_column(column, specs) for column in spec.columns.values()]
    lines.append(f"PRIMARY KEY ({', '.join(map(quoted, spec.primary_key))})")
    return f"CREATE TABLE {quoted(spec.name)} (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column(column: ColumnSpec, specs: Specs) -> str:
    parts = [quoted(column.name), _TYPES[column.kind]]
    if not column.nullable:
        parts.append("NOT NULL")
    if column.fk:
        parts.append(f"REFERENCES {quoted(column.fk)} ({quoted(target(column, specs).name)})")
    checks = list(_checks(column))
    if checks:
        parts.append(f"CHECK ({' AND '.join(checks)})")
    return " ".join(parts)


def _checks(column: ColumnSpec) -> Iterator[str]:
    name = quoted(column.name)
    if column.vocabulary:
        # Not IN (...): SQLite builds a longer list anew for every row inserted, at five times the cost of the row.
        yield " OR ".join(f"{name} = {literal(code)}" for code in terms.codes(column.vocabulary))
    elif column.kind == "bool":
        yield f"{name} IN (0, 1)"
    elif column.kind == "date32":
        yield f"{name} GLOB '{_DAY}'"
    elif column.kind == "int32":
        if column.minimum is not None:
            yield f"{name} >= {column.minimum}"
        if column.maximum is not None:
            yield f"{name} <= {column.maximum}"
    elif not column.fk:
        yield from pattern_checks(name, column.pattern) if column.pattern else ()
        if not column.pattern:
            yield f"{name} <> ''"
        if column.max_length is not None:
            yield f"length({name}) <= {column.max_length}"


_TOKEN = re.compile(r"(\[[^\[\]\\^]+\]|\\d|\\\.|[\w:-])(\{\d+\}|[*+])?", re.ASCII)
_OPTIONAL = re.compile(r"([^()]+)\(\?:([^()]+)\)\?")


def pattern_checks(name: str, pattern: str) -> list[str]:
    """What GLOB can say of a regular expression; an empty list where it cannot say it.

    Understood: fixed characters and classes, each once or ``{n}`` times, and at the end one class with ``*`` or ``+``;
    and fixed ones in ``(?: )?`` at the end, there or not there.
    """
    body = pattern.removeprefix("^").removesuffix("$")
    if optional := _OPTIONAL.fullmatch(body):
        both = [pattern_checks(name, f"^{said}$") for said in (optional[1], optional[1] + optional[2])]
        return [" OR ".join(check for (check,) in both)] if all(len(checks) == 1 for checks in both) else []
    tokens = list(_TOKEN.finditer(body))
    if not pattern.startswith("^") or not pattern.endswith("$") or "".join(t[0] for t in tokens) != body:
        return []
    *fixed, last = tokens
    if any(t[2] in ("*", "+") for t in fixed):
        return []
    if last[2] not in ("*", "+"):
        times = [int(t[2][1:-1]) if t[2] else 1 for t in tokens]
        if len(tokens) == 1 and times[0] > 8:
            return [f"length({name}) = {times[0]}", f"{name} NOT GLOB '*{_none_of(last[1])}*'"]
        return [f"{name} GLOB {literal(''.join(_glob(t[1]) * n for t, n in zip(tokens, times, strict=True)))}"]
    if any(t[2] for t in fixed):
        return []
    head = "".join(_glob(t[1]) for t in fixed) + (_glob(last[1]) if last[2] == "+" else "")
    rest = f"substr({name}, {len(fixed) + 1})" if fixed else name
    return [f"{name} GLOB {literal(head + '*')}", f"{rest} NOT GLOB '*{_none_of(last[1])}*'"]


def _glob(part: str) -> str:
    return "[0-9]" if part == r"\d" else part.removeprefix("\\")


def _none_of(part: str) -> str:
    return "[^" + _glob(part).strip("[]") + "]"


def create_indexes(spec: TableSpec) -> list[str]:
    """One index per foreign key that does not lead the primary key, by date where the table has one; and one by date.

    Rows where a nullable key is null are left out: no link or filter by that key ever looks for them.
    """
    day = next((f"{group}_date" for group in spec.groups), None)
    by = [day] if day else []
    links = [c for c in spec.columns.values() if c.fk and c.name != spec.primary_key[0]]
    return [_index(spec, by)] * len(by) + [_index(spec, [c.name, *by], partial=c.nullable) for c in links]


def _index(spec: TableSpec, columns: list[str], *, partial: bool = False) -> str:
    name, listed = quoted(f"{spec.name}_by_{'_and_'.join(columns)}"), ", ".join(map(quoted, columns))
    where = f" WHERE {quoted(columns[0])} IS NOT NULL" if partial else ""
    return f"CREATE INDEX {name} ON {quoted(spec.name)} ({listed}){where}"


def searched(spec: TableSpec) -> list[str]:
    """Columns of a table that full text covers."""
    return [c.name for c in spec.columns.values() if c.kind == "text" and c.name in SEARCHED]


def create_full_text(spec: TableSpec) -> str | None:
    """External-content FTS5 table ``<table>_fts``; ``None`` where the table has no text to search.

    The content table stands in double quotes: Datasette recognises a search index by that alone.
    """
    columns = searched(spec)
    if not columns:
        return None
    listed = ", ".join(map(quoted, columns))
    return (
        f"CREATE VIRTUAL TABLE {quoted(spec.name + '_fts')} USING FTS5("
        f"{listed}, content={quoted(spec.name)}, tokenize='unicode61 remove_diacritics 2')"
    )


def fill_full_text(spec: TableSpec) -> str:
    """The statement that indexes every row of the table as it stands."""
    fts = quoted(spec.name + "_fts")
    return f"INSERT INTO {fts}({fts}) VALUES ('rebuild')"  # noqa: S608 (names of the contract)
