"""Tables many shards write rows of (actors and their aliases): one table, each key once, in the order of its ids."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from ...ids import ALPHABET
from . import shape
from .work import shared_once
from .writing import Written, write_table

ROWS, MOST = 500_000, 256
"""Rows a part aims at, before repeats are gone; parts at most."""
_RANKS = np.array([max(0, sum(letter <= chr(code) for letter in ALPHABET) - 1) for code in range(256)], dtype=np.uint64)
_PREFIX, _LETTERS = 3, 4


def merge(out: Path, table: str, numbers: Sequence[int], digits: int) -> dict[str, Written]:
    """Merge the rows of the shards ``numbers``; returns the parts of ``OUT/<table>`` by name.

    Of actors with one id the least name counts, of other rows with one key the first, by shard and row. A part holds one
    range of ids, so that memory is bounded by the part. Parts of an earlier merge are replaced.
    """
    paths = [shape.folder(out, table) / shape.part(number, digits) for number in numbers]
    paths = [path for path in paths if path.exists()]
    parts = {}
    if paths:
        count = min(max(1, -(-sum(pq.read_metadata(path).num_rows for path in paths) // ROWS)), MOST)
        for number, rows in enumerate(_ranges(out, table, paths, count)):
            once = shared_once(rows, table)
            name = shape.part(number, shape.width(count))
            ordered = once.sort_by([(column, "ascending") for column in shape.MERGED[table]])
            parts[name] = write_table(out / table / name, ordered)
    for path in (out / table).glob("part-*.parquet"):
        if path.name not in parts:
            path.unlink()
    return parts


def _ranges(out: Path, table: str, paths: Sequence[Path], count: int) -> Iterator[pa.Table]:
    """The rows of all parts, in ``count`` tables by ranges of ids."""
    if count == 1:
        yield pa.concat_tables([pq.read_table(path) for path in paths])
        return
    folder = shape.work(out) / f"merging-{table}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    schema = pq.read_schema(paths[0])
    files = [folder / f"{number}.arrows" for number in range(count)]
    with ExitStack() as stack:
        writers = [stack.enter_context(pa.ipc.new_stream(str(path), schema)) for path in files]
        for path in paths:
            rows = pq.read_table(path)
            which = (_rank(rows.column(shape.MERGED[table][0])) * np.uint64(count)) >> np.uint64(5 * _LETTERS)
            for number in np.unique(which).tolist():
                writers[number].write_table(rows.take(np.flatnonzero(which == number)))
    for path in files:
        with pa.ipc.open_stream(str(path)) as stream:
            yield stream.read_all()
        path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _rank(ids: pa.ChunkedArray) -> npt.NDArray[np.uint64]:
    """A number of 20 bits that grows with the id, from the four letters behind its prefix."""
    wide = np.array(ids.to_pylist(), dtype=f"S{_PREFIX + _LETTERS}")
    letters = wide.view(np.uint8).reshape(len(wide), -1)[:, _PREFIX:]
    total = np.zeros(len(wide), dtype=np.uint64)
    for place in range(_LETTERS):
        total = (total << np.uint64(5)) | _RANKS[letters[:, place]]
    return total
