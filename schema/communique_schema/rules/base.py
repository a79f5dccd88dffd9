"""What a rule is, and the helpers rules share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pandas as pd

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
    numbered = left.assign(**{"#": range(len(left))}).merge(right, on=on, how=how)
    return numbered.set_index(left.index.take(numbered["#"].to_numpy("int64"))).drop(columns="#")


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
    known = keys[columns].drop_duplicates().assign(**{"?": True})
    return join(frame[columns], known, columns)["?"].notna()


def out_of_order(log: Frame, key: str) -> Frame:
    """Rows of an event log that provably happened before a row above them."""
    rows = log.sort_values([key, "position"])
    start = rows["happened_earliest"].astype("int32[pyarrow]")
    before = start.groupby(rows[key]).cummax().groupby(rows[key]).shift()
    return rows[true(rows["happened_latest"].astype("int32[pyarrow]") < before)]
