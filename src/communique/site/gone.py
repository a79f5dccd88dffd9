"""Where an id leads that a release has no row for: what stands for it now, its tombstone, or another release."""

import sqlite3

from .page import Ask, MovedError, NotThereError
from .rows import Rows

STEPS = 20
"""Tombstones followed before the way counts as a circle."""


def gone(rows: Rows, ask: Ask) -> NotThereError | MovedError | None:
    """What the release's tombstones say of the id asked for; None where they say nothing."""
    key, row = ask.key, None
    for _ in range(STEPS):
        row = rows.one("SELECT * FROM retired_ids WHERE old_id = ?", key)
        if row is None or row["replaced_by"] is None:
            break
        key = row["replaced_by"]
    else:
        return NotThereError(f"Retired ids lead from {ask.key} in a circle; please report it.", status=410)
    if row is not None:
        reason = rows.label("retire_reason", row["reason"]) or row["reason"]
        last = f" The last record hash was {row['last_record_sha256']}." if row["last_record_sha256"] else ""
        said = (
            f"{key} was retired in version {row['since_version']} ({reason.lower()}), and nothing stands for it.{last}"
        )
        return NotThereError(said, status=410)
    return MovedError(ask.served.href(key)) if key != ask.key else None


def has(db: sqlite3.Connection, key: str) -> bool:
    """Whether a release has a row with that id."""
    return db.execute("SELECT 1 FROM site_records WHERE id = ?", [key]).fetchone() is not None
