"""The contract of two releases: tables and columns that came, went or mean something else."""

from collections.abc import Iterator

from ..reading.described import Described
from ..reading.release import Release
from . import policy
from .model import RowChange, SchemaChange
from .rows import Reasons, Specs


def schema_changes(old: Specs, new: Specs, reasons: Reasons) -> list[SchemaChange]:
    """Changes of tables and columns by name, those of a table before those of its columns."""
    found = []
    for name in sorted({*old, *new}):
        if name not in new:
            found.append(SchemaChange("table-removed", name, _size(old[name]), None, reasons.of(name)))
        elif name not in old:
            found.append(SchemaChange("table-added", name, None, _size(new[name]), reasons.of(name)))
        else:
            found += _table(old[name], new[name], reasons)
    return found


def _table(old: Described, new: Described, reasons: Reasons) -> Iterator[SchemaChange]:
    for rule, before, after in policy.table_rules(old, new):
        yield SchemaChange(rule, new.name, before, after, reasons.of(new.name))
    for name in dict.fromkeys((*new.columns, *old.columns)):
        where = f"{new.name}.{name}"
        said = reasons.of(where, new.name)
        if name not in new.columns:
            yield SchemaChange("column-removed", where, old.columns[name].kind, None, said)
        elif name not in old.columns:
            yield SchemaChange("column-added", where, None, new.columns[name].kind, said)
        else:
            for rule, before, after in policy.column_rules(old.columns[name], new.columns[name]):
                yield SchemaChange(rule, where, before, after, said)


def view_changes(old: Release, new: Release, reasons: Reasons) -> Iterator[SchemaChange]:
    """The joined views, where both releases have them, and the licence: what a reader leans on besides the tables."""
    if old.about["licence"] != new.about["licence"]:
        yield SchemaChange(
            "licence-changed", "licence", old.about["licence"], new.about["licence"], reasons.of("licence")
        )
    before, after = old.views, new.views
    for name in sorted({*before, *after}) if before and after else ():
        if name not in before or name not in after:
            rule = "table-added" if name in after else "table-removed"
            yield SchemaChange(rule, name, None, None, reasons.of(name))
            continue
        for column in dict.fromkeys((*after[name], *before[name])):
            was, now = before[name].get(column), after[name].get(column)
            if was != now:
                rule = "column-added" if was is None else "column-removed" if now is None else "type-changed"
                yield SchemaChange(rule, f"{name}.{column}", was, now, reasons.of(f"{name}.{column}", name))


def _size(table: Described) -> str:
    return f"{len(table.columns)} columns"


def vocabulary_changes(terms: list[RowChange]) -> tuple[list[SchemaChange], list[RowChange]]:
    """Values a vocabulary gained or lost, made of the rows of ``terms`` that came and went, and the other rows."""
    values, rest = [], []
    for row in terms:
        if row.kind == "changed":
            rest.append(row)
            continue
        where = ".".join(map(str, row.key))
        before, after = (None, row.label) if row.kind == "added" else (row.label, None)
        values.append(SchemaChange(row.rule, where, before, after, row.reasons))
    return values, rest
