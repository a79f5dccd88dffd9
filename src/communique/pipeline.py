"""The way from records to a published build, a step a function; ``build.py`` is its table of contents.

Each step imports its room when it runs, so that a dataset in which nothing changed is recognised before the libraries
are loaded.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .build_report import KEPT, BuildReport, unchecked
from .inputs import fingerprint, stamp, stands
from .problems import DatasetError, Problem, PublishError, errors

if TYPE_CHECKING:
    from .extracted.build import Built
    from .extracted.gather import Gathered
    from .records import Records
    from .tables import Tables

__all__ = ["CHECKED", "NEEDS_TEXTS", "STEPS", "Build", "BuildReport", "Progress", "Step", "check", "derive", "fingerprint",
           "go", "meta", "publish", "read", "refuse", "run", "unchanged", "unchecked"]  # fmt: skip

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
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and of how many."""


@dataclass
class Build:
    """One build on its way: what goes in, and what each step adds."""

    dataset: Path
    dist: Path | None = None
    sources: Path | None = None
    tell: Progress = lambda _what, _done, _of: None
    inputs: str = ""
    extractions: Sequence[Path] = ()
    gathered: Gathered | None = field(default=None, repr=False)
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
    """Records: every file of the dataset folder, each value with its file and line; and an extraction's parts."""
    from .records import read

    build.records = read(build.dataset)
    build.problems += build.records.problems
    if build.extractions:
        from .extracted.gather import gather

        build.gathered = gather(build.extractions, build.records)
        build.problems += build.gathered.problems
        build.records = build.gathered.records


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
    articles = _curated(build)["articles"]
    build.absent = tuple(sorted(articles.loc[articles["text_sha256"].notna(), "article_id"]))
    build.anchored = len(build.absent)
    if build.sources is not None:
        build.problems += _compare(build)
    build.problems = sorted({*build.problems} - {*echoes(build.problems, build.dataset)})
    build.texts = build.anchored - len(build.absent)
    if not build.absent:
        build.skipped = ()


def refuse(build: Build) -> None:
    """Stop with every problem of the run, where one of them is an error; the last build stays as it was.

    With an extraction its statements are gone over first: they are checked as they are written.
    """
    if errors(build.problems) and build.gathered is None:
        raise DatasetError(build.problems)


def publish(build: Build) -> None:
    """Parquet and SQLite, written beside the last build and swapped in whole."""
    assert build.dist is not None  # noqa: S101
    release = meta(build.tables)
    statements, left_out = 0, 0
    if build.gathered is not None:
        built = _with_extraction(build, release)
        folder, rows, statements, left_out = built.folder, built.rows, built.statements, built.left_out
    else:
        from .publish import publish

        folder = publish(build.tables, build.dist, release, build.tell)
        rows = {name: len(df) for name, df in build.tables.items()}
    build.report = BuildReport(
        folder=folder,
        version=release["version"],
        data_through=release["data_through"],
        rows=rows,
        warnings=len(build.problems),
        texts=build.texts,
        anchored=build.anchored,
        skipped=build.skipped,
        absent=build.absent,
        problems=tuple(build.problems),
        extracted=statements,
        left_out=left_out,
    )
    stamp(build.dist, build.inputs, {name: getattr(build.report, name) for name in KEPT})


def _with_extraction(build: Build, release: dict[str, str]) -> Built:
    from .extracted.build import build as built

    assert build.gathered is not None  # noqa: S101
    assert build.dist is not None  # noqa: S101
    done = built(build.gathered, build.tables, build.dist, release, build.problems, build.tell)
    build.problems = done.problems
    return done


def _curated(build: Build) -> Tables:
    """The tables as written by curators alone."""
    assert build.records is not None  # noqa: S101
    return (build.gathered.curated if build.gathered is not None else build.records).tables


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
    extractions: Sequence[Path] = (),
) -> BuildReport:
    """Build ``dist/current`` from the records below ``dataset``, the texts below ``sources`` and ``extractions``.

    When nothing has changed since the last build, nothing is done (unless ``force``). Raises :class:`DatasetError` with
    every problem of the run, :class:`~communique.problems.PublishError` where the build cannot be written;
    ``dist/current`` is then as it was.
    """
    inputs = fingerprint(dataset, sources, extractions)
    if not force and (report := unchanged(dist, inputs)):
        return report
    build = Build(dataset, dist, sources, inputs=inputs, extractions=extractions)
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
    if said is None or set(said) != set(KEPT):
        return None
    lists = {name: tuple(said[name]) for name in ("skipped", "absent")}
    return BuildReport(**said | {"folder": dist / "current", "unchanged": True, **lists})


def meta(tables: Tables, dataset1: str | None = None) -> dict[str, str]:
    """What every file says of its release: the ledger's highest version, and how to cite it.

    A build is cited as a working one; with its content hash ``dataset1`` it is cited as the published release, which holds
    no row of an extraction: raises :class:`~communique.problems.PublishError` where there is one.
    """
    import pandas as pd

    from .citing import ReleaseAbout, release_citation

    if dataset1 is not None:
        _without_extraction(tables)
    rows = tables["releases"].to_dict("records")
    row = max(rows, key=lambda r: [int(part) for part in str(r["version"]).split(".")])
    row = {str(name): None if pd.isna(value) else str(value) for name, value in row.items()}
    about = ReleaseAbout(
        TITLE, str(row["version"]), LICENCE, str(row["data_through"]), row["released_on"], row["doi"],
        working=dataset1 is None, dataset1=dataset1,
    )  # fmt: skip
    return {"title": TITLE, "version": about.version, "licence": LICENCE, "citation": release_citation(about),
            "data_through": about.data_through}  # fmt: skip


def _without_extraction(tables: Tables) -> None:
    """An id of an extraction has sixteen signs, a curated one five."""
    for name, key in (("statements", "statement_id"), ("articles", "article_id")):
        ids = tables[name][key]
        extracted = ids[ids.str.len() > len("st-") + 5]
        if len(extracted):
            raise PublishError(f"{name} {extracted.iloc[0]} is an extracted row, and a release holds curated rows alone: give "
                               "what was drafted from it ids of its own, or take it out of the records")  # fmt: skip


def _compare(build: Build) -> list[Problem]:
    """The tables as written held against the texts at hand, without what a rule has said already."""
    from .anchors.sources import read_texts
    from .anchors.texts_check import check_texts

    assert build.records is not None  # noqa: S101
    assert build.sources is not None  # noqa: S101
    curated = build.gathered.curated if build.gathered is not None else build.records
    texts, unread = read_texts(_curated(build)["articles"], build.sources)
    build.absent = tuple(article for article in build.absent if article not in texts)
    told = {(p.file, p.line, p.code) for p in build.problems}
    found = check_texts(curated.tables, texts, curated.places)
    unread = [p for p in unread if p.code != "text-absent"]  # these are named in what was not checked
    return unread + [p for p in found if (p.file, p.line, SAME.get(p.code, "")) not in told]


def _no_release(dataset: Path) -> Problem:
    message = "the ledger names no version, so no day on which the data end"
    fix = "add one with release_stage: working and data_through"
    return Problem(f"{dataset.name}/releases.yml", 0, "", "", "no-release", message, fix)
