"""SQLite for a build with an extraction: millions of rows appended as Arrow columns, range by range, indexes at the end.

The database has the tables, keys, indexes, views and full text of any other. Rows go in through ADBC, which binds columns
in C; it brings an SQLite of its own, so bytes differ from those of a curated build. The CHECKs are in the tables but are
not asked again of each row, nor is each foreign key followed: every rule is asked of the same columns.
"""

import errno
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa

from communique_schema.projections import Specs, sql
from communique_schema.projections.view_sql import create_view
from communique_schema.projections.views import views
from communique_schema.spec import TableSpec

from ..problems import PublishError
from .sqlite import explained, version_number
from .swap import synced

FILLING = (
    "journal_mode = OFF",  # a failed build throws the file away
    "synchronous = OFF",  # one fsync at the end
    "locking_mode = EXCLUSIVE",
    "temp_store = MEMORY",
    "cache_size = -65536",
    "foreign_keys = OFF",
    "ignore_check_constraints = ON",
)
INDEXING = (*FILLING[:3], "temp_store = FILE", "cache_size = -65536", "threads = 2")
"""Sorting a million keys spills beside the database rather than into memory."""
LOOKED_AT = 1000
"""Rows of each index that ANALYZE looks at: all of them would cost a tenth of the build."""


class Bulk:
    """A database being filled. Errors are as those of :func:`~communique.publish.sqlite.write_database`."""

    def __init__(self, path: Path, specs: Specs) -> None:
        try:
            from adbc_driver_manager import Error  # noqa: PLC0415 (only builds with an extraction need it)
            from adbc_driver_sqlite import dbapi  # noqa: PLC0415
        except ModuleNotFoundError as error:
            raise PublishError(f"a build with an extraction needs the package {error.name}: "
                               'pip install "communique[extract]"') from None  # fmt: skip
        self.path, self.specs, self.error = path, specs, Error
        self.rows: dict[str, int] = dict.fromkeys(specs, 0)
        self.db: Any = dbapi.connect(str(path), autocommit=True)
        self.cursor: Any = self.db.cursor()
        for statement in (
            *(f"PRAGMA {pragma}" for pragma in FILLING),
            *(sql.create_table(s, specs) for s in sql.in_order(specs)),
        ):
            self._run(self.cursor.execute, statement)

    def _run(self, call: Any, *given: Any, **named: Any) -> None:
        try:
            call(*given, **named)
        except self.error as error:
            if "full" in str(error):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.path)) from error
            if "I/O" in str(error) or "readonly" in str(error):
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(self.path)) from error
            said = str(error).splitlines()[0]
            raise PublishError(f"the tables do not keep their own contract: {said}; run communique check") from error

    def add(self, name: str, table: pa.Table) -> None:
        """Append rows to a table, days as ISO texts."""
        if not table.num_rows:
            return
        columns = [c.cast(pa.string()) if pa.types.is_date32(c.type) else c for c in table.columns]
        rows = pa.Table.from_arrays(columns, names=table.schema.names)
        self._run(self.cursor.adbc_ingest, name, rows, mode="append")
        self.rows[name] += table.num_rows

    def close(self) -> None:
        """Let go of the file; may be called again."""
        if self.db is not None:
            self.cursor.close()
            self.db.close()
            self.db = None

    def finish(self, version: str) -> None:
        """Indexes, full text and views over what is there, and every row counted."""
        self.close()
        try:
            with closing(sqlite3.connect(self.path, isolation_level=None)) as db:
                for pragma in INDEXING:
                    db.execute(f"PRAGMA {pragma}")
                db.execute("BEGIN")
                for spec in self.specs.values():
                    _indexed(db, spec)
                for view in views(self.specs).values():
                    db.execute(create_view(view, self.specs))
                _counted(db, self.rows)
                db.execute(f"PRAGMA user_version = {version_number(version)}")
                db.execute("COMMIT")
                db.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
                db.execute("ANALYZE")
        except sqlite3.Error as error:
            raise explained(error, self.path) from error
        synced(self.path)


def _indexed(db: sqlite3.Connection, spec: TableSpec) -> None:
    for statement in sql.create_indexes(spec):
        db.execute(statement)
    full_text = sql.create_full_text(spec)
    if full_text:
        db.execute(full_text)
        columns = ", ".join(map(sql.quoted, sql.searched(spec)))
        fts, table = sql.quoted(f"{spec.name}_fts"), sql.quoted(spec.name)
        # Rows without any text have nothing to be found by; a million of them would be as many empty entries.
        db.execute(f"INSERT INTO {fts}(rowid, {columns}) SELECT rowid, {columns} FROM {table} "  # noqa: S608 (names of the contract)
                   f"WHERE coalesce({columns + ', NULL'}) IS NOT NULL")  # fmt: skip


def _counted(db: sqlite3.Connection, rows: Mapping[str, int]) -> None:
    """Every row that was appended is there."""
    for name, wanted in rows.items():
        ((found,),) = db.execute(f"SELECT count(*) FROM {sql.quoted(name)}")  # noqa: S608 (names of the contract)
        if found != wanted:
            raise PublishError(f"the database does not hold together: {found} of {wanted} rows of {name}; build again")
