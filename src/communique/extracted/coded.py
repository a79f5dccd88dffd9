"""Ids as whole numbers, so that rules join on numbers: a rule that finds nothing there need not be asked of the texts.

A rule gives the same rows whether ids are texts or numbers as long as it only compares ids with each other. Rules that look
for ids in texts are not asked here (see :mod:`.judge`), and what a rule finds is always told from the texts.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.rules import Rule
from communique_schema.rules.base import array
from communique_schema.spec import TableSpec
from communique_schema.spec import tables as contract

from ..tables import Tables
from .names import ROWS

KEYED = ("articles", "actors", "treaties", "proposals", "claims", "encounters", "coders")
"""Tables whose ids become their places in the table; those of statements, their places in the range."""
NUMBER = pd.ArrowDtype(pa.int64())


class Codes:
    """The numbers of the ids of everything that is not in ranges, and the tables of these with numbers for ids."""

    def __init__(self, world: Tables) -> None:
        self.known = {name: _texts(world[name][contract()[name].primary_key[0]]) for name in KEYED}
        self.world = {name: self._numbered(spec, world[name]) for name, spec in contract().items() if name not in ROWS}

    def tables(self, frames: Tables) -> Tables:
        """All tables with numbers for ids, those of ``frames`` (a range) among them."""
        self.known["statements"] = _texts(frames["statements"]["statement_id"])
        out = self.world | {name: self._numbered(contract()[name], frames[name]) for name in ROWS}
        del self.known["statements"]
        return out

    def _numbered(self, spec: TableSpec, df: pd.DataFrame) -> pd.DataFrame:
        columns = {}
        for column in spec.columns.values():
            target = spec.name if column.prefix else column.fk
            if target in self.known:
                found = pc.index_in(_texts(df[column.name]), value_set=self.known[target], skip_nulls=True)
                lost = pc.and_(pc.is_null(found), pc.is_valid(_texts(df[column.name])))
                # What leads nowhere gets a number of its own: it must not equal anything else that leads nowhere.
                own = pa.array(-1 - np.arange(len(df), dtype=np.int64))
                numbers = pc.if_else(lost, own, found.cast(pa.int64()))
                columns[column.name] = pd.Series(
                    numbers.to_numpy() if not numbers.null_count else pd.array(numbers, dtype=NUMBER), index=df.index
                )
        return df.assign(**columns)


def finds(rule: Rule, tables: Tables) -> bool:
    """Whether the rule finds anything in tables with numbers for ids; yes where it cannot be asked of numbers."""
    try:
        return bool(len(tables[rule.table]) and len(rule.find(tables)))
    except (TypeError, ValueError):
        return True


def _texts(column: "pd.Series[str]") -> pa.Array:
    return array(column, pa.string())
