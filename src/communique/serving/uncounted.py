"""Evidence of proposals: which of it moves nothing and why, and whose account the rest is; the status fold's own rule."""

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pandas as pd
import pyarrow.compute as pc

from ..reading.release import Release
from ..status.clock import to_dates
from ..status.uncounted import KINDS, NEEDED, Uncounted

ASKED = """
SELECT e.event_id, s.statement_id, s.account_kind, s.coder_id, s.article_id
FROM event_evidence e JOIN statements s USING (statement_id) ORDER BY 1, 2
"""
NAMES = ("event_id", "statement_id", "account_kind", "coder_id", "article_id")
TABLES = (
    "CREATE TABLE site_uncounted (event_id TEXT, statement_id TEXT, reason TEXT NOT NULL, "
    "PRIMARY KEY (event_id, statement_id)) STRICT, WITHOUT ROWID",
    "CREATE TABLE site_carried (statement_id TEXT PRIMARY KEY, published TEXT, ru INTEGER NOT NULL, us INTEGER NOT NULL, "
    "third INTEGER NOT NULL) STRICT, WITHOUT ROWID",
)


def write_uncounted(db: sqlite3.Connection, release: Release) -> None:
    """``site_uncounted``: (event_id, statement_id) -> why the statement does not count as evidence of the step; and
    ``site_carried``: whose accounts the statements are that can move a status, and when their page was published."""
    for table in TABLES:
        db.execute(table)
    rule = Uncounted({name: _of_evidence(name, release) for name in NEEDED})
    db.executemany("INSERT INTO site_carried VALUES (?, ?, ?, ?, ?)", _carried(rule))
    rows: list[dict[str, Any]] = [dict(zip(NAMES, row, strict=True)) for row in db.execute(ASKED)]
    for event, step in groupby(rows, lambda row: row["event_id"]):
        reasons = rule.reasons(list(step))
        db.executemany(
            "INSERT INTO site_uncounted VALUES (?, ?, ?)", [(event, key, why) for key, why in reasons.items()]
        )


def _of_evidence(name: str, release: Release) -> pd.DataFrame:
    """A table's rows, those of statements that are evidence alone: the others are most of a large release."""
    if "statement_id" not in release.specs[name].columns:
        return release.frame(name)
    table, evidence = release.arrow(name), release.arrow("event_evidence").column("statement_id")
    frame: pd.DataFrame = table.filter(pc.is_in(table.column("statement_id"), evidence.combine_chunks())).to_pandas()
    return frame


def _carried(rule: Uncounted) -> Iterator[tuple[Any, ...]]:
    days = to_dates(pd.Series([row["published"] for row in rule.carried.values()], dtype="int64"))
    for day, (key, row) in zip(days, rule.carried.items(), strict=True):
        yield key, str(day) if not pd.isna(day) else None, *(int(row[kind]) for kind in KINDS)
