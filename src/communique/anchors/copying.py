"""Whether a text we ship repeats a source: runs of eight words or more, found by hashed shingles of whole columns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from communique_schema.spec import ColumnSpec, tables
from communique_schema.words import words

from ..tables import Tables
from .anchored import columns

RUN = 8
"""Words in a row that make copying."""

NAMES = (
    ("treaties", "title"), ("treaties", "short_name"), ("treaty_aliases", "alias"),
    ("actors", "name"), ("actor_aliases", "alias"), ("articles", "title"),
)  # fmt: skip
"""Columns whose values may be repeated: names of treaties and offices, and titles as printed."""

Hashes = npt.NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_SHORTEST = 2 * RUN - 1


@dataclass(frozen=True)
class Copied:
    """One run of words a shipped value shares with a source text; ``row`` is the row of ``table``."""

    table: str
    column: str
    row: int
    article_id: str
    run: tuple[str, ...]


def shipped(table: str) -> list[ColumnSpec]:
    """The table's columns of running text: neither names and titles nor anything of a fixed form."""
    return [
        column
        for column in tables()[table].columns.values()
        if column.kind == "text"
        and (table, column.name) not in NAMES
        and not (column.pattern or column.prefix or column.fk or column.vocabulary or column.edtf)
        and column.origin != "derived"
    ]


def copied(frames: Tables, texts: Mapping[str, str]) -> Iterator[Copied]:
    """Every run of eight or more words that a shipped text column repeats of a source text.

    A run lying wholly inside a name or title of :data:`NAMES` is allowed. Each distinct value is read once.
    """
    sources = {article: words(text) for article, text in texts.items()}
    known = np.sort(_shingles(sources.values())[0])
    if not len(known):
        return
    names = [value for table, column in NAMES if table in frames for value in _distinct(frames, table, column)]
    known = known[~_among(known, np.sort(_shingles(words(name) for name in names)[0]))]
    joined = {article: f" {' '.join(listed)} " for article, listed in sources.items()}
    for table in frames.keys() & tables().keys():
        for column in shipped(table):
            yield from _in_column(frames, table, column.name, known, joined)


def _in_column(frames: Tables, table: str, column: str, known: Hashes, joined: Mapping[str, str]) -> Iterator[Copied]:
    values = _distinct(frames, table, column)
    listed = [words(value) for value in values]
    hashes, owners, starts = _shingles(listed)
    hits = np.flatnonzero(_among(hashes, known))
    if not len(hits):
        return
    rows: dict[str, list[int]] = {}
    guilty = {values[owners[i]] for i in hits}
    for row, value in enumerate(columns(frames[table], column)[0]):
        if value in guilty:
            rows.setdefault(value, []).append(row)
    breaks = np.flatnonzero((np.diff(hits) > 1) | (np.diff(owners[hits]) > 0)) + 1
    for run in np.split(hits, breaks):
        value = int(owners[run[0]])
        said = listed[value][int(starts[run[0]]) : int(starts[run[-1]]) + RUN]
        source = _source(said, joined)
        if source:
            for row in rows[values[value]]:
                yield Copied(table, column, row, source[0], source[1])


def _source(run: list[str], joined: Mapping[str, str]) -> tuple[str, tuple[str, ...]] | None:
    """The text that holds the longest beginning of the run; None where equal hashes were chance."""
    for length in range(len(run), RUN - 1, -1):
        sought = f" {' '.join(run[:length])} "
        for article, text in joined.items():
            if sought in text:
                return article, tuple(run[:length])
    return None


def _distinct(frames: Tables, table: str, column: str) -> list[str]:
    """The column's distinct values that are long enough to hold a run."""
    values = pa.array(frames[table][column]).cast(pa.string()).unique()
    return [value for value in values.to_pylist() if value is not None and len(value) >= _SHORTEST]


def _among(hashes: Hashes, known: Hashes) -> npt.NDArray[np.bool_]:
    """Which hashes are in ``known``, which is sorted."""
    if not len(known):
        return np.zeros(len(hashes), dtype=bool)
    at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[at] == hashes
    return found


def _shingles(lists: Iterable[list[str]]) -> tuple[Hashes, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Hashes of all runs of eight words inside one list; beside each, which list it is of and where it starts there."""
    long = [(i, listed) for i, listed in enumerate(lists) if len(listed) >= RUN]
    codes = np.fromiter((hash(word) for _, listed in long for word in listed), dtype=np.int64).view(np.uint64)
    counts = np.array([len(listed) for _, listed in long], dtype=np.int64)
    n = max(len(codes) - RUN + 1, 0)
    hashes = np.zeros(n, dtype=np.uint64)
    for k in range(RUN):
        hashes = hashes * _STEP + codes[k : n + k]
    which = np.repeat(np.arange(len(long)), counts)
    inside = which[:n] == which[RUN - 1 :][:n] if n else np.zeros(0, dtype=bool)
    first = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])[which[:n][inside]]
    owners = np.array([i for i, _ in long], dtype=np.int64)
    return hashes[inside], owners[which[:n][inside]], np.flatnonzero(inside) - first
