"""Parquet: the columns that are needed, row group by row group, in batches of bounded size."""

import os
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..model import Document, SetAside
from .arrow import columns, rows
from .opening import open_regular
from .pieces import Part
from .refusals import Refused, shown

_BATCH = 4 * 2**20
"""Bytes of a batch, about."""
_ROWS = 1024
_FILE_SHARD = 8
"""How many times a shard's bytes a piece inside a row group has: rows before it must be decoded to be passed over."""


def cuts(path: str, shard: int) -> list[tuple[int, int, int]]:
    """(first row, row after the last, bytes) of parts of about ``shard`` bytes, whole row groups where they are no larger.

    Only the file's footer is read. Raises :class:`Refused` (unreadable, broken-parquet, no-text, wrong-type).
    """
    with open_regular(path) as stream:
        file = _opened(stream)
        names = columns(file.schema_arrow)
        found: list[tuple[int, int, int]] = []
        at = 0
        for group in range(file.metadata.num_row_groups):
            rows, weight = file.metadata.row_group(group).num_rows, _weight(file.metadata.row_group(group), names)
            pieces = max(1, -(-weight // (_FILE_SHARD * shard))) if weight > shard else 1
            edges = [at + rows * k // pieces for k in range(pieces + 1)]
            found += [(a, b, weight // pieces) for a, b in pairwise(edges) if b > a]
            at += rows
    return found


def read(root: str, part: Part) -> Iterator[Document | SetAside]:
    """The documents of the rows of one part, each at ``name:row`` (from 1). Raises :class:`Refused` for the file."""
    with open_regular(os.path.join(root, part.name)) as stream:
        file = _opened(stream)
        names = columns(file.schema_arrow)
        if file.metadata.num_rows < part.last:
            raise Refused("changed", "is not as it was when it was first looked at")
        try:
            for first, batch in _batches(file, names, part):
                yield from rows(batch, f"{shown(part.name)}:", first + 1)
        except (pa.ArrowException, OSError) as error:
            raise Refused("broken-parquet", f"the data are damaged ({_line(error)})") from None


def _opened(stream: Any) -> Any:
    try:
        return pq.ParquetFile(stream, pre_buffer=False, buffer_size=2**20)
    except (pa.ArrowException, OSError) as error:
        raise Refused("broken-parquet", f"is no Parquet file ({_line(error)})") from None


def _weight(group: Any, names: list[str]) -> int:
    columns = (group.column(k) for k in range(group.num_columns))
    return sum(column.total_uncompressed_size for column in columns if column.path_in_schema in names)


def _batches(file: Any, names: list[str], part: Part) -> Iterator[tuple[int, Any]]:
    """(row of the file, batch) for the rows of a part."""
    at = 0
    for group in range(file.metadata.num_row_groups):
        about = file.metadata.row_group(group)
        rows = about.num_rows
        if at < part.last and at + rows > part.first:
            size = max(1, min(_ROWS, _BATCH * rows // max(1, _weight(about, names))))
            start = at
            for batch in file.iter_batches(size, row_groups=[group], columns=names, use_threads=False):
                a, b = max(part.first - start, 0), min(part.last - start, batch.num_rows)
                if b > a:
                    yield start + a, batch.slice(a, b - a)
                start += batch.num_rows
                if start >= part.last:
                    break
        at += rows


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
