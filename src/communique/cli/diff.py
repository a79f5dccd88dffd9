"""What changed between two releases, what version it takes, and what is refused.

A and B are each a version at hand (0.1.0), a release folder or working build, or a wheel; B is the later one. Shown are
first what decides the version, then what was added, corrected, reworded, re-anchored and retracted, which proposals moved
and on which evidence, and changes of tables, columns and vocabularies. Long lists are cut; --json has all of it.

\b
Examples:
  communique diff 0.1.0 0.2.0
  communique diff 0.1.0 dist/current
  communique diff 0.1.0 0.2.0 --markdown         as CHANGES.md of a release
  communique diff --json 0.1.0 0.2.0 | jq .bump

Exit codes: 0 shown, also where something is refused; 2 wrong use or no such
release; 3 a release that is damaged.
"""

import click

from ..dataset import load
from ..diffing import diff
from .out import as_json
from .settings import Settings
from .settings import command as made


@made("diff", __doc__)
@click.argument("a")
@click.argument("b")
@click.option("--markdown", is_flag=True, help="Print Markdown, the notes of release B.")
def command(settings: Settings, a: str, b: str, markdown: bool) -> None:
    found = diff(load(a), load(b))
    if settings.json:
        as_json(found.as_dict())
    elif markdown:
        click.echo(found.as_markdown(), nl=False)
    else:
        click.echo(found.as_text())
