"""How results look: colours and tables on a terminal, plain lines in a pipe, JSON for machines."""

import json
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from ..problems import Problem, count, errors
from .settings import Settings, colourless

Tell = Callable[[str, int, int], None]
PLAIN = 10_000
"""Columns of a console that is no terminal: nothing is broken or cut there, so that a line is a row."""


def console() -> Console:
    """Where results go: as wide as the terminal, or without any width in a pipe."""
    if not _terminal():
        return Console(highlight=False, width=PLAIN)
    return Console(highlight=False, soft_wrap=False, color_system=None if colourless() else "auto")


def _terminal() -> bool:
    return sys.stdout.isatty()


def as_json(value: Any) -> None:
    """One JSON document on standard output; days as ISO dates."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def width() -> int:
    """Columns there are to write in."""
    return console().width


def dim(text: str) -> str:
    """Less important text."""
    return click.style(text, dim=True) if _terminal() else text


def paragraph(text: str, indent: int, *, bold: bool = False, colour: str | None = None) -> str:
    """Text indented, and broken into lines on a terminal; one line in a pipe."""
    pad = " " * indent
    if not _terminal():
        return (pad + text).rstrip()
    lines = textwrap.wrap(text, max(40, min(width(), 100)) - indent, break_on_hyphens=False) or [""]
    return "\n".join(pad + click.style(line, bold=bold or None, fg=colour) for line in lines)


def problem_line(problem: Problem) -> str:
    """A problem as its plain line, coloured; colours vanish where there is no terminal."""
    if not _terminal() or colourless():
        return str(problem)
    place = click.style(f"{problem.file}:{problem.line}" if problem.line else problem.file, bold=True)
    subject = click.style(" ".join(part for part in (problem.record, problem.field) if part), fg="cyan")
    code = click.style(f"[{problem.code}]", fg="red" if problem.level == "error" else "yellow")
    fix = " " + click.style(f"Fix: {problem.fix}", fg="green") if problem.fix else ""
    level = click.style(problem.level, fg="red" if problem.level == "error" else "yellow", bold=True)
    return f"{place}: {level}: {subject + ': ' if problem.record or problem.field else ''}{problem.message} {code}{fix}"


def problems(settings: Settings, found: Sequence[Problem], done: str = "") -> None:
    """Every problem on a line of its own, and a line that sums them up."""
    if settings.json:
        as_json({"ok": not errors(found), "problems": [p.as_dict() for p in sorted(found)]})
        return
    problem_lines(found)
    click.echo(summary(found, done))


def problem_lines(found: Sequence[Problem]) -> None:
    """Every problem on a line of its own: by file and line, warnings first, so that errors stand at the bottom."""
    for problem in sorted(found, key=lambda p: (p.level == "error", p)):
        click.echo(problem_line(problem))


def summary(found: Sequence[Problem], done: str = "") -> str:
    """How many errors and warnings there are in how many files."""
    levels = Counter(p.level for p in found)
    counted = [count(levels[level], level) for level in ("error", "warning") if levels[level]]
    if not counted:
        return done or "no problems"
    text = f"{' and '.join(counted)} in {count(len({p.file for p in found}), 'file')}"
    if levels["error"]:
        return click.style(text, fg="red", bold=True)
    return f"{done + '; ' if done else ''}{text}"


def table(*columns: str, **more: Any) -> Table:
    """A table with a rule under its head on a terminal, and plain columns in a pipe."""
    from rich import box  # noqa: PLC0415 (a submodule Rich does not load by itself)

    shown = Table(box=box.SIMPLE_HEAD if _terminal() else None, pad_edge=False, show_edge=False, **more)
    for column in columns:
        shown.add_column(column, no_wrap=not _terminal(), overflow="fold")
    return shown


def show(grid: Table) -> None:
    """Print a table; in a pipe without the blanks that fill its columns."""
    screen = console()
    if _terminal():
        screen.print(grid)
        return
    with screen.capture() as captured:
        screen.print(grid)
    click.echo("".join(line.rstrip() + "\n" for line in captured.get().splitlines()), nl=False)


@contextmanager
def progress(settings: Settings) -> Iterator[Tell]:
    """A function to tell of steps done; after a second of work they show on standard error, if that is a terminal."""
    began = time.monotonic()
    terminal = Console(stderr=True, color_system=None if colourless() else "auto")
    if settings.json or not terminal.is_terminal:
        yield lambda _what, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=terminal, transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def tell(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total, visible=time.monotonic() - began > 1)

        yield tell
