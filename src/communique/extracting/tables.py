"""Rows into Arrow tables of the dataset's own contract."""

from functools import cache
from typing import Any

import pyarrow as pa

from .coding.rows import COLUMNS, Rows

CONTRACT = (
    "articles", "article_ranges", "article_relays", "statements", "anchors", "actors", "actor_aliases", "statement_actors",
    "statement_treaties", "statement_proposals", "extractions", "treaties", "treaty_aliases",
)  # fmt: skip
"""Tables of the contract an extraction fills; treaties only with a user's own."""

LOCAL = {
    "anchor_words": pa.schema([("statement_id", pa.string()), ("char_start", pa.int32()), ("words", pa.string())]),
    "range_words": pa.schema([("article_id", pa.string()), ("char_start", pa.int32()), ("words", pa.string())]),
    "set_aside": pa.schema([(name, pa.string()) for name in ("place", "code", "reason", "fix")]),
}
"""Tables for the user's own machine: the words themselves, which no release ever has, and what could not be read."""


@cache
def written(name: str) -> pa.Schema:
    """The columns of a table that are written and not derived, as the bundled release describes them.

    Raises :class:`~communique.reading.errors.VersionNotAtHandError` where the installation bundles no release.
    """
    if name in LOCAL:
        return LOCAL[name]
    from ..reading.described import KINDS  # noqa: PLC0415
    from ..reading.release import Release  # noqa: PLC0415

    columns = _release(Release).spec(name).columns.values()
    return pa.schema([pa.field(c.name, KINDS[c.kind], c.nullable) for c in columns if c.origin != "derived"])


@cache
def _release(opened: Any) -> Any:
    from ..reading.at_hand import find  # noqa: PLC0415

    return opened(find(None))


def arrow(rows: Rows) -> dict[str, pa.Table]:
    """Every table of :data:`CONTRACT` and :data:`LOCAL`, treaties only where there are any; columns in contract order."""
    made = {}
    for name in (*CONTRACT, *LOCAL):
        if name.startswith("treat") and not rows.of[name]:
            continue
        made[name] = _table(rows.of[name], COLUMNS[name], written(name))
    return made


def _table(rows: list[tuple[Any, ...]], names: tuple[str, ...], schema: pa.Schema) -> pa.Table:
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    arrays = [
        pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(len(rows), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)
