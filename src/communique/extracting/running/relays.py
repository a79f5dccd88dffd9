"""Relays as the shards know them, and for each near-duplicate the publisher of its source."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from . import shape
from .flat import Flat
from .lineage import Near, dropped, found
from .writing import Written, write_bytes, write_table


def publish(out: Path, flat: Flat, numbers: Sequence[int], digits: int) -> tuple[dict[str, Written], int]:
    """Write ``OUT/article_relays`` from the shards' own relays; returns its parts by name, and how many near-duplicates.

    The source of a near-duplicate told the words before the page did, so its publisher becomes the first step: as agency
    where the source is an agency's own page, else as outlet, which claims no more than that it printed them. Where the
    page's own chain has that publisher in that role, the basis of that step says so instead. Rows of articles that were
    given twice go with their second article.
    """
    near = groupby(_flattened(flat), key=lambda one: int(flat.part[one.article]))
    gone = groupby(dropped(flat), key=lambda one: int(flat.part[one]))
    parts, total = {}, 0
    near_part, gone_part = next(near, None), next(gone, None)
    for number in numbers:
        members, without = list[Near](), set[str]()
        if near_part is not None and near_part[0] == number:
            members, near_part = list(near_part[1]), next(near, None)
        if gone_part is not None and gone_part[0] == number:
            without, gone_part = {flat.article[one].decode() for one in gone_part[1]}, next(gone, None)
        total += len(members)
        name = shape.part(number, digits)
        path = shape.folder(out, shape.RELAYS) / name
        if not path.exists():
            continue
        if members or without:
            table = pq.read_table(path)
            rows = [row for row in table.to_pylist() if row["article_id"] not in without]
            written = write_table(
                out / shape.RELAYS / name, pa.Table.from_pylist(_chains(flat, members, rows), table.schema)
            )
        else:
            written = write_bytes(out / shape.RELAYS / name, path.read_bytes())
            written = written._replace(rows=pq.read_metadata(path).num_rows)
        parts[name] = written
    return parts, total


def _flattened(flat: Flat) -> Iterator[Near]:
    for step in found(flat):
        yield from step


def _chains(flat: Flat, members: Sequence[Near], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one part with the sources of its near-duplicates before, or in, the chains its pages name themselves."""
    chains: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        chains.setdefault(row["article_id"], []).append(row)
    for one in members:
        article, actor = flat.article[one.article].decode(), flat.publisher[one.source].decode()
        role = "agency" if flat.agency[one.source] else "outlet"
        basis = f"near-duplicate of {flat.article[one.source].decode()} (estimated overlap {one.overlap:.2f})"
        chain = chains.setdefault(article, [])
        same = next((row for row in chain if (row["actor_id"], row["relay_role"]) == (actor, role)), None)
        if same is not None:
            same["basis"] = f"{same['basis'].rstrip('.')}; {basis}"
            continue
        for row in chain:
            row["position"] += 1
        chain.insert(0, {"article_id": article, "position": 1, "actor_id": actor, "relay_role": role, "basis": basis})
    return [row for chain in chains.values() for row in chain]
