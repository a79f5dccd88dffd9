"""The way from records to a published build, a step a function; ``build.py`` is its table of contents.

Each step imports its room when it runs, so that a dataset in which nothing changed is recognised before the libraries
are loaded.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .inputs import fingerprint, stamp, stands
from .problems import DatasetError, Problem, count, errors

if TYPE_CHECKING:
    from .records import Records
    from .tables import Tables

TITLE = "communique: what Russia and the United States said and proposed to each other on strategic stability"
LICENCE = "CC-BY-4.0"
NEEDS_TEXTS = (
    "hash and size of texts",
    "hashes, word counts, heads and tails of spans",
    "key phrases",
    "repeats",
    "runs of eight words copied from a source",
)
"""Checks that need the texts at hand."""
SAME = {
    "phrase-too-long": "key-phrase-too-long",
    "range-past-end": "range-past-end",
    "span-past-end": "span-past-end",
    "span-reversed": "span-reversed",
}
"""Problems that texts show, with the rule that shows the same without them."""
MOST_NAMED = 10
"""Articles without a text that are named; the rest are counted."""
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and of how many."""


@dataclass(frozen=True)
class BuildReport:
    """What a build came to: its folder, release and rows per table, problems left (warnings), and checks not made.

    ``texts`` of ``anchored`` articles were at hand, those of the articles ``absent`` were not; ``skipped`` names the
    checks that could not be made for these.
    ``unchanged``: the last build was made from the same inputs and still stands, so nothing was done.
    """

    folder: Path
    version: str
    data_through: str
    rows: dict[str, int]
    warnings: int
    texts: int
    anchored: int
    skipped: tuple[str, ...]
    absent: tuple[str, ...] = ()
    unchanged: bool = False
    problems: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The report as a JSON object."""
        said = {name: getattr(self, name) for name in _KEPT}
        listed = [problem.as_dict() for problem in self.problems]
        return {"folder": str(self.folder), "unchanged": self.unchanged, **said, "problems": listed}

    def lines(self) -> list[str]:
        """The report for people."""
        release = f"version {self.version}, data through {self.data_through}"
        size = f"{count(len(self.rows), 'table')}, {count(sum(self.rows.values()), 'row')}"
        verb = "nothing changed, the build stands" if self.unchanged else "built"
        warned = f"; {count(self.warnings, 'warning')} (communique check lists them)" if self.warnings else ""
        first = f"{self.folder}: {verb}: {release}; {size}{warned}"
        return [first, *unchecked(self.anchored, self.absent, self.skipped)]


_KEPT = ("version", "data_through", "rows", "warnings", "texts", "anchored", "skipped", "absent")
"""What of a report is said again when nothing changed."""


@dataclass
class Build:
    """One build on its way: what goes in, and what each step adds."""

    dataset: Path
    dist: Path | None = None
    sources: Path | None = None
    tell: Progress = lambda _what, _done, _of: None
    inputs: str = ""
    records: Records | None = field(default=None, repr=False)
    tables: Tables = field(default_factory=dict, repr=False)
    problems: list[Problem] = field(default_factory=list)
    texts: int = 0
    anchored: int = 0
    skipped: tuple[str, ...] = NEEDS_TEXTS
    absent: tuple[str, ...] = ()
    report: BuildReport | None = None


Step = Callable[[Build], None]


def read(build: Build) -> None:
    """Records: every file of the dataset folder, each value with its file and line."""
    from .records import read

    build.records = read(build.dataset)
    build.problems += build.records.problems


def derive(build: Build) -> None:
    """Tables: days, roots, counts, status on two clocks, findings."""
    from .check import without_broken_keys
    from .derive import derive

    assert build.records is not None  # noqa: S101 (the order of the steps)
    try:
        build.tables = derive(without_broken_keys(build.records.tables))
    except Exception:
        # Values the reader refused are missing here; should that ever upset a fold, what it reported comes first.
        if not errors(build.problems):
            raise
        raise DatasetError(build.problems) from None


def check(build: Build) -> None:
    """Problems: every rule of the contract, and with texts at hand every word against its text."""
    from .check import check
    from .check.echoes import echoes

    assert build.records is not None  # noqa: S101
    found = check(build.records.tables, build.tables, build.records.places, build.records.problems)
    if not len(build.tables["releases"]) and not errors(build.problems):
        found.append(_no_release(build.dataset))
    build.problems += found
    articles = build.tables["articles"]
    build.absent = tuple(sorted(articles.loc[articles["text_sha256"].notna(), "article_id"]))
    build.anchored = len(build.absent)
    if build.sources is not None:
        build.problems += _compare(build)
    build.problems = sorted({*build.problems} - {*echoes(build.problems, build.dataset)})
    build.texts = build.anchored - len(build.absent)
    if not build.absent:
        build.skipped = ()


def refuse(build: Build) -> None:
    """Stop with every problem of the run, where one of them is an error; the last build stays as it was."""
    if errors(build.problems):
        raise DatasetError(build.problems)


def publish(build: Build) -> None:
    """Parquet and SQLite, written beside the last build and swapped in whole."""
    from .publish import publish

    assert build.dist is not None  # noqa: S101
    release = meta(build.tables)
    folder = publish(build.tables, build.dist, release, build.tell)
    build.report = BuildReport(
        folder=folder,
        version=release["version"],
        data_through=release["data_through"],
        rows={name: len(df) for name, df in build.tables.items()},
        warnings=len(build.problems),
        texts=build.texts,
        anchored=build.anchored,
        skipped=build.skipped,
        absent=build.absent,
        problems=tuple(build.problems),
    )
    stamp(build.dist, build.inputs, {name: getattr(build.report, name) for name in _KEPT})


CHECKED: tuple[Step, ...] = (read, derive, check)
STEPS: tuple[Step, ...] = (*CHECKED, refuse, publish)


def run(
    dataset: Path,
    dist: Path,
    sources: Path | None = None,
    progress: Progress | None = None,
    *,
    force: bool = False,
    steps: Sequence[Step] = STEPS,
) -> BuildReport:
    """Build ``dist/current`` from the records below ``dataset`` and the texts below ``sources``.

    When nothing has changed since the last build, nothing is done (unless ``force``). Raises :class:`DatasetError` with
    every problem of the run, :class:`~communique.problems.PublishError` where the build cannot be written;
    ``dist/current`` is then as it was.
    """
    inputs = fingerprint(dataset, sources)
    if not force and (report := unchanged(dist, inputs)):
        return report
    build = Build(dataset, dist, sources, inputs=inputs)
    go(build, steps, progress)
    assert build.report is not None  # noqa: S101
    return build.report


def go(build: Build, steps: Sequence[Step], progress: Progress | None = None) -> Build:
    """Take the steps in order, telling of each."""
    build.tell = progress or build.tell
    for done, step in enumerate(steps):
        build.tell(step.__name__, done, len(steps))
        step(build)
    return build


def unchanged(dist: Path, inputs: str) -> BuildReport | None:
    """The report of the last build, if it was made from the same inputs and still stands."""
    said = stands(dist, inputs)
    if said is None or set(said) != set(_KEPT):
        return None
    lists = {name: tuple(said[name]) for name in ("skipped", "absent")}
    return BuildReport(**said | {"folder": dist / "current", "unchanged": True, **lists})


def meta(tables: Tables, dataset1: str | None = None) -> dict[str, str]:
    """What every file says of its release: the ledger's highest version, and how to cite it.

    A build is cited as a working one; with its content hash ``dataset1`` it is cited as the published release.
    """
    import pandas as pd

    from .citing import ReleaseAbout, release_citation

    rows = tables["releases"].to_dict("records")
    row = max(rows, key=lambda r: [int(part) for part in str(r["version"]).split(".")])
    row = {str(name): None if pd.isna(value) else str(value) for name, value in row.items()}
    about = ReleaseAbout(
        TITLE, str(row["version"]), LICENCE, str(row["data_through"]), row["released_on"], row["doi"],
        working=dataset1 is None, dataset1=dataset1,
    )  # fmt: skip
    return {"title": TITLE, "version": about.version, "licence": LICENCE, "citation": release_citation(about),
            "data_through": about.data_through}  # fmt: skip


def unchecked(anchored: int, absent: Sequence[str], skipped: Sequence[str]) -> list[str]:
    """Which checks could not be made for want of which texts, and the way out."""
    if not skipped or not absent:
        return []
    named = ", ".join(absent[:MOST_NAMED]) + (f" and {len(absent) - MOST_NAMED} more" * (len(absent) > MOST_NAMED))
    return [
        f"Not checked for {len(absent)} of {count(anchored, 'anchored article')}, for want of texts: {'; '.join(skipped)}.",
        f"The texts wanted are those of {named}: put them into the folder named with --sources DIR or COMMUNIQUE_SOURCES.",
    ]


def _compare(build: Build) -> list[Problem]:
    """The tables as written held against the texts at hand, without what a rule has said already."""
    from .anchors.sources import read_texts
    from .anchors.texts_check import check_texts

    assert build.records is not None  # noqa: S101
    assert build.sources is not None  # noqa: S101
    texts, unread = read_texts(build.tables["articles"], build.sources)
    build.absent = tuple(article for article in build.absent if article not in texts)
    told = {(p.file, p.line, p.code) for p in build.problems}
    found = check_texts(build.records.tables, texts, build.records.places)
    unread = [p for p in unread if p.code != "text-absent"]  # these are named in what was not checked
    return unread + [p for p in found if (p.file, p.line, SAME.get(p.code, "")) not in told]


def _no_release(dataset: Path) -> Problem:
    message = "the ledger names no version, so no day on which the data end"
    fix = "add one with release_stage: working and data_through"
    return Problem(f"{dataset.name}/releases.yml", 0, "", "", "no-release", message, fix)
