"""Check every rule on the records, and with the texts at hand on the words; write nothing.

Every problem is reported in one run, one a line: file and line, error or warning, record and field, what is wrong, the
rule's name, and how to mend it. Errors come last. Warnings do not fail a check.

\b
Examples:
  communique check
  communique check --sources ~/texts
  communique check --json | jq .problems

Exit codes: 0 no errors, 1 errors.
"""

from pathlib import Path

import click

from .. import pipeline
from ..problems import errors
from .out import as_json, paragraph, problems, progress
from .settings import Settings, existing, sources
from .settings import command as made


@made("check", __doc__)
@sources
def command(settings: Settings, sources: Path | None) -> None:
    texts = existing(sources)
    with progress(settings) as tell:
        checked = pipeline.go(pipeline.Build(settings.dataset, sources=texts), pipeline.CHECKED, tell)
    ok = not errors(checked.problems)
    if settings.json:
        listed = [problem.as_dict() for problem in checked.problems]
        as_json({"ok": ok, "problems": listed, "texts": checked.texts, "anchored": checked.anchored,
                 "absent": list(checked.absent), "skipped": list(checked.skipped)})  # fmt: skip
    else:
        problems(settings, checked.problems, done="no errors")
        for line in pipeline.unchecked(checked.anchored, checked.absent, checked.skipped):
            click.echo(paragraph(line, 0))
    raise click.exceptions.Exit(0 if ok else 1)
