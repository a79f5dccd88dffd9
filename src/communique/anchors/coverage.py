"""What no anchor covers: the stretches of article bodies that hold words and stand outside every anchor."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pandas as pd
import pyarrow as pa

from communique_schema.words import word_spans

from ..tables import Tables, from_arrow
from .anchored import ByArticle, columns
from .locate import Place

_COLUMNS: dict[str, pa.DataType] = {
    "article_id": pa.string(), "char_start": pa.int32(), "char_end": pa.int32(), "words": pa.int32()
}  # fmt: skip


def uncovered(tables: Tables, texts: Mapping[str, str]) -> pd.DataFrame:
    """One row per stretch of a body range outside any anchor that holds a word, trimmed to its first and last word.

    Key: article_id, char_start; offsets are code points, end exclusive; ``words`` counts its words. Only articles whose
    text is given appear. A word cut by an anchor's edge counts where it is cut.
    """
    anchors = ByArticle(tables)
    bodies = ranges(tables, "body")
    rows = [
        {
            "article_id": article,
            "char_start": start + found[0][0],
            "char_end": start + found[-1][1],
            "words": len(found),
        }
        for article in sorted(texts.keys() & bodies.keys())
        for start, end in _gaps(bodies[article], [(a.char_start, a.char_end) for a in anchors.get(article, [])])
        if (found := word_spans(texts[article][start:end]))
    ]
    return from_arrow(pa.Table.from_pylist(rows, pa.schema(_COLUMNS)))


def ranges(tables: Tables, kind: str) -> dict[str, list[Place]]:
    """article_id -> its ranges of one kind, in order; rows without offsets are left out."""
    df = tables["article_ranges"].dropna(subset=["article_id", "char_start", "char_end"])
    df = df[(df["range_kind"] == kind).fillna(False).to_numpy(dtype=bool)].sort_values(["article_id", "char_start"])
    found: dict[str, list[Place]] = defaultdict(list)
    for article, start, end in zip(*columns(df, "article_id", "char_start", "char_end"), strict=True):
        found[article].append((start, end))
    return dict(found)


def _gaps(bodies: list[Place], covered: list[Place]) -> Iterator[Place]:
    """What is left of ``bodies`` when ``covered`` is taken away; both sorted by start, covered spans may overlap."""
    for start, end in bodies:
        at = start
        for first, last in covered:
            if last <= at:
                continue
            if first >= end:
                break
            if first > at:
                yield at, first
            at = max(at, last)
        if at < end:
            yield at, end
