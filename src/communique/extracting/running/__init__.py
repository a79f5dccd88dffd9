"""Extraction of a whole collection: shards, workers, and what is done when all shards are.

    from communique.extracting.running import extract
    report = extract(Path("wire/"), Path("extracted/"), workers=2)

The same input, communique and authority give the same bytes in the folder, whatever the number of workers, in whichever
order shards are done, and however often a run was killed and begun again. Memory is bounded by the shard (at most some
8 MB of input) in a worker, and by a million rows at a time at the end.
"""

import hashlib
import os
import pickle
import time
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...problems import CommuniqueError, count
from . import shape, state
from .work import Counts, LostError, Shard, Task, Work, set_aside, settle, work_file
from .writing import write_bytes

if TYPE_CHECKING:
    from ..authority import Authority
    from .pool import Outcome

__all__ = ["LostError", "Progress", "Report", "RunError", "Shard", "cores", "extract", "run", "settle"]


class RunError(CommuniqueError):
    """Input and output cannot go together."""


@dataclass(frozen=True)
class Progress:
    """How far a run is: shards done of all (``before``: by earlier runs), what this run has read, and in how long."""

    shards: int
    done: int = 0
    before: int = 0
    articles: int = 0
    statements: int = 0
    aside: int = 0
    seconds: float = 0.0
    step: str = "extracting"

    @property
    def rate(self) -> float:
        """Articles a second, of this run."""
        return self.articles / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds left by the shards done in this run; None before the first."""
        made = self.done - self.before
        return self.seconds / made * (self.shards - self.done) if made > 0 else None


@dataclass(frozen=True)
class Report:
    """What an extraction came to: rows of the whole folder, what of it this run did, and how fast.

    ``aside`` counts what was set aside by code, ``failed`` names the shards that were set aside whole, ``repeats`` are
    documents given twice, ``near`` articles with a relay to an earlier near-duplicate. ``unchanged``: it was complete.
    """

    folder: Path
    shards: int
    before: int
    articles: int
    statements: int
    aside: Mapping[str, int]
    failed: Sequence[str]
    repeats: int
    near: int
    tables: Mapping[str, Any] = field(repr=False)
    read: int = 0
    seconds: float = 0.0
    unchanged: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The report as a JSON object."""
        rows = {name: said["rows"] for name, said in self.tables.items()}
        rate = round(self.read / self.seconds, 1) if self.seconds else None
        return {**asdict(self), "folder": str(self.folder), "tables": rows, "seconds": round(self.seconds, 2),
                "articles_per_second": rate}  # fmt: skip


Tell = Callable[[Progress], None]


def extract(
    source: Path,
    out: Path,
    authority: "Authority",
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    tell: Tell = lambda _: None,
) -> Report:
    """Extract every document of ``source`` (a file or folder) into the folder ``out``, in shards.

    ``workers`` are processes of this machine (default: its cores), ``scheduler`` the address of a Dask cluster that does
    the work instead. A folder that holds the same extraction begun is gone on with, one that holds it complete is left as
    it is; ``force`` clears any other extraction away. ``tell`` is called some times a second.

    Raises :class:`~communique.extracting.documents.InputError`, :class:`RunError` or
    :class:`~.state.OtherExtractionError` (input or folder are wrong), :class:`~.writing.OutputError` (cannot be written),
    :class:`LostError` (the cluster is gone; the same call goes on), and passes ``KeyboardInterrupt`` on.
    """
    from ..documents import plan  # noqa: PLC0415 (with run() alone another reader may be used)
    from ..documents.refusals import shown  # noqa: PLC0415
    from .engine import Engine, content_hash, listed, shards  # noqa: PLC0415

    _apart(source, out)
    pieces = plan(source)
    inputs = listed(pieces)
    identity = state.Identity(_version(), content_hash(), authority.digest, inputs.listing, inputs.cut,
                              shown(Path(os.path.abspath(source)).name), inputs.files, inputs.size, inputs.times)  # fmt: skip
    return run(
        shards(pieces), Engine(authority), out, identity, workers=workers, scheduler=scheduler, force=force, tell=tell
    )


def run(
    shards: Sequence[Shard],
    work: Work,
    out: Path,
    identity: state.Identity,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    tell: Tell = lambda _: None,
) -> Report:
    """Do ``work`` on each of ``shards`` and finish ``out``; see :func:`extract`, which calls it with the engine."""
    began = time.monotonic()
    with state.opened(out, identity, len(shards), force=force) as stands:
        if stands:
            return _stood(out, len(shards))
        done = state.finished(out, len(shards))
        now = _perform(shards, work, out, identity, done, workers, scheduler, tell, began)
        from .finish import finish  # noqa: PLC0415 (nothing of it is needed before)

        ended = finish(out, len(shards), sorted({*done, *now.done}), lambda step: tell(now.progress(step)))
        failed = [shards[number].place for number in sorted(now.failed)]
        more = {"articles": ended.articles, "statements": ended.statements, "set_aside": ended.aside,
                "near_duplicates": ended.near, "tables": ended.tables, "shards": ended.shards}  # fmt: skip
        state.complete(out, identity, len(shards), more, failed)
        return Report(out, len(shards), len(done), ended.articles, ended.statements, ended.aside, failed, ended.repeats,
                      ended.near, ended.tables, now.articles, time.monotonic() - began)  # fmt: skip


@dataclass
class _Now:
    """What this run has done so far."""

    shards: int
    before: int
    began: float
    done: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    articles: int = 0
    statements: int = 0
    aside: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, counts: Counts, *, failed: bool) -> None:
        (self.failed if failed else self.done).add(number)
        self.articles += counts.articles
        self.statements += counts.statements
        self.aside.update(dict(counts.aside))

    def progress(self, step: str = "extracting") -> Progress:
        made = self.before + len(self.done) + len(self.failed)
        return Progress(self.shards, made, self.before, self.articles, self.statements, self.aside.total(),
                        time.monotonic() - self.began, step)  # fmt: skip


def _perform(
    shards: Sequence[Shard],
    work: Work,
    out: Path,
    identity: state.Identity,
    done: Mapping[int, Counts],
    workers: int | None,
    scheduler: str | None,
    tell: Tell,
    began: float,
) -> _Now:
    """Do what is not done yet; a shard that fails is set aside whole."""
    now = _Now(len(shards), len(done), began)
    missing = [number for number in range(len(shards)) if number not in done]
    if not missing:
        return now
    packed = pickle.dumps(work)
    digest = hashlib.sha256(packed).hexdigest()
    write_bytes(work_file(out), packed)
    engine = identity.engine if scheduler else ""
    tasks = [Task(str(out.absolute()), number, len(shards), shards[number], digest, engine) for number in missing]
    tell(now.progress())
    try:
        with closing(_scheduled(tasks, workers, scheduler)) as outcomes:
            for outcome in outcomes:
                if outcome is not None:
                    counts = outcome.counts or set_aside(outcome.task, outcome.failed)
                    now.add(outcome.task.number, counts, failed=outcome.counts is None)
                tell(now.progress())
    except CommuniqueError as error:
        made = len(done) + len(now.done)
        error.args = (f"{error} ({made:,} of {count(len(shards), 'shard')} done)",)
        raise
    return now


def _scheduled(tasks: Sequence[Task], workers: int | None, scheduler: str | None) -> "Generator[Outcome | None]":
    if scheduler is not None:
        from . import cluster  # noqa: PLC0415 (an extra)

        return cluster.schedule(tasks, scheduler)
    from . import pool  # noqa: PLC0415

    return pool.schedule(tasks, workers or cores())


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _stood(out: Path, shards: int) -> Report:
    held = state.manifest(out) or {}
    aside = held["set_aside"]
    return Report(out, shards, shards, held["articles"], held["statements"], aside, [], aside.get(shape.REPEATED, 0),
                  held["near_duplicates"], held["tables"], unchanged=True)  # fmt: skip


def _apart(source: Path, out: Path) -> None:
    """Refuse a folder that is inside the input, or the input inside it."""
    one, other = Path(os.path.realpath(source)), Path(os.path.realpath(out))
    if one == other or one in other.parents or other in one.parents:
        raise RunError(f"{out}: lies in the input, or the input in it; name a folder apart from it with --out")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("communique")
    except PackageNotFoundError:
        return "unknown"
