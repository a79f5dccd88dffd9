"""All checks of a dataset, each failure brought back to file and line."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.rules import RULES, Rule
from communique_schema.spec import ColumnSpec, TableSpec
from communique_schema.spec import tables as contract

from ..problems import Problem, errors
from ..records.places import Places
from ..tables import Tables
from .models import model_failures

MOST = 200
"""Failures of one rule that are listed; the rest are counted."""


class Failure(NamedTuple):
    """Something a table breaks: row number (-1: a line for the whole table), column, rule and its words.

    ``rest``: how many rows such a line stands for.
    """

    table: str
    row: int
    field: str
    code: str
    message: str
    fix: str
    level: str = "error"
    rest: int = 0


class Locator:
    """From a row of a derived table to the place its record was written."""

    def __init__(self, written: Tables, derived: Tables, places: dict[str, Places]) -> None:
        self.written, self.derived, self.places = written, derived, places
        self.rows: dict[str, dict[tuple[Any, ...], int]] = {}

    def row(self, table: str, row: int) -> int:
        """Row number among the records of the table, or -1 for a derived row."""
        key = list(contract()[table].primary_key)
        if table not in self.rows:
            listed = zip(*(self.written[table][name].tolist() for name in key), strict=True)
            # Reversed, so that of several rows with one key the first is named.
            self.rows[table] = {value: at for at, value in reversed(list(enumerate(listed)))}
        return self.rows[table].get(tuple(self.derived[table][key].iloc[row].tolist()), -1)


def check(written: Tables, derived: Tables, places: dict[str, Places], found: list[Problem]) -> list[Problem]:
    """Every broken rule as a problem (errors and warnings), besides those the reader ``found``.

    ``written`` are the tables as read, ``derived`` the same after :func:`communique.derive.derive`.
    A field the reader has already reported is not reported again.
    """
    reported = {(p.file, p.line, p.field) for p in found}
    lines = {(p.file, p.line) for p in found}
    locator = Locator(written, derived, places)
    failed = bool(errors(found))
    root = next((file.split("/")[0] for place in places.values() for file in place.files), "dataset")
    out: list[Problem] = []

    def add(f: Failure) -> None:
        column = contract()[f.table].columns.get(f.field)
        if failed and (contract()[f.table].derived or (column is not None and column.origin in ("derived", "parent"))):
            return  # what is computed is wrong because of something written that has been told
        if f.row < 0:  # a line for the whole table
            out.append(Problem(f"{root}/{f.table}", 0, "", "", f.code, f.message, f.fix, f.level))
            return
        at = f.row if f.table not in derived or f.code in KEY_CODES else locator.row(f.table, f.row)
        place = places.get(f.table, Places())
        file, line = place.of(at, f"{f.field}_edtf" if f.field in contract()[f.table].groups else f.field)
        if (file, line, f.field) in reported or (f.code == "missing-field" and (file, line) in lines):
            return
        field = shown(f.table, f.field)
        out.append(Problem(file, line, place.record(at), field, f.code, f.message, f.fix, f.level))

    for failure in _failures(written, derived):
        add(failure)
    return sorted(set(out))


KEY_CODES = ("duplicate-id", "missing-id")
"""Failures found on the tables as read, before rows without a usable key are set aside."""


def shown(table: str, field: str) -> str:
    """A column's name as the record writes it."""
    column = contract()[table].columns.get(field)
    return f"{column.group}.{column.field}" if column is not None and column.group else field


def _failures(written: Tables, derived: Tables) -> Iterator[Failure]:
    for name, spec in contract().items():
        yield from keys(spec, written[name])
    for name in contract():
        yield from cells(name, derived)
    for rule in RULES:
        yield from broken(rule, derived)


def cells(table: str, tables: Tables) -> Iterator[Failure]:
    """Values of one table its model refuses, and foreign keys that lead nowhere."""
    spec = contract()[table]
    for row, field, code, message, fix in model_failures(spec, tables[table]):
        yield Failure(table, row, field, code, message, fix)
    for column in spec.columns.values():
        if column.fk:
            yield from _dangling(spec, column, tables)


def broken(rule: Rule, tables: Tables) -> Iterator[Failure]:
    """The first rows that break a rule, with its messages filled in, and a line that counts the rest."""
    rows = rule.find(tables) if len(tables[rule.table]) else tables[rule.table]
    if not len(rows):
        return
    for row, values in zip(rows.index[:MOST], rows.head(MOST).to_dict("records"), strict=True):
        yield Failure(rule.table, int(row), rule.field, rule.code, rule.message.format_map(values),
                      rule.fix.format_map(values), rule.level)  # fmt: skip
    yield from _rest(
        rule.table, len(rows), rule.field, rule.code, rule.fix.split("{", maxsplit=1)[0].strip(), rule.level
    )


def keys(spec: TableSpec, df: pd.DataFrame) -> Iterator[Failure]:
    """Rows whose key stands in a row above."""
    key = list(spec.primary_key)
    if spec.derived or usable(spec, df).all():
        return
    again = df[df.duplicated(key, keep="first") & df[key].notna().all(axis=1)]
    wanted = spec.columns[key[-1]].title.lower()
    for row in again.index[:MOST]:
        values = " ".join(str(v) for v in df.loc[row, key])
        fix = "give it an id of its own" if len(key) == 1 else "keep one"
        yield Failure(spec.name, int(row), key[-1], "duplicate-id", f"{values} stands a second time as {wanted}", fix)
    yield from _rest(spec.name, len(again), key[-1], "duplicate-id", "give each an id of its own")


def _dangling(spec: TableSpec, column: ColumnSpec, tables: Tables) -> Iterator[Failure]:
    """Foreign keys that lead nowhere, by Arrow's hash look-up over the target's keys."""
    target = contract()[str(column.fk)]
    values = pa.array(tables[spec.name][column.name])
    known = pa.array(tables[target.name][target.primary_key[0]])
    lost = pc.and_(pc.invert(pc.is_in(values, value_set=known)), pc.is_valid(values))
    rows = pc.indices_nonzero(lost).to_pylist()
    named = target.columns[target.primary_key[0]].title.lower()
    for row in rows[:MOST]:
        message = f"{values[row].as_py()} is no {named} of the dataset"
        fix = f"define it in {target.name}, or correct the id"
        yield Failure(spec.name, row, column.name, "dangling-reference", message, fix)
    yield from _rest(spec.name, len(rows), column.name, "dangling-reference", f"define them in {target.name}")


def _rest(table: str, found: int, field: str, code: str, fix: str, level: str = "error") -> Iterator[Failure]:
    """A line for the failures beyond those that are listed."""
    if found > MOST:
        yield Failure(table, -1, field, code, more(table, found - MOST), fix, level, found - MOST)


def more(table: str, rows: int) -> str:
    """What is said of the rows that are not listed."""
    return f"and {rows} more rows of {table}"


def without_broken_keys(tables: Tables) -> Tables:
    """The tables without rows whose key is missing or stands a second time, so that everything else can be checked."""
    out = {}
    for name, spec in contract().items():
        df = tables[name]
        kept = usable(spec, df)
        out[name] = df if spec.derived or kept.all() else df[kept].reset_index(drop=True)
    return out


def usable(spec: TableSpec, df: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which rows have a whole key that stands in no row above them."""
    key = list(spec.primary_key)
    found = pa.table({name: pa.array(df[name]) for name in key})
    whole = not any(column.null_count for column in found.columns)
    if whole and found.group_by(key).aggregate([]).num_rows == len(df):
        return np.ones(len(df), bool)
    return (df[key].notna().all(axis=1) & ~df.duplicated(key, keep="first")).to_numpy(bool)
