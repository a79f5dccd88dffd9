"""A build with an extraction: curated tables and pages whole, statements range by range, all of it in one folder.

While a range is held against the rules it is being written already, the database by one thread, Parquet by another: where
a rule is broken, what was written is thrown away.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.projections.arrow import arrow_schema
from communique_schema.projections.views import views
from communique_schema.spec import tables as contract

from ..problems import DatasetError, Problem, count, errors
from ..publish.bulk import Bulk
from ..publish.joined import joined
from ..publish.metadata import datasette_metadata
from ..publish.parquet import as_arrow, growing_parquet, write_parquet
from ..publish.run import META
from ..publish.swap import created, replacing
from ..status.counts import proposal_counts
from ..tables import Tables
from .across import Across
from .judge import FINDINGS, Judge, Judged
from .names import ROWS
from .ranges import Ranges
from .told import Told

if TYPE_CHECKING:
    from .gather import Gathered

MANY = (*ROWS, FINDINGS)
"""Tables that are written range by range."""
VIEW = "statements_joined"
SPILL = "-ranges"
MARK = " (with statements extracted by rules: a working build, never a release)"
"""What the title of such a build says behind the dataset's."""
LINKED = ["statement_id", "article_id", "root"]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Built:
    """What became of a build: its folder, rows per table, every problem left, and what of the extraction went in."""

    folder: Path
    rows: dict[str, int]
    problems: list[Problem]
    statements: int
    left_out: int


def build(
    gathered: Gathered, world: Tables, dist: Path, meta: Mapping[str, str], told: list[Problem], tell: Progress
) -> Built:
    """Derive, check and write every range, then what is whole; ``dist/current`` is replaced where nothing is wrong.

    ``world`` are the derived tables of the records :func:`~.gather.gathered` made, ``told`` what is wrong with them. With
    an error there or in a range what was written is thrown away, but everything is gone over, and :class:`DatasetError`
    has it all.
    """
    release = marked(meta, gathered)
    with _frugal(), replacing(dist) as folder, _ranges(gathered, folder) as ranges, ExitStack() as open_files:
        steps = 2 * len(ranges) + 3
        for table in ranges.fill():
            tell(f"reading {table}", 0, steps)
        listed = Told(str(gathered.extraction.folders[0]))
        judge, across = Judge(gathered, world, listed), Across(world)
        writer = None if errors(told) else open_files.enter_context(_writing(folder, world, gathered, release))
        for number in range(len(ranges)):
            tell(f"statements, part {number + 1} of {len(ranges)}", 1 + number, steps)
            judged = judge.derive(ranges.read(number))
            across.keep(judged)
            if writer is not None and not listed.errors:
                writer.put(number, ranges, judged)
                if number == len(ranges) - 1:
                    writer.whole()
            judge.check(judged)
        tell("indexes", len(ranges) + 1, steps)
        across.tell(listed, gathered.extraction)
        problems = sorted({*told, *listed.problems()})
        if writer is None or errors(problems):
            raise DatasetError(problems)
        rows = writer.done()
        with created(folder / "metadata.json") as file:
            file.write(datasette_metadata(contract(), release).encode())
        tell("", steps, steps)
    statements = gathered.extraction.rows("statements") - judge.dropped
    return Built(dist / "current", rows, problems, statements, len(gathered.left_out))


def marked(meta: Mapping[str, str], gathered: Gathered) -> dict[str, str]:
    """What every file says of the build: the dataset's words, that it holds an extraction, and how much of one."""
    size = f"{count(gathered.extraction.rows('statements'), 'statement')}, coded by rules"
    return {name: meta[name] for name in META} | {"title": meta["title"] + MARK, "extraction": size}


@contextmanager
def _frugal() -> Iterator[None]:
    """Arrow takes memory from the pool that gives back what a range no longer needs: a fifth less at the peak."""
    before = pa.default_memory_pool()
    with suppress(NotImplementedError):  # not built for this system
        pa.set_memory_pool(pa.jemalloc_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


@contextmanager
def _ranges(gathered: Gathered, folder: Path) -> Iterator[Ranges]:
    """Ranges kept beside the folder that is written, so that a killed build's are cleared away with it."""
    spill = folder.with_name(folder.name + SPILL)
    try:
        yield Ranges(gathered.extraction, gathered.ids, spill)
    finally:
        shutil.rmtree(spill, ignore_errors=True)


@contextmanager
def _writing(folder: Path, world: Tables, gathered: Gathered, release: Mapping[str, str]) -> Iterator[Writer]:
    (folder / "tables").mkdir()
    (folder / "joined").mkdir()
    with ExitStack() as stack:
        yield Writer(folder, world, gathered, release, stack)


class Writer:
    """Writes a build: ranges as they come, then the tables that are whole."""

    def __init__(
        self, folder: Path, world: Tables, gathered: Gathered, release: Mapping[str, str], stack: ExitStack
    ) -> None:
        self.folder, self.release, self.specs = folder, release, contract()
        self.curated = {name: _untouched(world[name], gathered.touched) for name in MANY}
        self.world = world
        self.few = {n: as_arrow(s, world[n], self.specs, release) for n, s in self.specs.items() if n not in MANY}
        self.views = views(self.specs)
        self.stack = stack
        self.bulk = Bulk(folder / "communique.db", self.specs)
        stack.callback(self.bulk.close)
        self.files = stack.enter_context(ExitStack())
        self.grow = {n: self.files.enter_context(growing_parquet(folder / "tables" / f"{n}.parquet", self._schema(n)))
                     for n in MANY}  # fmt: skip
        self.grow[VIEW] = self.files.enter_context(
            growing_parquet(
                folder / "joined" / f"{VIEW}.parquet", arrow_schema(self.views[VIEW].spec, self.specs, release)
            )
        )
        # Entered last, so that on an error they come to rest before the files they write are closed; what waits is left.
        self.threads = [ThreadPoolExecutor(1) for _ in range(2)]
        for thread in self.threads:
            stack.callback(thread.shutdown, cancel_futures=True)
        self.waiting: list[Future[None]] = []
        self.linked: list[pd.DataFrame] = []

    def _schema(self, name: str) -> pa.Schema:
        return arrow_schema(self.specs[name], self.specs, self.release)

    def put(self, number: int, ranges: Ranges, judged: Judged) -> None:
        """Write one range, with the curated rows whose ids fall in it; returns while that is being done."""
        tables = {}
        for name in MANY:
            own = self.curated[name]
            own = own[ranges.of(pa.array(own["statement_id"])) == number]
            both = pd.concat([judged.tables[name], own], ignore_index=True) if len(own) else judged.tables[name]
            tables[name] = as_arrow(self.specs[name], both, self.specs, self.release)
        self._count(judged.tables)
        self._wait()
        self.waiting = [self.threads[0].submit(self._database, tables), self.threads[1].submit(self._parquet, tables)]

    def _count(self, tables: Tables) -> None:
        """Keep what proposals count of the statements linked to them."""
        links = tables["statement_proposals"][["statement_id", "proposal_id"]]
        if len(links):
            self.linked.append(links.merge(tables["statements"][LINKED], on="statement_id"))

    def _wait(self) -> None:
        for future in self.waiting:
            future.result()
        self.waiting = []

    def _database(self, tables: Mapping[str, pa.Table]) -> None:
        for name, table in tables.items():
            self.bulk.add(name, table)

    def _parquet(self, tables: Mapping[str, pa.Table]) -> None:
        for name, table in tables.items():
            self.grow[name](table)
        self.grow[VIEW](joined(self.views[VIEW], {**self.few, **tables}, self.specs, self.release))

    def whole(self) -> None:
        """Write the tables that are whole and the indexes once the last range is written; returns while that is being done."""
        counted = as_arrow(self.specs["proposals"], self._proposals(), self.specs, self.release)
        few = {**self.few, "proposals": counted}
        self.waiting += [self.threads[0].submit(self._indexes, few), self.threads[1].submit(self._few, few)]

    def _indexes(self, few: Mapping[str, pa.Table]) -> None:
        for name, table in few.items():
            self.bulk.add(name, table)
        self.bulk.finish(self.release["version"])

    def _few(self, few: Mapping[str, pa.Table]) -> None:
        self.files.close()
        for name, table in few.items():
            write_parquet(self.folder / "tables" / f"{name}.parquet", table)
        many = {n: as_arrow(self.specs[n], self.world[n], self.specs, self.release) for n in MANY}
        for name, view in self.views.items():
            if name != VIEW:
                rows = joined(view, {**many, **few}, self.specs, self.release)
                write_parquet(self.folder / "joined" / f"{name}.parquet", rows)

    def _proposals(self) -> pd.DataFrame:
        """The proposals with the counts that take all statements: the extraction's move no status, but they are counted."""
        if not self.linked:
            return self.world["proposals"]
        extracted = pd.concat(self.linked, ignore_index=True)
        own = self.world["statement_proposals"]
        known = self.world["statements"]
        new = extracted[~extracted["statement_id"].isin(known["statement_id"])].drop_duplicates("statement_id")
        linked = pd.concat([own[["proposal_id", "statement_id"]], extracted[["proposal_id", "statement_id"]]])
        counts = proposal_counts({
            **self.world, "statement_proposals": linked, "statements": pd.concat([known, new.drop(columns="proposal_id")]),
        })  # fmt: skip
        out = self.world["proposals"].copy()
        counts = counts.set_index("proposal_id").loc[out["proposal_id"]]
        for name in ("n_statements", "n_articles", "n_roots"):
            out[name] = pd.Series(counts[name].to_numpy(), out.index).astype(pd.ArrowDtype(pa.int32()))
        return out

    def done(self) -> dict[str, int]:
        """Wait for all that is being written; rows per table."""
        self._wait()
        return {name: self.bulk.rows[name] for name in self.specs}


def _untouched(df: pd.DataFrame, touched: pa.Array) -> pd.DataFrame:
    """The curated rows: those of extracted statements come with their range."""
    if not len(touched):
        return df
    gone = pc.is_in(pa.array(df["statement_id"], pa.string()), value_set=touched)
    kept: pd.DataFrame = df[~gone.to_numpy(zero_copy_only=False)]
    return kept
