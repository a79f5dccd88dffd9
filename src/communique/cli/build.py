"""Build the tables and the database in dist/current, all or nothing.

Reads the records, computes what is computed, checks every rule, and only then writes Parquet and SQLite beside the last
build and swaps the new one in whole. With an error in the records, a full disk or Ctrl-C the last build stays as it
was. When nothing has changed since the last build, nothing is done.

\b
Examples:
  communique build
  communique build --sources ~/texts    (words checked against texts)
  communique build --force              (even if nothing has changed)

Exit codes: 0 built or nothing changed, 1 errors in the records, 3 dist cannot be written or another build runs.
"""

from pathlib import Path

import click

from .. import pipeline
from .out import as_json, paragraph, progress
from .settings import Settings, existing, sources
from .settings import command as made


@made("build", __doc__)
@sources
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
def command(settings: Settings, sources: Path | None, force: bool) -> None:
    dataset, texts = settings.dataset, existing(sources)
    with progress(settings) as tell:
        report = pipeline.run(dataset, settings.dist, texts, tell, force=force, steps=settings.steps)
    if settings.json:
        as_json(report.as_dict())
        return
    for line in report.lines():
        click.echo(paragraph(line, 0))
