"""SQLite: the tables with keys, views and full text, written once, front to back, into a fresh file."""

import errno
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa

from communique_schema.projections import Specs, sql
from communique_schema.projections.view_sql import create_view
from communique_schema.projections.views import views

from ..problems import PublishError
from .swap import synced

BATCH = 50_000
_ERRNO = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EROFS,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
}
_PRAGMAS = (
    "journal_mode = OFF",  # a failed build throws the file away
    "synchronous = OFF",  # one fsync at the end
    "locking_mode = EXCLUSIVE",
    "temp_store = MEMORY",
    "cache_size = -131072",
    "foreign_keys = OFF",  # rows may point to later rows of their own table; all are checked at the end
)


def write_database(path: Path, tables: Mapping[str, pa.Table], specs: Specs, version: str) -> None:
    """Fill a new database at ``path`` from Arrow tables sorted by key.

    Days are ISO texts, yes and no are 1 and 0. ``PRAGMA user_version`` is the data's version as
    major * 1,000,000 + minor * 1,000 + patch. Raises ``OSError`` when the file cannot be written and
    :class:`~communique.problems.PublishError` when a row breaks a constraint.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            for pragma in _PRAGMAS:
                db.execute(f"PRAGMA {pragma}")
            db.execute("BEGIN")
            _fill(db, tables, specs)
            _index(db, specs)
            _verify(db)
            db.execute(f"PRAGMA user_version = {version_number(version)}")
            db.execute("COMMIT")
            db.execute("ANALYZE")
    except sqlite3.Error as error:
        raise explained(error, path) from error
    synced(path)


def explained(error: sqlite3.Error, path: Path) -> OSError | PublishError:
    """What an error of SQLite means for a build: a file that cannot be written, or a row that breaks a constraint."""
    # The low byte is the family of an extended code.
    kind = _ERRNO.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if kind:
        return OSError(kind, os.strerror(kind), str(path))
    return PublishError(f"the tables do not keep their own contract: {error}; run communique check")


def version_number(version: str) -> int:
    """A semantic version as one whole number that sorts like it."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major * 1_000_000 + minor * 1_000 + patch


def _fill(db: sqlite3.Connection, tables: Mapping[str, pa.Table], specs: Specs) -> None:
    for spec in sql.in_order(specs):
        db.execute(sql.create_table(spec, specs))
        places = ", ".join("?" * len(spec.columns))
        insert = f"INSERT INTO {sql.quoted(spec.name)} VALUES ({places})"  # noqa: S608 (names of the contract)
        for rows in _batches(tables[spec.name]):
            db.executemany(insert, rows)


def _batches(table: pa.Table) -> Iterator[Iterator[tuple[Any, ...]]]:
    """Rows as SQLite takes them, some thousands at a time, made from whole columns."""
    for batch in table.to_batches(max_chunksize=BATCH):
        yield zip(*(_plain(column).to_pylist() for column in batch.columns), strict=True)


def _plain(column: pa.Array) -> pa.Array:
    return column.cast(pa.string()) if pa.types.is_date32(column.type) else column


def _index(db: sqlite3.Connection, specs: Specs) -> None:
    for spec in specs.values():
        for statement in sql.create_indexes(spec):
            db.execute(statement)
        full_text = sql.create_full_text(spec)
        if full_text:
            db.execute(full_text)
            db.execute(sql.fill_full_text(spec))
    for view in views(specs).values():
        db.execute(create_view(view, specs))


def _verify(db: sqlite3.Connection) -> None:
    """Every foreign key, and every page and index entry of the file; CHECKs held as each row went in."""
    for table, row, target, _ in db.execute("PRAGMA foreign_key_check"):
        raise PublishError(f"row {row} of {table} points to no row of {target}; run communique check")
    db.execute("PRAGMA ignore_check_constraints = ON")  # a second time would cost more than all the rest
    (verdict,) = next(db.execute("PRAGMA integrity_check(1)"))
    if verdict != "ok":
        raise PublishError(f"the database does not hold together: {verdict}; build again")
