"""Begin a new record.

\b
Example:
  communique new article ~/texts/ice.txt > dataset/articles/ice.yml
"""

from pathlib import Path

import click

from communique_schema.terms import vocabularies

from ..anchors.skeleton import skeleton
from ..problems import CommuniqueError
from .out import as_json
from .settings import Settings, shared
from .settings import command as made

_ARTICLE = """Begin the record of a new article from its text.

Prints a record with the text's hash and size, guesses at title, language and ranges, and a TODO with a hint for every
field left. Fill it in, then run communique fmt (it mints the ids) and communique check.

\\b
Examples:
  communique new article ~/texts/ice.txt > dataset/articles/ice.yml
  communique new article ~/texts/ice.txt --out dataset/articles/ice.yml

Exit codes: 0 done, 2 no such text or not UTF-8.
"""


@click.group("new", help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@shared
def command() -> None:
    """A group of its own, for other kinds of record may follow."""


@made("article", _ARTICLE)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="RECORD", help="Write to a new file instead.")
def article(settings: Settings, file: Path, out: Path | None) -> None:
    text = skeleton(file, vocabularies())
    if out is not None:
        try:
            with out.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except FileExistsError:
            raise CommuniqueError(f"{out}: exists already; choose another name") from None
    if settings.json:
        as_json({"file": str(file), "out": str(out) if out else None, "record": text})
    else:
        click.echo(f"{out}: written; fill in every TODO, then run communique fmt" if out else text, nl=out is not None)


command.add_command(article)
