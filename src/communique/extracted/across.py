"""Rules that hold the statements of one article against each other: the ids of these lie in many ranges.

The rules are those of the contract. What they look at is kept of every range as whole numbers (statements and articles by
their place in the build) and put before them once, when the last range has been gone over.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.rules import RULES

from ..check.run import Failure, broken
from ..tables import Tables, yes
from .folder import PART, ROW, Extraction
from .judge import ACROSS, Judged
from .told import Told

Column = npt.NDArray[Any]
NONE = -1


class Across:
    """What is kept of the ranges, table by table and column by column."""

    def __init__(self, world: Tables) -> None:
        self.world = world
        self.articles, self.actors = (pa.array(world[t][f"{t[:-1]}_id"]) for t in ("articles", "actors"))
        self.kept: dict[str, dict[str, list[Column]]] = defaultdict(lambda: defaultdict(list))
        self.statements = 0

    def keep(self, judged: Judged) -> None:
        """Note what the rules will look at of one range."""
        t = judged.tables
        ids = pa.array(t["statements"]["statement_id"])
        self._add("statements", statement_id=np.arange(len(ids)) + self.statements,
                  article_id=_places(t["statements"]["article_id"], self.articles))  # fmt: skip
        spans = t["anchors"]
        primary = yes(spans["anchor_role"] == "primary")
        self._add("anchors", statement_id=self._of(spans, primary, ids), char_start=_plain(spans["char_start"], primary),
                  char_end=_plain(spans["char_end"], primary), **self._at(judged, "anchors", primary))  # fmt: skip
        laid = t["statement_treaties"]
        relayed = laid["relay_id"].notna().to_numpy(bool)
        self._add("statement_treaties", statement_id=self._of(laid, relayed, ids),
                  relay_id=_places(laid["relay_id"][relayed], self.actors),
                  **self._at(judged, "statement_treaties", relayed))  # fmt: skip
        told = t["statement_actors"]
        accounts = yes(told["role"] == "account")
        self._add("statement_actors", statement_id=self._of(told, accounts, ids),
                  actor_id=_places(told["actor_id"][accounts], self.actors))  # fmt: skip
        self.statements += len(ids)

    def _of(self, rows: pd.DataFrame, mask: npt.NDArray[np.bool_], ids: pa.Array) -> Column:
        at = _places(rows["statement_id"][mask], ids)
        return np.where(at >= 0, at + self.statements, NONE)

    @staticmethod
    def _at(judged: Judged, table: str, mask: npt.NDArray[np.bool_]) -> dict[str, Column]:
        return {PART: judged.part[table][mask], ROW: judged.row[table][mask]}

    def _add(self, table: str, **columns: Column) -> None:
        for name, values in columns.items():
            self.kept[table][name].append(values.astype(np.int32))

    def tell(self, told: Told, extraction: Extraction) -> None:
        """Put all ranges before the rules."""
        tables = {name: pd.DataFrame({c: np.concatenate(parts) for c, parts in columns.items()})
                  for name, columns in self.kept.items()}  # fmt: skip
        self.kept.clear()
        if not tables:
            return
        for name, column, code in (("anchors", "anchor_role", "primary"), ("statement_actors", "role", "account")):
            tables[name][column] = pd.Categorical([code]).repeat(len(tables[name]))
        tables["statements"] = tables["statements"][tables["statements"]["article_id"] != NONE]

        def place(table: str, row: int) -> tuple[str, str]:
            at = tables[table].iloc[row]
            return extraction.place(int(at[PART]), int(at[ROW])), ""

        told.add(self._broken(tables), place)

    def _broken(self, tables: Tables) -> Iterator[Failure]:
        every = dict(tables)
        if len(tables["statement_treaties"]):
            every["article_relays"] = self._numbered("article_relays", "article_id", "actor_id")
            every["articles"] = self._numbered("articles", "article_id", "publisher_id")
        for rule in RULES:
            if rule.code in ACROSS and len(tables[rule.table]):
                yield from broken(rule, every)

    def _numbered(self, table: str, *columns: str) -> pd.DataFrame:
        """Columns of a table that is held whole, their ids as places."""
        fks = {c: self.articles if c == "article_id" else self.actors for c in columns}
        return pd.DataFrame({c: _places(self.world[table][c], known).astype(np.int32) for c, known in fks.items()})


def _places(ids: "pd.Series[str]", known: pa.Array) -> Column:
    """The place of each id among those known; -1 where it is not."""
    found = pc.index_in(pa.array(ids, pa.string()), value_set=known)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return np.asarray(pc.fill_null(found, NONE))


def _plain(values: "pd.Series[int]", mask: npt.NDArray[np.bool_]) -> Column:
    return values[mask].fillna(0).to_numpy(np.int32)
