"""Rows of one served database, as plain mappings, with the words people know codes by."""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any

from .served import Served

Row = dict[str, Any]


class Rows:
    """One connection, asked for one page. ``served`` is the release; days are ISO texts, yes and no are booleans."""

    def __init__(
        self,
        db: sqlite3.Connection,
        served: Served,
        limit: Callable[[], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """``limit`` makes the block in which a query is made; it may end it with ``sqlite3.OperationalError``."""
        self.db, self.served, self._limit = db, served, limit

    def all(self, sql: str, *args: Any, **named: Any) -> list[Row]:
        """Every row of a query. A list or tuple as argument is passed as JSON, for ``IN (SELECT value FROM json_each(?))``."""
        given: Any = {k: _given(v) for k, v in named.items()} if named else [_given(v) for v in args]
        with self._limit():
            cursor = self.db.execute(sql, given)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def one(self, sql: str, *args: Any, **named: Any) -> Row | None:
        """The first row of a query."""
        return next(iter(self.all(sql, *args, **named)), None)

    def value(self, sql: str, *args: Any, **named: Any) -> Any:
        """The first value of the first row."""
        row = self.one(sql, *args, **named)
        return next(iter(row.values())) if row else None

    def get(self, table: str, key: str) -> Row | None:
        """The row of a table with that id, its codes in words as well (``act`` and ``act_label``)."""
        column = next(iter(self.columns[table]))
        row = self.one(f'SELECT * FROM "{table}" WHERE "{column}" = ?', key)  # noqa: S608 (a table of the release)
        return self.labelled(table, row) if row else None

    def labelled(self, table: str, row: Row) -> Row:
        """A row with ``<column>_label`` after every coded column it has, flags as booleans."""
        out: Row = {}
        for name, value in row.items():
            column = self.columns[table].get(name, {})
            out[name] = bool(value) if column.get("kind") == "bool" and value is not None else value
            if column.get("vocabulary"):
                out[f"{name}_label"] = self.label(column["vocabulary"], value)
        return out

    def label(self, vocabulary: str, code: str | None) -> str | None:
        """What a code is called."""
        return self._terms[vocabulary, code]["label"] if code is not None else None

    def meaning(self, vocabulary: str, code: str | None) -> str | None:
        """What a code means."""
        return self._terms[vocabulary, code]["definition"] if code is not None else None

    def name(self, key: str | None) -> str | None:
        """What people know a row by."""
        return self.value("SELECT label FROM site_records WHERE id = ?", key) if key else None

    def names(self, keys: Iterable[str | None]) -> dict[str, str]:
        """Id -> what people know it by."""
        sought = sorted({key for key in keys if key})
        found = self.all("SELECT id, label FROM site_records WHERE id IN (SELECT value FROM json_each(?))", sought)
        return {row["id"]: row["label"] for row in found}

    @cached_property
    def _terms(self) -> Mapping[tuple[str, str | None], Row]:
        # The vocabularies of a release are some hundreds of short rows: read once per process and release.
        return self.terms_of()

    def terms_of(self) -> Mapping[tuple[str, str | None], Row]:
        """(vocabulary, code) -> the code book's row."""
        kept = _TERMS.get((self.served.path, self.served.version))
        if kept is None:
            kept = {(row["vocabulary"], row["code"]): row for row in self.all("SELECT * FROM terms")}
            _TERMS[self.served.path, self.served.version] = kept
        return kept

    @cached_property
    def columns(self) -> dict[str, dict[str, Row]]:
        kept = _COLUMNS.get((self.served.path, self.served.version))
        if kept is None:
            kept = {}
            for row in self.all("SELECT * FROM site_columns ORDER BY table_name, position"):
                kept.setdefault(row["table_name"], {})[row["column_name"]] = row
            _COLUMNS[self.served.path, self.served.version] = kept
        return kept

    # What a citation looks up (communique.citing.look.Source, with the clocks of the page)

    def typed(self, table: str, row: Row) -> Row:
        """The row with days as ``datetime.date``."""
        kinds = self.columns[table]
        return {
            name: dt.date.fromisoformat(value) if value and kinds[name]["kind"] == "date32"
            else bool(value) if value is not None and kinds[name]["kind"] == "bool" else value
            for name, value in row.items() if name in kinds
        }  # fmt: skip


_TERMS: dict[Any, Mapping[tuple[str, str | None], Row]] = {}
_COLUMNS: dict[Any, dict[str, dict[str, Row]]] = {}


def _given(value: Any) -> Any:
    return json.dumps(list(value)) if isinstance(value, list | tuple | set | frozenset) else value
