"""When every shard is done: repeats go, near-duplicates become relays, shared actors are merged, the manifest closes.

Every step begins from what the shards wrote and did not change since (signatures, actors by shard), and each file appears
whole: killed at any point, the next run does all of it again and ends with the same bytes.
"""

import hashlib
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from . import shape
from .flat import Flat, gather
from .lineage import drop_repeats, dropped, find_near
from .merge import merge
from .relays import publish
from .work import mark_file, marked
from .writing import Written, digest, rows_into, write_bytes, write_json, write_table

REPEATS = "part-repeats.parquet"
Tell = Callable[[str], None]


class Finished(NamedTuple):
    """What finishing came to: rows that the manifest shows, repeats set aside, near-duplicates found."""

    tables: dict[str, dict[str, Any]]
    shards: list[list[Any]]
    articles: int
    statements: int
    aside: dict[str, int]
    repeats: int
    near: int


def finish(out: Path, shards: int, numbers: Sequence[int], tell: Tell) -> Finished:
    """Finish the extraction in ``out`` of so many shards, of which ``numbers`` are done and the others failed.

    Raises :class:`~.writing.OutputError`.
    """
    digits = shape.width(shards)
    tell("comparing articles")
    flat = gather(out, numbers, digits)
    scratch = shape.work(out) / "buckets"
    try:
        drop_repeats(flat, scratch)
        repeats = _without_repeats(out, flat, digits)
        tell("finding near-duplicates")
        find_near(flat, scratch)
        relays, near = publish(out, flat, numbers, digits)
    finally:
        flat.close()
        shutil.rmtree(scratch, ignore_errors=True)
    tell("merging actors")
    written = {table: merge(out, table, numbers, digits) for table in shape.MERGED} | {shape.RELAYS: relays}
    if any((out / "words").glob("*/part-*")):
        write_bytes(out / "words" / "NOTICE.txt", shape.NOTICE.encode())
    return _summed(out, shards, digits, written, repeats, near)


def _without_repeats(out: Path, flat: Flat, digits: int) -> int:
    """Take every dropped article out of the parts, and note it in ``set_aside``; returns how many there are."""
    path = out / shape.SET_ASIDE / REPEATS
    count = int(np.count_nonzero(flat.dropped))
    if not count:
        path.unlink(missing_ok=True)
        return 0
    with rows_into(path, shape.ASIDE) as rows:
        for number, members in groupby(dropped(flat), key=lambda one: int(flat.part[one])):
            articles = list(members)
            first = int(np.searchsorted(flat.part, number))
            name = shape.part(number, digits)
            places = pq.read_table(shape.folder(out, shape.SIGNATURES) / name, columns=["place"]).column("place")
            said = [places[one - first].as_py() or _text(flat.article[one]) for one in articles]
            before = [f"its text and address are those of {_text(flat.article[flat.source[one]])} in "
                      f"{shape.part(int(flat.part[flat.source[one]]), digits)}" for one in articles]  # fmt: skip
            rows.add(pa.Table.from_pylist([dict(zip(shape.ASIDE.names, shape.repeated(*one), strict=True))
                                           for one in zip(said, before, strict=True)], shape.ASIDE))  # fmt: skip
            _rewrite(out, number, name, [_text(flat.article[one]) for one in articles])
    return count


def _text(value: bytes) -> str:
    return value.decode()


def _rewrite(out: Path, number: int, name: str, articles: Sequence[str]) -> None:
    """Write the parts of a shard again without some articles; the done mark, last, says what they are then."""
    mark = marked(out, number)
    if mark is None:
        return
    gone = pa.array(articles, pa.string())
    kept: pa.Array | None = None
    for table in shape.children(mark["parts"]):
        path = shape.folder(out, table) / name
        rows = pq.read_table(path)
        if "article_id" in rows.column_names:
            rows = rows.filter(pc.invert(pc.is_in(rows.column("article_id"), gone)))
        elif kept is not None:
            rows = rows.filter(pc.is_in(rows.column("statement_id"), kept))
        if table == "statements":
            kept = rows.column("statement_id").combine_chunks()
            mark["statements"] = rows.num_rows
        elif table == "articles":
            mark["articles"] = rows.num_rows
        if rows.num_rows != mark["parts"][table][0]:
            mark["parts"][table] = list(write_table(path, rows))
    write_json(mark_file(out, number), mark)


def _summed(
    out: Path, shards: int, digits: int, merged: Mapping[str, Mapping[str, Written]], repeats: int, near: int
) -> Finished:
    """What the manifest shows of tables and shards, from the done marks and the parts written here."""
    files: dict[str, list[tuple[str, Written]]] = {
        table: list(parts.items()) for table, parts in merged.items() if parts
    }
    listed, aside_, articles, statements = [], Counter[str](), 0, 0
    for number in range(shards):
        mark = marked(out, number)
        if mark is None:
            continue
        counts = dict(mark["aside"])
        aside_.update(counts)
        articles += mark["articles"]
        statements += mark["statements"]
        listed.append([mark["place"], mark["articles"], mark["statements"], sum(counts.values())])
        for table, part in mark["parts"].items():
            if shape.work(out) not in shape.folder(out, table).parents:
                files.setdefault(table, []).append((shape.part(number, digits), Written(*part)))
    path = out / shape.SET_ASIDE / REPEATS
    if path.exists():
        told = Written(pq.read_metadata(path).num_rows, path.stat().st_size, digest(path))
        files.setdefault(shape.SET_ASIDE, []).append((REPEATS, told))
    aside_.update({shape.REPEATED: repeats} if repeats else {})
    tables = {table: _told(parts) for table, parts in sorted(files.items())}
    return Finished(tables, listed, articles, statements, dict(sorted(aside_.items())), repeats, near)


def _told(parts: Sequence[tuple[str, Written]]) -> dict[str, Any]:
    """Rows, parts, bytes, and a hash over the lines ``name sha256`` of the parts by name."""
    lines = "".join(f"{name} {part.sha256}\n" for name, part in sorted(parts))
    return {
        "rows": sum(part.rows for _, part in parts),
        "parts": len(parts),
        "bytes": sum(part.size for _, part in parts),
        "sha256": hashlib.sha256(lines.encode()).hexdigest(),
    }
