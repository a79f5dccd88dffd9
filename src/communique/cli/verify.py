"""Prove a release by its hashes, and every anchor by your own copies of the texts.

WHAT is a release folder, a version at hand, a wheel, or a SQLite database; every sum and content hash is recomputed from
its rows. Without WHAT the newest release here is proved, or the bundled one. With --sources each anchor is held against
your copies too; in a project, without WHAT, the records as they are written now are.

Files of texts are matched to articles by the hash of their bytes, whatever they are called. Where no file has an
article's hash, its spans are sought by their words: line breaks, quotation marks and capitals may differ.

\b
Examples:
  communique verify dist/0.1.0
  communique verify communique-0.1.0-py3-none-any.whl
  communique verify dist/current/communique.db --against 0.1.0
  communique verify --sources ~/texts
  communique verify --sources ~/texts --article ar-7k2mq
  communique verify --sources ~/texts --partial      (the copies I have)

\b
What becomes of an anchor:
  held       these words, at this place, to the letter
  moved      to the letter, at another place
  reprinted  the same words, printed otherwise
  missing    not in this copy
  wrong      the text is the one coded, and the record is not true of it
  absent     no copy of the article at hand

An article without a copy fails the verification. With --article only the articles named count; with --partial those
without a copy are passed over, as long as there is a copy of any.

Exit codes: 0 all of it holds, 1 some does not, 2 no such release, folder or article.
"""

from pathlib import Path

import click

from ..anchors.report import STATES, ArticleResult, VerifyReport
from ..dataset import load
from ..problems import CommuniqueError, DatasetError, count, errors
from ..proving import prove
from ..tables import Tables
from .out import as_json, problem_lines, progress, show, table
from .settings import PUBLISHED, Settings, existing, of_release, sources
from .settings import command as made


@made("verify", __doc__)
@of_release(PUBLISHED)
@click.argument("what", required=False)
@sources
@click.option("--against", metavar="RELEASE", help="For a database: the release it should hold (default: its version).")
@click.option("--article", "articles", multiple=True, metavar="ID", help="Only this article; may be repeated.")
@click.option("--partial", is_flag=True, help="Pass over articles without a copy.")
def command(
    settings: Settings,
    what: str | None,
    sources: Path | None,
    against: str | None,
    articles: tuple[str, ...],
    partial: bool,
) -> None:
    folder = existing(sources)
    if folder is None and (articles or partial):
        raise click.UsageError("name the folder of texts with --sources DIR or COMMUNIQUE_SOURCES")
    if what is None and against is None and settings.release_given is None and folder and _in_a_project(settings):
        raise click.exceptions.Exit(_records(settings, folder, articles, partial))
    with progress(settings) as tell:
        tell("release", 0, 1)
        path = _path(what) if what is not None else settings.release().release.path
        beside = load(against).release.path if against is not None else None
        proof = prove(path, folder, against=beside, articles=articles, partial=partial)
    if settings.json:
        as_json(proof.as_dict())
    else:
        click.echo(proof.as_text())
    raise click.exceptions.Exit(0 if proof.ok else 1)


def _path(what: str) -> Path:
    """Where the thing named is: a file or folder as it stands, else the release of a version at hand."""
    return Path(what) if Path(what).exists() else load(what).release.path


def _in_a_project(settings: Settings) -> bool:
    try:
        return settings.dataset.is_dir()
    except CommuniqueError:
        return False


def _records(settings: Settings, folder: Path, articles: tuple[str, ...], partial: bool) -> int:
    """Hold the records as they are written now against the texts; the exit code."""
    from ..anchors.verify import verify  # noqa: PLC0415 (a release is proved without reading records)
    from ..check import without_broken_keys  # noqa: PLC0415
    from ..records import read  # noqa: PLC0415

    with progress(settings) as tell:
        tell("records", 0, 1)
        records = read(settings.dataset)
        if errors(records.problems):
            raise DatasetError(records.problems)
        tables: Tables = without_broken_keys(records.tables)
        report = verify(
            tables, folder, lambda done, total: tell("articles", done, total), only=articles, partial=partial
        )
    if settings.json:
        as_json(report.as_dict())
    else:
        titles = dict(zip(tables["articles"]["article_id"], tables["articles"]["title"], strict=True))
        _show(report, titles, folder)
    return 0 if report.ok else 1


def _show(report: VerifyReport, titles: dict[str, str], folder: Path) -> None:
    rows = table("Article", "Title", "Copy", "Matched by", "Anchors")
    for row in report.articles:
        copy = Path(row.file).name if row.file else "none"
        rows.add_row(row.article_id, titles.get(row.article_id, ""), copy, row.matched, _states(row))
    if report.articles:
        show(rows)
    problem_lines(report.problems)
    click.echo(_summary(report, folder))


def _states(row: ArticleResult) -> str:
    counted = {state: getattr(row, state) for state in STATES}
    if counted["held"] == row.anchors:
        return f"all {row.anchors} held" if row.anchors else "none"
    return ", ".join(f"{n} {state}" for state, n in counted.items() if n)


def _summary(report: VerifyReport, folder: Path) -> str:
    counts = report.counts
    total = (
        f"{count(counts['anchors'], 'anchor')} of {count(counts['articles'], 'article')}, "
        f"{count(counts['files'], 'file')} in {folder}"
    )
    states = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state]) or "nothing to verify"
    verdict = click.style("verified", fg="green") if report.ok else click.style("not verified", fg="red", bold=True)
    if report.ok and counts["matched_none"]:
        verdict += f", but for {count(counts['matched_none'], 'article')} without a copy"
    return f"{total}: {states}: {verdict}"
