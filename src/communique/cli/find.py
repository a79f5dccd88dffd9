"""Look ids up: whose name, title, alias, gloss or paraphrase has these words?

All words must stand in the row; capitals and accents do not matter, and part of
a word is enough. The records are searched as they are written now; where there
are none, or a folder of builds is named with --dist, the last build is, and
with --release that release. Each line has the table, the id, what the row is
known by, and the value that fits if that does not. An id finds its row.

\b
Examples:
  communique find lavrov                         which actor is he?
  communique find --table actors foreign min     only people and offices
  communique find ядерное                        a title in any language
  communique find st-7k2mq                       what is this?
  communique find --dist built velimirov         in another build
  communique find --json --table treaties start | jq -r '.[].id'

Exit codes: 0 found, 1 nothing found, 2 no such table, 3 neither records nor a build.
"""

import difflib
from dataclasses import asdict

import click

from ..problems import CommuniqueError
from .built import Built
from .lookup import Found, Rows, find
from .out import as_json, dim, paragraph, show, table, width
from .settings import WORKING, Settings, of_release
from .settings import command as made

NARROW = 120
"""Columns below which each row gets lines of its own."""


@made("find", __doc__)
@of_release(WORKING)
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option("--table", "only", multiple=True, metavar="TABLE", help="Only this table; may be repeated.")
def command(settings: Settings, words: tuple[str, ...], only: tuple[str, ...]) -> None:
    rows = _rows(settings)
    known = list(rows.known())
    for name in only:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            raise click.UsageError(f"no table {name!r} with ids; " + (
                f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"))  # fmt: skip
    found = find(rows, words, only)
    if settings.json:
        as_json([asdict(row) for row in found])
    elif found:
        _show(found)
    else:
        where = f"in {', '.join(only)}" if only else "in any table"
        click.echo(f"nothing {where} has {' '.join(words)!r}; try fewer letters or another spelling", err=True)
    raise click.exceptions.Exit(0 if found else 1)


def _rows(settings: Settings) -> Rows:
    """The records as written; the tables of a build where one is named or there are no records."""
    if settings.release_given is not None or settings.dist_given is not None:
        return Built(settings).rows
    try:
        dataset = settings.dataset
    except CommuniqueError:
        if settings.dataset_given is not None:
            raise
        return Built(settings).rows
    from communique_schema.projections.arrow import arrow_schema  # noqa: PLC0415 (a release needs no reader of records)
    from communique_schema.spec import tables  # noqa: PLC0415

    from ..reading.described import described  # noqa: PLC0415
    from ..records import read  # noqa: PLC0415

    specs = tables()
    return Rows(
        {name: described(arrow_schema(spec, specs), name) for name, spec in specs.items()}, read(dataset).tables
    )


def _show(found: list[Found]) -> None:
    if width() >= NARROW:
        grid = table("Table", "Id", "Label", "Fits")
        for row in found:
            grid.add_row(row.table, row.id, row.label, f"{row.field}: {row.text}" if row.field else "")
        show(grid)
        return
    for row in found:
        click.echo(f"{row.id}  " + paragraph(row.label, 10, bold=True).lstrip() + dim(f"  {row.table}"))
        if row.field:
            click.echo(dim(paragraph(f"{row.field}: {row.text}", 10)))
