"""Rows: two tables matched by key and compared column by column; only what differs becomes Python objects."""

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..reading.described import Described
from . import policy
from .model import Cell, Reason, RowChange

_OLD, _NEW = "row in the old table", "row in the new table"  # no column name has blanks
Specs = Mapping[str, Described]


class Reasons:
    """Reasons of one version by subject."""

    def __init__(self, listed: tuple[Reason, ...]) -> None:
        self._by = {reason.subject: reason for reason in listed}

    def of(self, *subjects: object) -> tuple[Reason, ...]:
        """Those given for the subjects, the most particular first."""
        if not self._by:
            return ()
        return tuple(self._by[subject] for subject in dict.fromkeys(map(str, subjects)) if subject in self._by)


class Compared:
    """One table of both releases: :meth:`changes` gives its rows that differ, by key.

    ``retired``: ids that have a tombstone in the new release. Tables whose key is another one, or of another type, cannot
    be matched row by row; their schema change says so.
    """

    def __init__(self, old: Specs, new: Specs, name: str, reasons: Reasons, retired: frozenset[str]) -> None:
        self.old, self.new, self.name = old[name], new[name], name
        self.reasons = Reasons(()) if name in policy.OWN else reasons  # a reason needs none
        self.retired = retired
        self._new_tables, self._old_tables = new, old
        self.columns = [
            column for column in self.new.columns
            if column in self.old.columns and self._comparable(column)
        ]  # fmt: skip

    def _comparable(self, column: str) -> bool:
        before, after = self.old.columns[column], self.new.columns[column]
        return before.kind == after.kind or policy.widened(before, after)

    @property
    def matchable(self) -> bool:
        """Whether rows can be matched."""
        return self.old.key == self.new.key and set(self.new.key) <= set(self.columns)

    def changes(self, before: pa.Table, after: pa.Table) -> list[RowChange]:
        """Rows added, removed and changed, in the order of the key."""
        if not self.matchable or before.equals(after):
            return []
        gone, common, new = _matched(before, after, self.new.key)
        found = [
            *self._one_sided(before, gone, added=False),
            *self._one_sided(after, new, added=True),
            *self._changed(before.take(common[_OLD]), after.take(common[_NEW])),
        ]
        return sorted(
            found, key=lambda change: ([(v is None, "" if v is None else v) for v in change.key], change.kind)
        )

    def _one_sided(self, table: pa.Table, rows: pa.Array, *, added: bool) -> Iterator[RowChange]:
        spec, tables = (self.new, self._new_tables) if added else (self.old, self._old_tables)
        for row in table.take(rows).to_pylist():
            key = tuple(row[name] for name in spec.key)
            rule = policy.row_rule(spec, tables, added=added, retired=bool(spec.prefix) and key[0] in self.retired)
            yield RowChange("added" if added else "removed", self.name, key, self._label(row), rule, (), _there(row),
                            self.reasons.of(*key, *self._above(row), self.name))  # fmt: skip

    def _changed(self, before: pa.Table, after: pa.Table) -> Iterator[RowChange]:
        cells: dict[int, list[Cell]] = {}
        for column in self.columns:
            for at, cell in self._cells(column, before.column(column), after.column(column)):
                cells.setdefault(at, []).append(cell)
        places = sorted(cells)
        kept = after.select(self.new.key) if policy.computed(self.new) else after
        for place, row in zip(places, kept.take(pa.array(places, pa.int64())).to_pylist(), strict=True):
            key = tuple(row[name] for name in self.new.key)
            listed = tuple(cells[place])
            subjects = (*key, *self._above(row), *(f"{self.name}.{cell.column}" for cell in listed), self.name)
            yield RowChange("changed", self.name, key, self._label(row), policy.strictest(cell.rule for cell in listed),
                            listed, _there(row), self.reasons.of(*subjects))  # fmt: skip

    def _cells(self, name: str, before: pa.ChunkedArray, after: pa.ChunkedArray) -> Iterator[tuple[int, Cell]]:
        """(row, cell) wherever a column differs; null differs from every value, and not from null."""
        if before.equals(after):
            return
        old, new = self.old.columns[name], self.new.columns[name]
        rule = policy.cell_rule(self.new, self._new_tables, old, new)
        differ = pc.or_(pc.fill_null(pc.not_equal(before, after), False), pc.xor(pc.is_null(before), pc.is_null(after)))
        at = pc.indices_nonzero(differ)
        for place, was, now in zip(
            at.to_pylist(), before.take(at).to_pylist(), after.take(at).to_pylist(), strict=True
        ):
            yield place, Cell(name, was, now, old.claim or new.claim, rule == "computed", rule)

    def _label(self, row: Mapping[str, Any]) -> str | None:
        said = row.get(self.new.label or self.old.label or "")
        return None if said is None else str(said)

    def _above(self, row: Mapping[str, Any]) -> tuple[object, ...]:
        """The row this one is nested in, where that is of the same subject: the proposal of an event."""
        parent = self.new.parent
        tables = self._new_tables
        same = parent and parent[0] in tables and tables[parent[0]].room == self.new.room
        return (row[parent[1]],) if parent and same and parent[1] in row else ()


def _matched(before: pa.Table, after: pa.Table, key: tuple[str, ...]) -> tuple[pa.Array, pa.Table, pa.Array]:
    """Places of rows only in ``before``, of those in both (two columns), and of those only in ``after``."""
    sides = []
    for table, name in ((before, _OLD), (after, _NEW)):
        keys = {column: table.column(column) for column in key}
        sides.append(pa.table(keys | {name: pa.array(range(table.num_rows), pa.int64())}))
    if sides[0].schema.types[:-1] != sides[1].schema.types[:-1]:  # a key that was widened
        sides[0] = sides[0].cast(pa.schema([*list(sides[1].schema)[:-1], sides[0].schema.field(_OLD)]))
    joined = sides[0].join(sides[1], keys=list(key), join_type="full outer").select([_OLD, _NEW])
    gone = joined.filter(pc.is_null(joined.column(_NEW))).column(_OLD)
    new = joined.filter(pc.is_null(joined.column(_OLD))).column(_NEW)
    # A join gives its rows in any order; where a damaged edition has a key twice, that order would show in what is said.
    both = joined.drop_null().sort_by([(_NEW, "ascending"), (_OLD, "ascending")])
    return gone.take(pc.sort_indices(gone)), both, new.take(pc.sort_indices(new))


def _there(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
