"""Parquet: sorted, typed, described, and the same bytes wherever and whenever it is written."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from communique_schema.projections import Specs
from communique_schema.projections.arrow import arrow_schema
from communique_schema.spec import TableSpec

from ..parquet_bytes import ROW_GROUP, SETTINGS
from ..problems import PublishError
from .swap import created, synced


def as_arrow(spec: TableSpec, df: pd.DataFrame, specs: Specs, release: Mapping[str, str]) -> pa.Table:
    """The frame as an Arrow table with its full schema, in one chunk per column, sorted by primary key."""
    schema = arrow_schema(spec, specs, release)
    # One chunk: the writer begins a new page with each, so the road the rows came by would show in the bytes.
    columns = [_whole(pa.array(df[field.name]), field.type) for field in schema]
    return by_key(pa.Table.from_arrays(columns, schema=schema), spec.primary_key)


def _whole(values: pa.Array | pa.ChunkedArray, kind: pa.DataType) -> pa.Array:
    values = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    return values if values.type == kind else values.cast(kind)


def by_key(table: pa.Table, key: tuple[str, ...]) -> pa.Table:
    """The table in ascending order of ``key``; as it is when it is so already."""
    if table.num_rows < 2 or _ordered(table, key):
        return table
    return table.sort_by([(name, "ascending") for name in key]).combine_chunks()


def _ordered(table: pa.Table, key: tuple[str, ...]) -> bool:
    """Whether no row stands before one with a smaller key."""
    later = pa.array([False] * (table.num_rows - 1))
    equal = pc.invert(later)
    for name in key:
        column = table.column(name).combine_chunks()
        left, right = column[:-1], column[1:]
        later = pc.or_(later, pc.and_(equal, pc.less(left, right)))
        equal = pc.and_(equal, pc.equal(left, right))
    return bool(pc.all(pc.or_(later, equal)).as_py())


def write_parquet(path: Path, table: pa.Table) -> None:
    """One table to one file. Raises :class:`~communique.problems.PublishError` when a required value is null."""
    with created(path) as file, _explained(path.stem):
        pq.write_table(table, file, row_group_size=ROW_GROUP, **SETTINGS)


@contextmanager
def growing_parquet(path: Path, schema: pa.Schema) -> Iterator[Callable[[pa.Table], None]]:
    """A file that takes one table after the other, in the order of its key; on disk when the block ends."""
    # A file of Arrow's own: one of Python's would ask for the interpreter lock at each write, and wait for the other thread.
    with pa.OSFile(str(path), "wb") as file, pq.ParquetWriter(file, schema, **SETTINGS) as writer:

        def write(table: pa.Table) -> None:
            with _explained(path.stem):
                writer.write_table(table, row_group_size=ROW_GROUP)

        yield write
    synced(path)


@contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except pa.ArrowInvalid as error:
        raise PublishError(f"{name} does not keep its own contract: {error}; run communique check") from error
