"""Build the tables and the database in dist/current, all or nothing.

Reads the records, computes what is computed, checks every rule, and only then writes Parquet and SQLite beside the last
build and swaps the new one in whole. With an error in the records, a full disk or Ctrl-C the last build stays as it
was. When nothing has changed since the last build, nothing is done.

With --with the tables of an extraction are built beside the records, under the
same rules. Its statements are coded by rules: they move no status, and such a
build is for your own use; communique release never publishes it.

\b
Examples:
  communique build
  communique build --sources ~/texts    (words checked against texts)
  communique build --force              (even if nothing has changed)
  communique build --with ~/extraction --dist ~/built

Exit codes: 0 built or nothing changed, 1 errors in the records, 3 dist cannot be written or another build runs.
"""

from pathlib import Path

import click

from .. import inputs, pipeline
from ..problems import DatasetError, Problem
from .out import as_json, paragraph, problems, progress
from .settings import Settings, existing, sources
from .settings import command as made


@made("build", __doc__)
@sources
@click.option("--with", "extractions", type=click.Path(path_type=Path), multiple=True, metavar="DIR",
              help="An extraction to build with; may be given again.")  # fmt: skip
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
def command(settings: Settings, sources: Path | None, extractions: tuple[Path, ...], force: bool) -> None:
    dataset, texts = settings.dataset, existing(sources)
    with progress(settings) as tell:
        try:
            report = pipeline.run(
                dataset, settings.dist, texts, tell, force=force, steps=settings.steps, extractions=extractions
            )
            refused: list[Problem] = []
        except DatasetError as error:
            refused = error.problems
    if refused:
        _refused(settings, refused)
        raise click.exceptions.Exit(1)
    if settings.json:
        as_json(report.as_dict())
        return
    for line in report.lines():
        click.echo(paragraph(line, 0))


def _refused(settings: Settings, found: list[Problem]) -> None:
    """Every problem, and what stands nevertheless."""
    last = settings.dist / "current"
    if settings.json:
        listed = [problem.as_dict() for problem in found]
        as_json({"ok": False, "problems": listed, "stands": str(last) if last.is_dir() else None})
        return
    problems(settings, found)
    version = inputs.version(settings.dist)
    if last.is_dir():
        click.echo(f"nothing was built; the last build{f' (version {version})' if version else ''} stands: {last}")
    else:
        click.echo("nothing was built; there is no build yet")
