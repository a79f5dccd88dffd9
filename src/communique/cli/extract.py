"""Extract statements from a collection of texts into tables.

INPUT is a file or a folder of plain text, HTML, JSON lines or Parquet. OUT gets
the dataset's own tables as Parquet, in parts, coded by rules; OUT/set_aside has
what could not be read, and why. OUT/words has quoted words: for your own use.

\b
Examples:
  communique extract wire.jsonl --out extracted
  communique extract wire/ --out extracted --workers 8
  communique extract wire/ --out extracted --actors mine.csv
  communique extract wire/ --out extracted --release dist/current
  communique extract wire/ --out extracted --scheduler tcp://head:8786
  communique build --with extracted

Names of people, bodies and treaties are those of the release at hand, or named
with --release. Stopped in whatever way, the same command goes on where it was,
as long as these names and INPUT are the same.

\b
Exit codes:
  0    all is done; documents may have been set aside, the summary says so
  1    nothing could be read
  2    wrong use, or OUT holds an extraction of something else
  3    OUT cannot be written (finished shards stay), or no worker starts
  4    the cluster is gone; what is done stays, the same command goes on
  130  interrupted (Ctrl-C, SIGTERM); what is done stays
"""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from ..problems import count
from .out import as_json, paragraph
from .settings import PUBLISHED, Settings, colourless, of_release
from .settings import command as made

if TYPE_CHECKING:
    from ..extracting import running

NOTHING, UNFINISHED, INTERRUPTED = 1, 4, 130
EVERY = 30.0
"""Seconds between two lines of progress where there is no terminal."""
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@made("extract", __doc__)
@of_release(PUBLISHED)
@click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Folder of the tables.")
@click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes here (default: the cores).")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster does the work instead.")
@click.option("--actors", type=_FILE, metavar="FILE", help="Your own actors, aliases, terms (CSV, JSONL).")
@click.option("--treaties", type=_FILE, metavar="FILE", help="Your own treaties and aliases.")
@click.option("--only-mine", is_flag=True, help="Do not use the dataset's own names.")
@click.option("--force", is_flag=True, help="Clear away what an extraction left in DIR.")
def command(
    settings: Settings,
    source: Path,
    out: Path,
    workers: int | None,
    scheduler: str | None,
    actors: Path | None,
    treaties: Path | None,
    only_mine: bool,
    force: bool,
) -> None:
    if workers is not None and scheduler is not None:
        raise click.UsageError("--workers are of this machine, --scheduler names a cluster's; leave one of them out")
    if only_mine and actors is None and treaties is None:
        raise click.UsageError("--only-mine leaves no names at all; name yours with --actors or --treaties")
    from ..extracting import running  # noqa: PLC0415 (Arrow is slow to load, and help needs none)
    from ..extracting.authority import Authority, needed  # noqa: PLC0415

    signal.signal(signal.SIGTERM, _stopped)
    published = settings.published()
    names = needed(published.release) if published is not None else None
    authority = Authority.of(names, actors=actors, treaties=treaties, base=not only_mine)
    last = running.Progress(0)
    with _progress(settings) as show:

        def tell(progress: "running.Progress") -> None:
            nonlocal last
            last = progress
            show(progress)

        try:
            report = running.extract(
                source, out, authority, workers=workers, scheduler=scheduler, force=force, tell=tell
            )
        except KeyboardInterrupt:
            code, why = INTERRUPTED, f"interrupted{f': {_done(last)}' if last.shards else ''}; the same command goes on"
        except running.LostError as error:
            code, why = UNFINISHED, str(error)
        else:
            code, why = 0 if report.articles else NOTHING, ""
    if why:
        _unfinished(settings, code, why)
    elif settings.json:
        as_json({"ok": code == 0, **report.as_dict()})
    else:
        for line in lines(report):
            click.echo(paragraph(line, 0))
    raise click.exceptions.Exit(code)


def _stopped(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _unfinished(settings: Settings, code: int, why: str) -> None:
    click.echo(click.style("communique: ", bold=True) + why, err=True)
    if settings.json:
        as_json({"ok": False, "error": why, "exit_code": code})


def lines(report: "running.Report") -> list[str]:
    """The report for people."""
    verb = "nothing changed, the extraction stands" if report.unchanged else "extracted"
    rate = f"; {report.read / report.seconds:,.0f} articles/s" if report.read and report.seconds else ""
    said = [f"{report.folder}: {verb}: {count(report.articles, 'article')}, {count(report.statements, 'statement')}, "
            f"{count(report.near, 'near-duplicate')}, in {count(report.shards, 'shard')}{rate}"]  # fmt: skip
    if aside := sum(report.aside.values()):
        codes = ", ".join(f"{code} {number:,}" for code, number in report.aside.items())
        said.append(f"{count(aside, 'document')} set aside ({codes}): {report.folder / 'set_aside'} says which and why")
    if report.failed:
        first = ", ".join(report.failed[:3]) + (", …" if len(report.failed) > 3 else "")
        said.append(f"{count(len(report.failed), 'shard')} failed whole and stand apart ({first}); "
                    "the same command tries them again")  # fmt: skip
    if not report.articles:
        said.append("nothing could be read")
    return said


def _done(progress: "running.Progress") -> str:
    return f"{progress.done:,} of {count(progress.shards, 'shard')} done"


def _spoken(seconds: float) -> str:
    """A stretch of time as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def told(progress: "running.Progress") -> str:
    """Rate and time left, as a line."""
    if progress.step != "extracting":
        return progress.step
    left = f", {_spoken(progress.left)} left" if progress.left is not None else ""
    rate = f", {progress.rate:,.0f}/s" if progress.articles else ""
    aside = f", {progress.aside:,} set aside" if progress.aside else ""
    return f"{_done(progress)}, {count(progress.articles, 'article')}{rate}{aside}{left}"


@contextmanager
def _progress(settings: Settings) -> "Iterator[Callable[[running.Progress], None]]":
    """A function to tell of progress: a bar on a terminal, else a line now and then; silent with --json."""
    terminal = Console(stderr=True, color_system=None if colourless() else "auto")
    if settings.json:
        yield lambda _: None
    elif terminal.is_terminal:
        with Progress(
            BarColumn(bar_width=20), TextColumn("{task.description}"), console=terminal, transient=True
        ) as bar:
            task = bar.add_task("", total=None)
            yield lambda now: bar.update(task, description=told(now), completed=now.done, total=now.shards)
    else:
        last = time.monotonic()

        def show(now: "running.Progress") -> None:
            nonlocal last
            if time.monotonic() - last >= EVERY:
                last = time.monotonic()
                click.echo(f"communique: {told(now)}", err=True)

        yield show
