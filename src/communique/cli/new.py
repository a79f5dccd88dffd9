"""Begin a new record.

\b
Example:
  communique new article ~/texts/ice.txt --out dataset/articles/ice.yml
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

Writes a record with the text's hash and size, guesses at title, language and ranges, and a TODO for every field that
must be there. Everything behind #? is a hint: the codes a field may have, fields that may be absent, and the offsets of
the body's sentences, to copy into anchors. Take the "#? " from the lines you use.

With --draft the record also has the statements that rules find in the text, with their anchors, speakers, forms and acts:
proposals, each with the rule behind it, to be checked one by one. English, German and Russian are read.

Fill it in, then run communique fmt --sources DIR: it mints the ids, fills in the hashes, and drops every comment that
begins with #?. Then run communique check. Ids of people, treaties, proposals: communique find WORD.

\b
Examples:
  communique new article ~/texts/ice.txt --out dataset/articles/ice.yml
  communique new article ~/texts/ice.txt           (only show it)
  communique new article ~/texts/ice.txt --draft   (with statements)

Without --out the record goes to standard output.

Exit codes: 0 done, 2 no such text, not UTF-8, or RECORD exists; then nothing is written.
"""


@click.group("new", help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@shared
def command() -> None:
    """A group of its own, for other kinds of record may follow."""


@made("article", _ARTICLE)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="RECORD", help="The record's file, a new one.")
@click.option("--draft", is_flag=True, help="Propose the statements as well.")
def article(settings: Settings, file: Path, out: Path | None, *, draft: bool) -> None:
    text = _draft(settings, file) if draft else skeleton(file, vocabularies())
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


def _draft(settings: Settings, file: Path) -> str:
    """The record with statements, its actors those of the tables at hand."""
    from ..anchors.draft import draft  # noqa: PLC0415 (the engine, for this command alone)
    from ..extracting.authority import Authority, needed  # noqa: PLC0415

    return draft(file, Authority.of(needed(settings.build().release)), vocabularies())


command.add_command(article)
