"""One shard, from its piece of the input to its parts: the function that every worker runs, in a pool or on a cluster."""

import functools
import gc
import hashlib
import json
import pickle
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from ...problems import CommuniqueError
from . import near, shape
from .writing import sync, write_json, write_table

Work = Callable[[Any], Mapping[str, pa.Table]]
"""From a piece of the input to tables; picklable, and the same tables for the same piece on any machine."""


class Shard(NamedTuple):
    """A piece of the input one worker reads alone; ``place`` names it in messages."""

    place: str
    piece: Any


class Task(NamedTuple):
    """What a worker is told: which shard, of how many, and where its work and its folder are.

    ``work`` is the SHA-256 of the pickled :data:`Work` in the folder, ``engine`` the content hash of the code that is to
    do it (empty: any).
    """

    out: str
    number: int
    shards: int
    shard: Shard
    work: str
    engine: str = ""


class Counts(NamedTuple):
    """What came of a shard: articles, statements, and (code, how many) of what was set aside."""

    articles: int
    statements: int
    aside: tuple[tuple[str, int], ...] = ()


class OtherCodeError(CommuniqueError):
    """A worker has another communique than whoever started the run."""


class LostError(CommuniqueError):
    """The cluster is gone, or was never there; what is done stays, and the same command goes on."""


def settle() -> None:
    """Have a process that does nothing but extract seldom look for garbage: for its whole life, so never in one of a user's.

    Reference counts free nearly all that extraction makes, while each look walks through rows that are still wanted, and
    now and then through all code and lexicons.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def work_file(out: Path) -> Path:
    """Where the pickled work stands while a run is on."""
    return shape.work(out) / "work.pickle"


def mark_file(out: Path, number: int) -> Path:
    """The done mark of a shard."""
    return shape.done(out) / f"{number}.json"


def perform(task: Task) -> Counts:
    """Read one shard, write its parts, then its done mark.

    Raises :class:`~.writing.OutputError` where a part cannot be written, and whatever the work raises.
    """
    out = Path(task.out)
    tables = dict(_loaded(str(work_file(out)), task.work, task.engine)(task.shard.piece))
    tables = _once(tables)
    tables[shape.SIGNATURES] = near.signatures(tables)
    name = shape.part(task.number, shape.width(task.shards))
    parts = {}
    for table in sorted(tables):
        path = shape.folder(out, table) / name
        parts[table] = list(write_table(path, tables[table]))
        sync(path.parent)
    aside = tables.get(shape.SET_ASIDE, shape.ASIDE.empty_table())
    codes = tuple(sorted(Counter(aside.column("code").to_pylist()).items()))
    counts = Counts(tables["articles"].num_rows, tables["statements"].num_rows, codes)
    mark(out, task, counts, parts)
    return counts


def mark(out: Path, task: Task, counts: Counts, parts: Mapping[str, Any], failed: str = "") -> None:
    """Write the done mark of a shard; ``failed`` says why it was set aside whole."""
    said = {"place": task.shard.place, **counts._asdict(), "parts": dict(parts), "failed": failed}
    write_json(mark_file(out, task.number), said)
    sync(shape.done(out))


def set_aside(task: Task, reason: str) -> Counts:
    """Set a shard aside whole: a row that says why, and a mark that lets the next run try again."""
    out = Path(task.out)
    row = {
        "place": task.shard.place,
        "code": "shard-failed",
        "reason": reason,
        "fix": "give the same command again, with fewer workers or more memory; else report it with this piece of input",
    }
    path = out / shape.SET_ASIDE / shape.part(task.number, shape.width(task.shards))
    parts = {shape.SET_ASIDE: list(write_table(path, pa.Table.from_pylist([row], shape.ASIDE)))}
    counts = Counts(0, 0, (("shard-failed", 1),))
    mark(out, task, counts, parts, reason)
    return counts


def marked(out: Path, number: int) -> dict[str, Any] | None:
    """The done mark of a shard; None where there is none."""
    try:
        said = json.loads(mark_file(out, number).read_text("utf-8"))
        return said if isinstance(said, dict) else None
    except (OSError, ValueError):
        return None


def counted(said: Mapping[str, Any]) -> Counts:
    """The counts of a done mark."""
    return Counts(said["articles"], said["statements"], tuple((code, number) for code, number in said["aside"]))


@functools.lru_cache(maxsize=2)
def _loaded(path: str, digest: str, engine: str) -> Work:
    """The work, read once in each worker; only what whoever started the run has written is loaded."""
    from .engine import content_hash  # noqa: PLC0415 (a cluster's worker may have another one)

    if engine and content_hash() != engine:
        raise OtherCodeError("a worker has another communique than this one; install the same on the whole cluster")
    content = Path(path).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise OtherCodeError(f"{path} is of another run; end that run, then give the same command again")
    work: Work = pickle.loads(content)  # noqa: S301 (its hash came with the task)
    return work


def _once(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables with each article once, should the work give one twice: the rows that came first."""
    keys = tables["articles"].column("article_id")
    if pc.count_distinct(keys).as_py() == len(keys):
        return tables
    return {name: first_of(table, shape.KEYS[name]) if name in shape.KEYS else table for name, table in tables.items()}


def shared_once(table: pa.Table, name: str) -> pa.Table:
    """The rows of one of the tables that shards share, each key once.

    Of an actor printed in several ways the least counts, as within a shard: so it is the same wherever the input is cut.
    """
    if name == "actors":
        table = table.sort_by([(column, "ascending") for column in ("actor_id", "name")])
    return first_of(table, shape.MERGED[name])


def first_of(table: pa.Table, key: tuple[str, ...]) -> pa.Table:
    """The first row of each key, in the order they stand in."""
    numbered = table.select(key).append_column("row", pa.array(range(table.num_rows), pa.int64()))
    first = numbered.group_by(key, use_threads=False).aggregate([("row", "min")]).column("row_min")
    return table if len(first) == table.num_rows else table.take(first.take(pc.sort_indices(first)))
