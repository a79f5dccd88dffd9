"""Prove every anchor against your own copies of the texts, and every row with it.

Files are matched to articles by the hash of their bytes, whatever they are called. Where no file has an article's
hash, its spans are sought by their words: line breaks, quotation marks and capitals may differ.

\b
Examples:
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

Exit codes: 0 every anchor found, 1 some were not, 2 no such folder or article.
"""

from pathlib import Path

import click

from ..anchors.report import STATES, ArticleResult, VerifyReport
from ..anchors.verify import verify
from ..check import without_broken_keys
from ..problems import DatasetError, count, errors
from ..records import read
from .out import as_json, problem_lines, progress, show, table
from .settings import Settings, existing, sources
from .settings import command as made


@made("verify", __doc__)
@sources
@click.option("--article", "articles", multiple=True, metavar="ID", help="Only this article; may be repeated.")
@click.option("--partial", is_flag=True, help="Pass over articles without a copy.")
def command(settings: Settings, sources: Path | None, articles: tuple[str, ...], partial: bool) -> None:
    folder = existing(sources)
    if folder is None:
        raise click.UsageError("name the folder of texts with --sources DIR or COMMUNIQUE_SOURCES")
    with progress(settings) as tell:
        tell("records", 0, 1)
        records = read(settings.dataset)
        if errors(records.problems):
            raise DatasetError(records.problems)
        tables = without_broken_keys(records.tables)
        report = verify(
            tables, folder, lambda done, total: tell("articles", done, total), only=articles, partial=partial
        )
    if settings.json:
        as_json(report.as_dict())
    else:
        titles = dict(zip(tables["articles"]["article_id"], tables["articles"]["title"], strict=True))
        _show(report, titles, folder)
    raise click.exceptions.Exit(0 if report.ok else 1)


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
