"""Bring record files into the one canonical form, and mint ids for new records.

Fields in the schema's order, rows by key, long texts folded. Your own comments stay above what they stood above; a
comment behind an id says what the id stands for and is written anew each time; any other there moves above. A comment
that begins with #? is a hint of communique new, and is dropped wherever it stands.

A handle ("@ac-lavrov") is replaced by a permanent id wherever it stands, in all files at once; a handle that no record
defines is an error, and then none is minted. With --sources, what only a text can tell (hashes, word counts, first and
last words of spans) is filled in where it is absent, and with --refill also corrected where it is wrong. Otherwise
formatting never changes what a record says; a file with problems is left as it is.

\b
Examples:
  communique fmt
  communique fmt --check                     only say what would change
  communique fmt --sources ~/texts           fill in what only texts tell
  communique fmt --refill --sources ~/texts  correct it after a change
  communique fmt dataset/articles/ice.yml    this file; handles in all

Exit codes: 0 in canonical form, 1 problems, or --check found something to change, 2 a path has no record
file, 3 a file cannot be written.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import inputs
from ..problems import count
from .out import as_json, problem_lines, summary
from .settings import Settings, existing, sources
from .settings import command as made

if TYPE_CHECKING:
    from ..records.folder import Tidied

NOTE = ".canonical"
"""Beside the builds: inputs that were found in canonical form, so that a second look need not be taken."""


@made("fmt", __doc__)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; say what would change.")
@sources
@click.option("--refill", is_flag=True, help="With --sources, also correct values that are there and wrong.")
def command(settings: Settings, paths: tuple[Path, ...], check: bool, sources: Path | None, refill: bool) -> None:
    dataset, texts = settings.dataset, existing(sources)
    if refill and texts is None:
        raise click.UsageError("--refill needs the texts: name their folder with --sources DIR")
    inputs_now = inputs.fingerprint(dataset, texts)
    if check and not paths and inputs.noted(settings.dist / NOTE, inputs_now):
        _report(settings, None, check=check)
        return
    from ..records.folder import tidy, write  # noqa: PLC0415 (a dataset found canonical before is told so at once)

    done = tidy(dataset, paths, texts, refill=refill)
    if not check:
        write(done.changed)
    if not (done.problems or paths or (check and done.changed)):
        inputs.note(settings.dist / NOTE, inputs.fingerprint(dataset, texts) if done.changed else inputs_now)
    _report(settings, done, check=check, dataset=dataset)
    raise click.exceptions.Exit(1 if done.problems or (check and done.changed) else 0)


def _report(settings: Settings, done: "Tidied | None", *, check: bool, dataset: Path | None = None) -> None:
    changed = [path.relative_to(dataset.parent).as_posix() for path in done.changed] if done and dataset else []
    if settings.json:
        problems = [problem.as_dict() for problem in done.problems] if done else []
        as_json({"ok": not problems and not (check and changed), "changed": changed, "minted": done.ids if done else {},
                 "filled": done.values if done else 0, "problems": problems})  # fmt: skip
        return
    for name in changed:
        click.echo(f"{'would change' if check else 'formatted'}: {name}")
    if done is None:
        click.echo("in canonical form; nothing has changed since that was found")
        return
    problem_lines(done.problems)
    click.echo(_summary(done, check=check))


def _summary(done: "Tidied", *, check: bool) -> str:
    """What was written, or would be, and what was left."""
    wrong = summary(done.problems)
    if not done.changed:
        if done.problems:
            return f"nothing {'would be ' if check else ''}written: mend {wrong} first"
        return f"{count(done.files, 'file')} in canonical form"
    parts = [f"{len(done.changed)} of {count(done.files, 'file')} {'would change' if check else 'formatted'}"]
    if done.ids:
        parts.append(f"{count(len(done.ids), 'id')} {'to mint' if check else 'minted'}")
    if done.values:
        parts.append(f"{count(done.values, 'value')} {'to fill in' if check else 'filled in'} from texts")
    if done.problems:
        parts.append(f"{wrong}, left as {'it was' if len({p.file for p in done.problems}) == 1 else 'they were'}")
    return "; ".join(parts)
