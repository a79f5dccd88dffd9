"""Files that appear whole or not at all: under another name, on disk, then renamed."""

import errno
import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from ...parquet_bytes import ROW_GROUP, SETTINGS
from ...problems import PublishError

TEMPORARY = ".tmp-"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Written(NamedTuple):
    """A file written: its rows (0 for a file of no table), bytes, and SHA-256."""

    rows: int
    size: int
    sha256: str


class OutputError(PublishError):
    """The extraction's folder cannot be written to; what was finished stays."""


@contextmanager
def in_place(path: Path) -> Iterator[Path]:
    """A name to write to, which becomes ``path`` when the block ends without an exception and is on disk then.

    Raises :class:`OutputError` in place of an ``OSError``.
    """
    temporary = path.with_name(f"{TEMPORARY}{path.name}-{uuid.uuid4().hex[:12]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(said(error, path.parent)) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_bytes(path: Path, content: bytes | memoryview) -> Written:
    """A file of these bytes. Raises :class:`OutputError`."""
    with in_place(path) as temporary:
        temporary.write_bytes(content)
    return Written(0, len(content), hashlib.sha256(content).hexdigest())


def write_table(path: Path, table: pa.Table) -> Written:
    """A table as a Parquet file; its chunks leave no trace in the bytes. Raises :class:`OutputError`."""
    sink = pa.BufferOutputStream()
    # One chunk: the writer begins a new page with each, so the road the rows came by would show in the bytes.
    pq.write_table(table.combine_chunks(), sink, row_group_size=ROW_GROUP, **SETTINGS)
    return write_bytes(path, memoryview(sink.getvalue()))._replace(rows=table.num_rows)


def write_json(path: Path, value: Any) -> Written:
    """A JSON document. Raises :class:`OutputError`."""
    return write_bytes(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())


@contextmanager
def rows_into(path: Path, schema: pa.Schema) -> Iterator["Rows"]:
    """A table written in pieces, for one that may not fit into memory. Raises :class:`OutputError`."""
    with in_place(path) as temporary:
        rows = Rows(temporary, schema)
        try:
            yield rows
        finally:
            rows.close()


class Rows:
    """Takes tables of one schema; row groups are of one size wherever the tables were cut."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.count = 0
        self._schema = schema
        self._file = path.open("xb")
        self._writer = pq.ParquetWriter(self._file, schema, **SETTINGS)
        self._held = schema.empty_table()

    def add(self, table: pa.Table) -> None:
        """Write the rows of ``table`` after those there are."""
        self.count += table.num_rows
        self._held = pa.concat_tables([self._held, table.select(self._schema.names).cast(self._schema)])
        while self._held.num_rows >= ROW_GROUP:
            self._write(self._held.slice(0, ROW_GROUP))
            self._held = self._held.slice(ROW_GROUP)

    def _write(self, table: pa.Table) -> None:
        self._writer.write_table(table.combine_chunks(), row_group_size=ROW_GROUP)

    def close(self) -> None:
        """Write what is held, and end the file."""
        try:
            if self._held.num_rows:
                self._write(self._held)
            self._writer.close()
        finally:
            self._file.close()


def sync(folder: Path) -> None:
    """Have the names in a folder on disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def said(error: OSError, folder: Path) -> str:
    """One line: why it cannot be written, and the way out."""
    if error.errno in FULL:
        return f"no room left in {folder}: free some space and give the same command again; finished shards stay"
    if error.errno in (errno.ENOTDIR, errno.ENOENT, errno.ENAMETOOLONG, errno.ELOOP):
        return f"{folder} cannot be made ({os.strerror(error.errno)}): name another folder"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"{folder} cannot be written to ({os.strerror(error.errno)}): make it writable, or name another folder"
    return (
        f"{folder} cannot be written to: {error.strerror or error}; give the same command again, finished shards stay"
    )
