"""Which article repeats which: the same text given twice, and near-duplicates, each with its earliest source.

An article is set aside as a repeat where an earlier shard, or row, has its id (the same text from the same place). It is a
near-duplicate of the earliest published article (then that of the smallest id) with which it shares at least four
fifths of its runs of words, as their signatures estimate it. A page without a day counts as the last.

In each band an article is held against the earliest of all that share it and against the one just before it, so that
the work grows with the articles alone, whatever they have in common.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from . import near
from .flat import NONE, Buckets, Flat, Numbers

ALIKE = 0.8
_STEP = 1 << 16


class Near(NamedTuple):
    """One article that repeats another: their numbers, and the estimated share of runs they have in common."""

    article: int
    source: int
    overlap: float


def _steps(rows: int) -> Iterator[slice]:
    return (slice(first, min(first + _STEP, rows)) for first in range(0, rows, _STEP))


def drop_repeats(flat: Flat, folder: Path) -> None:
    """Mark every article whose id an earlier one has as dropped, that one as its source."""
    buckets = Buckets(folder / "ids", flat.rows)
    for here in _steps(flat.rows):
        numbers = np.ascontiguousarray(flat.article[here]).view("<u8").reshape(-1, 4)
        total = numbers[:, 0].copy()
        for place in range(1, 4):
            total = near.mixed(total ^ numbers[:, place])
        buckets.add(near.mixed(total), np.arange(here.start, here.stop))
    for rows in buckets:
        articles: Numbers = rows["article"]
        ids = flat.article[articles]
        order = np.lexsort((articles, ids))
        articles, ids = articles[order], ids[order]
        again = np.append(False, ids[1:] == ids[:-1])
        firsts = articles[np.maximum.accumulate(np.where(again, 0, np.arange(len(again))))]
        flat.dropped[articles[again]] = True
        flat.source[articles[again]] = firsts[again]


def dropped(flat: Flat) -> Iterator[int]:
    """The numbers of the articles that are dropped, in order."""
    for here in _steps(flat.rows):
        yield from (np.flatnonzero(flat.dropped[here]) + here.start).tolist()


def find_near(flat: Flat, folder: Path) -> None:
    """Set the source of every near-duplicate that is not dropped."""
    buckets = Buckets(folder / "bands", flat.rows * near.BANDS)
    for here in _steps(flat.rows):
        numbers = np.flatnonzero(flat.signed[here] & ~flat.dropped[here]) + here.start
        hashes = near.bands(flat.signature[numbers])
        buckets.add(hashes.ravel(), np.repeat(numbers, near.BANDS))
    for rows in buckets:
        articles: Numbers = rows["article"]
        order = np.lexsort((flat.article[articles], flat.day[articles], rows["hash"]))
        articles, hashes = articles[order], rows["hash"][order]
        again = np.flatnonzero(hashes[1:] == hashes[:-1]) + 1
        start = np.zeros(len(hashes), dtype=np.int64)
        firsts = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))
        start[firsts] = firsts
        start = np.maximum.accumulate(start)
        later = np.concatenate([articles[again], articles[again]])
        earlier = np.concatenate([articles[start[again]], articles[again - 1]])
        _join(flat, later, earlier)


def _join(flat: Flat, later: Numbers, earlier: Numbers) -> None:
    """Give each of ``later`` the earliest source of those beside it that it is alike with."""
    fresh = (flat.source[later] != earlier) & (later != earlier)
    later, earlier = later[fresh], earlier[fresh]
    if not len(later):
        return
    pairs = np.unique(np.stack([later, earlier], axis=1), axis=0)
    alike = np.concatenate([overlaps(flat, pairs[here, 0], pairs[here, 1]) >= ALIKE for here in _steps(len(pairs))])
    later, earlier = pairs[alike, 0], pairs[alike, 1]
    known = np.unique(later)
    known = known[flat.source[known] != NONE]
    later, earlier = np.append(later, known), np.append(earlier, flat.source[known])
    order = np.lexsort((flat.article[earlier], flat.day[earlier], later))
    later, earlier = later[order], earlier[order]
    best = np.append(True, later[1:] != later[:-1])[: len(later)]
    flat.source[later[best]] = earlier[best]


def overlaps(flat: Flat, left: Numbers, right: Numbers) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Estimated shares of runs that articles have in common, pair by pair."""
    return near.overlap(flat.signature[left], flat.signature[right])


def found(flat: Flat) -> Iterator[list[Near]]:
    """The near-duplicates in the order of the articles, some thousands at a time."""
    for here in _steps(flat.rows):
        numbers = np.flatnonzero((flat.source[here] != NONE) & ~flat.dropped[here]) + here.start
        sources = flat.source[numbers]
        shares = overlaps(flat, numbers, sources) if len(numbers) else np.empty(0)
        yield [Near(*one) for one in zip(numbers.tolist(), sources.tolist(), shares.tolist(), strict=True)]
