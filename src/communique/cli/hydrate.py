"""Make a local database with the quoted words filled in, from your own copies of the texts.

The published database says where words stand, not what they are. This copies it and adds a table anchor_words with the
words of every span whose text is at hand, and a table range_words with the headlines, decks and bodies they stand in. The
copy is for your own reading: it is marked not for redistribution, and refused in dataset/, docs/ and dist/, which the
project publishes.

\b
Example:
  communique hydrate --sources ~/texts --out ~/communique.local.db

Exit codes: 0 written, 2 refused, 3 there is no build, or FILE cannot be written.
"""

from pathlib import Path

import click

from ..anchors.hydrate import hydrate
from ..anchors.sources import read_texts
from ..problems import CommuniqueError, count
from .built import Built
from .out import as_json, problem_lines, progress
from .settings import WORKING, Settings, existing, of_release, sources
from .settings import command as made


@made("hydrate", __doc__)
@of_release(WORKING)
@sources
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", required=True, help="The database to write.")
@click.option("--force", is_flag=True, help="Overwrite FILE.")
def command(settings: Settings, sources: Path | None, out: Path, force: bool) -> None:
    folder = existing(sources)
    if folder is None:
        raise click.UsageError("name the folder of texts with --sources DIR or COMMUNIQUE_SOURCES")
    built = Built(settings)
    database = built.ds.release.path / "communique.db"
    if not database.is_file():
        raise CommuniqueError(
            f"{built.ds.release.path} holds no communique.db; run communique build and leave --release out"
        )
    with progress(settings) as tell:
        tell("texts", 0, 2)
        tables = {name: built[name] for name in ("articles", "statements", "anchors", "article_ranges")}
        texts, problems = read_texts(tables["articles"], folder)
        tell("database", 1, 2)
        words = hydrate(
            database, tables, texts, out,
            force=force, project=settings.dist.parent, published=_published(settings),
        )  # fmt: skip
    if settings.json:
        as_json({"file": str(out), "spans": words, "texts": len(texts), "problems": [p.as_dict() for p in problems]})
        return
    problem_lines(problems)
    said = f"the words of {count(words, 'span')} from {count(len(texts), 'text')}"
    click.echo(f"{out}: {said}. For your own reading; do not pass it on.")


def _published(settings: Settings) -> list[Path]:
    """The folder of builds and, where there is one, that of records, whatever they are called."""
    try:
        return [settings.dist, settings.dataset]
    except CommuniqueError:
        if settings.dataset_given is not None:
            raise
        return [settings.dist]
