"""How a change is put for people: rows by their names, values by their labels, in plain text or in Markdown."""

import datetime as dt
import re
from functools import cached_property
from typing import Any

import pyarrow.compute as pc

from ..reading.described import Column
from ..reading.release import Release
from .model import Cell, Reason, RowChange, Stand

LONGEST = 300
"""Characters of a value that are shown."""
_MARKUP = re.compile(r"([\\`*\[\]<|]|\b_(?!\w)|(?<!\w)_|^[#>+-])")


class Pen:
    """Plain text: names of columns and rows stand as they are."""

    def plain(self, text: str) -> str:
        """Words of the data."""
        return text

    def code(self, text: str) -> str:
        """A name of a table or column, or an id."""
        return text

    def strong(self, text: str) -> str:
        """What a row is known by."""
        return text


class MarkdownPen(Pen):
    """Markdown; what the data say cannot turn into markup."""

    def plain(self, text: str) -> str:
        return _MARKUP.sub(r"\\\1", text)

    def code(self, text: str) -> str:
        return f"`{text}`"

    def strong(self, text: str) -> str:
        return f"**{self.plain(text)}**"


class Wording:
    """Words for rows and values of two releases; what the newer one says counts."""

    def __init__(self, releases: tuple[Release, Release], pen: Pen) -> None:
        self._releases = releases[::-1]
        self.pen = pen
        self._labels: dict[tuple[int, str], dict[Any, Any]] = {}

    # Rows

    def label(self, table: str, key: object) -> str | None:
        """What a row is known by: its label, or None."""
        for at, release in enumerate(self._releases):
            if table not in release.tables:
                continue
            spec = release.spec(table)
            if spec.label not in spec.columns:
                continue
            if (at, table) not in self._labels:
                rows = release.arrow(table)
                pairs = zip(rows.column(spec.key[0]).to_pylist(), rows.column(spec.label).to_pylist(), strict=True)
                self._labels[at, table] = dict(pairs)
            if (said := self._labels[at, table].get(key)) is not None:
                return str(said)
        return None

    def named(self, table: str, key: str) -> str:
        """A row as the head of a line: its label, else what it says and what it belongs to, with its id."""
        label = self.label(table, key)
        if label is not None:
            return f"{self.pen.strong(short(label))} ({key})"
        row = self._row(table, key)
        spec = next((r.spec(table) for r in self._releases if table in r.tables), None)
        if spec is None or not spec.prefix or not row:
            return f"{self.pen.code(table)} {self.pen.plain(key)}"
        coded = next(
            (self.term(c.vocabulary, row[c.name]) for c in spec.columns.values() if c.vocabulary and row.get(c.name)),
            None,
        )
        refers = [c for c in spec.columns.values() if c.references and c.origin != "parent" and row.get(c.name)]
        says = coded or ", ".join(
            self.label(c.references[0], row[c.name]) or row[c.name] for c in refers if c.references
        )
        above = (
            f" of {self.named(spec.parent[0], row[spec.parent[1]])}" if spec.parent and row.get(spec.parent[1]) else ""
        )
        return f"{self.pen.plain(says or table)} ({key}){above}"

    def _row(self, table: str, key: str) -> dict[str, Any]:
        for release in self._releases:
            if table in release.tables:
                rows = release.arrow(table)
                at = pc.index(rows.column(release.spec(table).key[0]), key).as_py()
                if at >= 0:
                    found: dict[str, Any] = rows.slice(at, 1).to_pylist()[0]
                    return found
        return {}

    def nested(self, change: RowChange, above: str) -> list[str]:
        """A row without an id of its own as lines below the row it belongs to (``above``: the column that says to which)."""
        keys = self._columns(change.table)
        said = ", ".join(
            self.value(keys.get(name), value) for name, value in self._key(change).items() if name != above
        )
        if {"char_start", "char_end"} <= change.row.keys():
            said = f"code points {change.row['char_start']} to {change.row['char_end']}"
        if change.kind != "changed":
            return [f"{self.pen.code(change.table)}: {said} {change.kind}"]
        return [f"{self.pen.code(change.table)}: {said}: {line}" for line in self.cells(change)]

    def _key(self, change: RowChange) -> dict[str, Any]:
        spec = next(r.spec(change.table) for r in self._releases if change.table in r.tables)
        return dict(zip(spec.key, change.key, strict=True))

    def _columns(self, table: str) -> dict[str, Column]:
        return next((r.spec(table).columns for r in self._releases if table in r.tables), {})

    # Values

    def cells(self, change: RowChange) -> list[str]:
        """Each cell of a changed row that is not computed: the column, before and after."""
        columns = self._columns(change.table)
        return [self.cell(columns.get(cell.column), cell) for cell in change.cells if not cell.derived]

    def cell(self, column: Column | None, cell: Cell) -> str:
        """A cell: the column, before and after."""
        return f"{self.pen.code(cell.column)}: {self.value(column, cell.before)} → {self.value(column, cell.after)}"

    def value(self, column: Column | None, value: object) -> str:
        """A value: a code as it is, a reference by its label, words in quotation marks."""
        if value is None:
            return "none"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, dt.date) or not isinstance(value, str):
            return str(value)
        if column is not None and column.references:
            label = self.label(column.references[0], value)
            return f"{self.pen.plain(short(label))} ({value})" if label else value
        words = " " in value or (column is not None and not column.claim)
        return f"“{self.pen.plain(short(value))}”" if words else self.pen.plain(value)

    def term(self, vocabulary: str, code: str) -> str:
        """The label of a code in running text; where there is none, the code."""
        label = self._terms.get((vocabulary, code))
        return label[0].lower() + label[1:] if label else code

    @cached_property
    def _terms(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for release in self._releases[::-1]:
            rows = release.arrow("terms").to_pylist() if "terms" in release.tables else []
            found |= {(row["vocabulary"], row["code"]): row["label"] for row in rows
                      if {"vocabulary", "code", "label"} <= row.keys()}  # fmt: skip
        return found

    def stand(self, stand: Stand | None) -> str:
        """A status with the day it began."""
        if stand is None:
            return "not yet known"
        one_sided = ", one-sided" if stand.one_sided else ""
        return f"{self.term('proposal_status', stand.status)} since {stand.since}{one_sided}"

    def reason(self, reason: Reason) -> str:
        """A reason the ledger gives."""
        note = f": {self.pen.plain(reason.note)}" if reason.note else ""
        return f"Reason: {self.term('change_reason', reason.change_reason)}{note}"


def short(text: str) -> str:
    """A value on one line of readable length."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
