"""What finishing must know of each article, in files of fixed width: read by place, held by the disk, not by memory.

Articles are counted through, shard after shard in order: the number of an article in that count is its place in every
file. The files are made anew from the shards' signatures by each finishing.
"""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from . import near, shape

ID = "S32"
"""Bytes kept of an id: a prefix, a dash and up to 29 characters."""
FIELDS: dict[str, Any] = {
    "article": ID, "publisher": ID, "agency": "?", "day": "<i4", "part": "<u4", "signed": "?", "dropped": "?",
    "source": "<i8", "signature": ("<u4", (near.MINIMA,)),
}  # fmt: skip
UNKNOWN = np.iinfo(np.int32).max
"""The day of an article that does not say when it was published: after all others."""
NONE = -1
Numbers = npt.NDArray[np.int64]


class Flat:
    """The files as arrays: :attr:`article` and :attr:`publisher` (ids), ``agency``, ``day`` (days since 1970), ``part``,
    ``signed``, ``dropped``, ``source`` (the article it is a near-duplicate of, or -1) and ``signature``."""

    def __init__(self, folder: Path, rows: int) -> None:
        self._folder, self.rows = folder, rows
        self.columns: dict[str, Any] = {}
        for name, kind in FIELDS.items():
            shape_ = (rows, *np.dtype(kind).shape)
            base = np.dtype(kind).base
            self.columns[name] = (
                np.memmap(folder / f"{name}.bin", base, "w+", shape=shape_) if rows else np.empty(shape_, base)
            )

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["columns"][name]
        except KeyError:
            raise AttributeError(name) from None

    def close(self) -> None:
        """Let go of the files and remove them."""
        self.columns.clear()
        shutil.rmtree(self._folder, ignore_errors=True)


def gather(out: Path, numbers: Sequence[int], digits: int) -> Flat:
    """The files for the shards ``numbers``, from their signatures."""
    paths = [(n, shape.folder(out, shape.SIGNATURES) / shape.part(n, digits)) for n in numbers]
    folder = shape.work(out) / "flat"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    flat = Flat(folder, sum(pq.read_metadata(path).num_rows for _, path in paths))
    flat.source[:] = NONE
    first = 0
    for number, path in paths:
        table = pq.read_table(path)
        here = slice(first, first + table.num_rows)
        first += table.num_rows
        flat.part[here] = number
        flat.article[here] = table.column("article_id").to_numpy(zero_copy_only=False).astype(ID)
        flat.publisher[here] = table.column("publisher_id").to_numpy(zero_copy_only=False).astype(ID)
        flat.agency[here] = [tier == "agency" for tier in table.column("source_tier").to_pylist()]
        days = table.column("published").cast(pa.int32()).fill_null(int(UNKNOWN))
        flat.day[here] = days.to_numpy()
        signed = table.column("signature").is_valid().to_numpy(zero_copy_only=False)
        flat.signed[here] = signed
        packed = b"".join(table.column("signature").drop_null().to_pylist())
        flat.signature[here][signed] = np.frombuffer(packed, "<u4").reshape(-1, near.MINIMA)
    return flat


class Buckets:
    """Rows (hash, article) put together by their hash: more than memory holds goes through files.

    A bucket has the rows of one range of hashes, all rows of a hash in it, in the order they were added. Whatever the
    collection holds, a bucket has some two million rows.
    """

    ROW = np.dtype([("hash", "<u8"), ("article", "<i8")])

    def __init__(self, folder: Path, rows: int, most: int = 1 << 20) -> None:
        self._folder, self._most = folder, most
        self._count = min(max(1, -(-rows // most)), 1 << 14)
        self._held: list[npt.NDArray[Any]] = []
        self._rows = 0
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def add(self, hashes: near.Hashes, articles: Numbers) -> None:
        """Add rows."""
        rows = np.empty(len(hashes), self.ROW)
        rows["hash"], rows["article"] = hashes, articles
        self._held.append(rows)
        self._rows += len(rows)
        if self._rows >= 2 * self._most:
            self._spill()

    def _spill(self) -> None:
        rows = np.concatenate(self._held or [np.empty(0, self.ROW)])
        self._held, self._rows = [], 0
        which = ((rows["hash"] >> np.uint64(32)) * np.uint64(self._count)) >> np.uint64(32)
        rows = rows[np.argsort(which, kind="stable")]
        ends = np.searchsorted(np.sort(which), np.arange(self._count, dtype=np.uint64), "right")
        for bucket in np.flatnonzero(np.diff(ends, prepend=0)).tolist():
            first = ends[bucket - 1] if bucket else 0
            with self._path(bucket).open("ab") as file:
                file.write(rows[first : ends[bucket]].tobytes())

    def _path(self, bucket: int) -> Path:
        return self._folder / f"{bucket}.bin"

    def __iter__(self) -> Iterator[npt.NDArray[Any]]:
        """The buckets by range; their files are removed as they are read."""
        self._spill()
        for bucket in range(self._count):
            path = self._path(bucket)
            if path.exists():
                yield np.fromfile(path, self.ROW)
                path.unlink()
        shutil.rmtree(self._folder, ignore_errors=True)
