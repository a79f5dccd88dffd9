"""Statements and what hangs on them, put into ranges of statement ids: read once, kept on disk, a range at a time.

The ids of an extraction are hashes, in no order, and a build is sorted by key. So every row is put into the range its
statement's id falls in, in batches, beside the build that is being written; a range is then read back whole, and the
ranges one after the other are the order of the build.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from .folder import Extraction, Part
from .names import ROWS

RANGE = 64_000
"""Statements of one range, roughly: what is in memory at a time."""
BATCH = 150_000
"""Rows that are sorted into ranges at a time."""
SAMPLE = 20_000


class Ranges:
    """The rows of an extraction in ``folder``, by table and range."""

    def __init__(self, extraction: Extraction, ids: pa.ChunkedArray, folder: Path) -> None:
        self.extraction, self.folder = extraction, folder
        self.bounds = bounds(ids)
        self.files: dict[str, list[Path]] = {name: [] for name in ROWS}

    def __len__(self) -> int:
        return len(self.bounds) + 1

    def fill(self) -> Iterator[str]:
        """Put every row into its range; yields the table that is being read."""
        self.folder.mkdir()
        for table in ROWS:
            for batch in _batches(self.extraction.parts[table]):
                yield table
                self._put(table, batch)

    def _put(self, table: str, rows: pa.Table) -> None:
        numbers = self.of(rows["statement_id"])
        order = np.argsort(numbers, kind="stable")
        rows = rows.unify_dictionaries().combine_chunks().take(pa.array(order)).combine_chunks()
        ends = np.cumsum(np.bincount(numbers, minlength=len(self)))
        path = self.folder / f"{table}-{len(self.files[table])}.arrow"
        batch = rows.to_batches()[0]
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, rows.schema) as writer:
            for start, end in zip([0, *ends[:-1]], ends, strict=True):
                writer.write_batch(batch.slice(start, end - start))
        self.files[table].append(path)

    def of(self, ids: pa.ChunkedArray | pa.Array) -> npt.NDArray[np.uint16]:
        """The range each id falls in; an id that is missing falls in the first."""
        if not len(self.bounds):
            return np.zeros(len(ids), np.uint16)
        return np.searchsorted(self.bounds, _bytes(ids), side="right").astype(np.uint16)

    def read(self, number: int) -> dict[str, pa.Table]:
        """The rows of one range, by table, in the order of the parts."""
        return {table: self._read(table, number) for table in ROWS if self.files[table]}

    def _read(self, table: str, number: int) -> pa.Table:
        batches = []
        for path in self.files[table]:
            # Read and not mapped: pages of a mapped file count as memory of the process.
            with pa.OSFile(str(path), "rb") as file:
                batches.append(pa.Table.from_batches([pa.ipc.open_file(file).get_batch(number)]))
        return pa.concat_tables(batches).unify_dictionaries().combine_chunks()


def bounds(ids: pa.ChunkedArray) -> npt.NDArray[np.bytes_]:
    """First id of every range but the first, from a sample of the ids: the same for the same ids in the same order."""
    n = len(ids) // RANGE
    if n < 1:
        return np.empty(0, "S1")
    sample = np.sort(_bytes(ids.take(pa.array(np.arange(0, len(ids), max(len(ids) // SAMPLE, 1))))))
    return np.unique(sample[[len(sample) * k // (n + 1) for k in range(1, n + 1)]])


def _bytes(ids: pa.ChunkedArray | pa.Array) -> npt.NDArray[np.bytes_]:
    """Ids as bytes of one width, which sort as the texts do."""
    whole = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    whole = pc.fill_null(whole, "")
    lengths = pc.binary_length(whole)
    width = max(pc.max(lengths).as_py() or 1, 1)
    if pc.min(lengths).as_py() == width:  # of one length, as the bytes stand in the column
        start = int(np.frombuffer(whole.buffers()[1], np.int32)[whole.offset]) if len(whole) else 0
        return np.frombuffer(whole.buffers()[2], f"S{width}", len(whole), start)
    return np.array([text.encode() for text in whole.to_pylist()], f"S{width}")


def _batches(parts: Sequence[Part]) -> Iterator[pa.Table]:
    """Rows of the parts in order, some parts at a time."""
    held: list[pa.Table] = []
    for part in parts:
        held.append(part.read(compact=True))
        if sum(map(len, held)) >= BATCH:
            yield pa.concat_tables(held)
            held = []
    if sum(map(len, held)):
        yield pa.concat_tables(held)
