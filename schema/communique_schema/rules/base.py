"""What a rule is, and the helpers rules share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Frame = pd.DataFrame
LONG = 19
"""Characters of an id that is made from a text."""
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Rule:
    """One invariant: ``find`` gives the rows of ``table`` that break it; ``message`` and ``fix`` are their templates."""

    code: str
    table: str
    field: str
    message: str
    fix: str
    level: str
    find: Callable[[Tables], Frame]


RULES: list[Rule] = []


def rule(
    code: str, table: str, field: str, message: str, fix: str, level: str = "error"
) -> Callable[[Callable[[Tables], Frame]], Callable[[Tables], Frame]]:
    """Register a rule. ``message`` and ``fix`` are format strings over the columns of the returned rows."""

    def register(find: Callable[[Tables], Frame]) -> Callable[[Tables], Frame]:
        RULES.append(Rule(code, table, field, message, fix, level, find))
        return find

    return register


def join(left: Frame, right: Frame, on: str | list[str], how: Any = "left") -> Frame:
    """Merge that keeps the left frame's row numbers as its index (``how``: left or inner)."""
    columns = [on] if isinstance(on, str) else on
    new = right.columns.difference(columns, sort=False)
    at = None if left.columns.isin(new).any() else _places(left, right, columns)
    if at is None:
        numbered = left.assign(**{"#": range(len(left))}).merge(right, on=on, how=how)
        return numbered.set_index(left.index.take(numbered["#"].to_numpy("int64"))).drop(columns="#")
    if how == "inner":
        left, at = left[at >= 0], at[at >= 0]
    if not len(new):
        return left
    found = right[new].set_axis(pd.RangeIndex(len(right)))
    found = found.take(at) if (at >= 0).all() else found.reindex(at)
    return pd.concat([left, found.set_axis(left.index)], axis=1)


def _places(left: Frame, right: Frame, columns: list[str]) -> "npt.NDArray[np.int64] | None":
    """The place in ``right`` of each row of ``left``, -1 for none; nothing where a key stands twice or is of two types."""
    keys = _keys(left, right, columns)
    if keys is None or len(keys[1].unique()) < len(keys[1]):
        return None
    found = pc.index_in(keys[0], value_set=keys[1])
    return np.asarray(pc.fill_null(found, -1), np.int64)


def _keys(left: Frame, right: Frame, columns: list[str]) -> tuple[pa.Array, pa.Array] | None:
    """The keys of two frames as arrays of one type, those of several columns as numbers; null is a key like any other."""
    pairs = [(array(left[name]), array(right[name])) for name in columns]
    if any(a.type != b.type for a, b in pairs):
        return None
    if len(pairs) == 1:
        return pairs[0]
    numbers = np.zeros(len(left) + len(right), np.int64)
    for pair in pairs:
        coded = pa.concat_arrays(pair).dictionary_encode(null_encoding="encode")
        numbers = numbers * len(coded.dictionary) + np.asarray(coded.indices)
    return pa.array(numbers[: len(left)]), pa.array(numbers[len(left) :])


def array(column: "pd.Series[Any]", kind: pa.DataType | None = None) -> pa.Array:
    """A column as one Arrow array, of its own type where ``kind`` names none."""
    values = pa.array(column, kind)
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def true(mask: Any) -> "pd.Series[bool]":
    """A comparison's result as plain booleans: where either side is null, the answer is no."""
    return cast("pd.Series[bool]", mask.fillna(False).astype(bool))


def minted(ids: Any) -> "pd.Series[bool]":
    """Which ids were drawn for a curated row; the longer ones are made from texts, and so are ids given as numbers."""
    if pd.api.types.is_integer_dtype(ids.dtype):
        return pd.Series(data=False, index=ids.index)
    return true(ids.str.len() < LONG)


def days_between(later: Any, earlier: Any) -> Any:
    """Whole days from ``earlier`` to ``later``, both date32 columns; null where either is."""
    return later.astype("int32[pyarrow]") - earlier.astype("int32[pyarrow]")


def has(frame: Frame, keys: Frame, on: str | list[str]) -> "pd.Series[bool]":
    """Whether each row of ``frame`` finds its key among ``keys``."""
    columns = [on] if isinstance(on, str) else on
    pair = _keys(frame, keys, columns)
    if pair is None:
        known = keys[columns].drop_duplicates().assign(**{"?": True})
        return join(frame[columns], known, columns)["?"].notna()
    return pd.Series(np.asarray(pc.is_in(pair[0], value_set=pair[1])), frame.index)


def out_of_order(log: Frame, key: str) -> Frame:
    """Rows of an event log that provably happened before a row above them."""
    rows = log.sort_values([key, "position"])
    start = rows["happened_earliest"].astype("int32[pyarrow]")
    before = start.groupby(rows[key]).cummax().groupby(rows[key]).shift()
    return rows[true(rows["happened_latest"].astype("int32[pyarrow]") < before)]
