"""Publish the ledger's newest version into dist/VERSION, or say why it may not be.

The records are read, derived and checked as for a build. The version must be release_stage: published in releases.yml,
with its day. It is then compared with the release before it: the policy in docs/releases.md says which step a change
takes, and a lower version is refused, as is a row gone without a tombstone, a retired id in use again, or a change
inside a published folder. Where the version stands published and the records say the same, nothing is done.

With --check nothing is published: the same is asked of whatever version the ledger has, working or not.

\b
Examples:
  communique release --check
  communique release
  communique release --check --json | jq .changes

Exit codes: 0 published, or nothing to do; 1 refused, or errors in the records; 3 dist cannot be written.
"""

from pathlib import Path

import click

from .. import pipeline
from ..release.folder import Released, check, release
from ..release.gate import GateError
from .out import as_json, paragraph, progress
from .settings import Settings, existing, sources
from .settings import command as made


@made("release", __doc__)
@sources
@click.option("--check", "only", is_flag=True, help="Ask, and publish nothing.")
def command(settings: Settings, sources: Path | None, only: bool) -> None:
    texts = existing(sources)
    with progress(settings) as tell:
        build = pipeline.go(
            pipeline.Build(settings.dataset, settings.dist, texts), (*pipeline.CHECKED, pipeline.refuse), tell
        )
        try:
            if only:
                verdict, changes = check(build.tables, settings.dist)
            else:
                done = release(build.tables, settings.dataset, settings.dist)
                verdict, changes = _said(done), done.changes
        except GateError as error:
            refused = error.refusals
        else:
            refused = []
    if settings.json:
        listed = changes.as_dict() if not refused and changes is not None else None
        as_json({"ok": not refused, "refused": refused} | ({} if refused else {"verdict": verdict, "changes": listed}))
    elif refused:
        for line in refused:
            click.echo(click.style("refused: ", fg="red", bold=True) + line)
        click.echo(
            f"{'this version' if len(refused) == 1 else 'the version'} may not be published; nothing was written"
        )
    else:
        click.echo(paragraph(verdict, 0))
        for line in pipeline.unchecked(build.anchored, build.absent, build.skipped):
            click.echo(paragraph(line, 0))
    raise click.exceptions.Exit(1 if refused else 0)


def _said(done: Released) -> str:
    if not done.written:
        return f"{done.folder}: {done.version} is published and the records say the same; nothing to do"
    since = f", {done.changes.bump} since the version before" if done.changes is not None else ", the first version"
    return (
        f"{done.folder}: published {done.version}{since}; dataset1 {done.dataset1}. Commit the folder and dist/SHA256SUMS, "
        "and name the version in pyproject.toml"
    )
