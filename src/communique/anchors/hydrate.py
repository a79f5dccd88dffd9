"""A local database with the quoted words filled in: for reading beside one's own copies, never for passing on."""

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

from communique_schema.words import norm_sha256

from ..problems import CommuniqueError, PublishError
from ..tables import Tables
from .anchored import ByArticle, columns
from .sources import shown

PUBLISHED = ("dataset", "docs", "dist")
"""Folders of the project whose content is published."""

APPLICATION_ID = 0x4E_46_52_44
"""PRAGMA application_id of a hydrated database: "NFRD", not for redistribution."""

NOTICE = (
    "NOT FOR REDISTRIBUTION. The tables anchor_words and range_words hold words of source texts whose rights belong to "
    "their holders (articles.rights_holder). Made from the user's own copies for the user's own reading."
)

_TABLES = """
CREATE TABLE notice (notice TEXT NOT NULL) STRICT;
CREATE TABLE anchor_words (
    statement_id TEXT NOT NULL,
    char_start INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (statement_id, char_start),
    FOREIGN KEY (statement_id, char_start) REFERENCES anchors (statement_id, char_start)
) STRICT;
CREATE TABLE range_words (
    article_id TEXT NOT NULL,
    char_start INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (article_id, char_start),
    FOREIGN KEY (article_id, char_start) REFERENCES article_ranges (article_id, char_start)
) STRICT;
"""


Words = tuple[str, int, str]
"""Id of a statement or an article, first code point, the words from there."""


class HydrateError(CommuniqueError):
    """The words may not be written there."""


class UnwritableError(HydrateError, PublishError):
    """The words could not be written; what stood there stands."""


def hydrate(
    database: Path,
    tables: Tables,
    texts: Mapping[str, str],
    out: Path,
    *,
    force: bool = False,
    project: Path | None = None,
    published: Iterable[Path] = (),
) -> int:
    """Copy ``database`` to ``out`` and add the words of every anchor whose text is given; returns how many.

    Adds table ``anchor_words`` (key statement_id, char_start), table ``range_words`` (key article_id, char_start: the
    coded ranges, for reading the spans in place), table ``notice`` and an application id that says what the file is. Only
    spans whose normalised hash holds are filled, and only ranges of a text whose own hash does. ``out`` appears whole or
    not at all. Raises :class:`HydrateError` where ``out`` lies in a folder the project publishes, is anything but a
    regular file, or exists (unless ``force``), and :class:`UnwritableError` where it cannot be written. ``project`` names
    the project's folder where it cannot be told from the paths; ``published`` are folders of it that are refused whatever
    their names.
    """
    _refuse(database, out, force=force, project=project, published=published)
    handle, name = None, None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.resolve().parent)
        os.close(handle)
        spans = list(_words(tables, texts))
        _write(database, Path(name), spans, list(_ranges(tables, texts)))
        os.replace(name, out.resolve())
        name = None
    except (OSError, sqlite3.Error) as error:
        raise UnwritableError(f"{shown(out)}: cannot be written: {error}") from None
    finally:
        if name:
            with suppress(OSError):
                os.unlink(name)
    return len(spans)


def _write(database: Path, out: Path, spans: list[Words], ranges: list[Words]) -> None:
    source = database.resolve().as_uri() + "?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as old, closing(sqlite3.connect(out)) as new:
        old.backup(new)
        with new:
            new.execute("PRAGMA journal_mode = DELETE")
            new.executescript(_TABLES)
            new.execute("INSERT INTO notice VALUES (?)", (NOTICE,))
            new.executemany("INSERT INTO anchor_words VALUES (?, ?, ?)", spans)
            new.executemany("INSERT INTO range_words VALUES (?, ?, ?)", ranges)
            new.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _words(tables: Tables, texts: Mapping[str, str]) -> Iterator[Words]:
    for article, anchors in sorted(ByArticle(tables).items()):
        text = texts.get(article, "")
        for anchor in anchors:
            span = text[anchor.char_start : anchor.char_end]
            if anchor.char_end <= len(text) and norm_sha256(span) == anchor.span_norm_sha256:
                yield anchor.statement_id, anchor.char_start, span


def _ranges(tables: Tables, texts: Mapping[str, str]) -> Iterator[Words]:
    # A range has no hash of its own: the whole text's must hold.
    hashes = dict(zip(*columns(tables["articles"], "article_id", "text_sha256"), strict=True))
    for article, start, end in zip(
        *columns(tables["article_ranges"], "article_id", "char_start", "char_end"), strict=True
    ):
        text = texts.get(article)
        if text is not None and sha256(text.encode()).hexdigest() == hashes.get(article) and end <= len(text):
            yield article, start, text[start:end]


def _refuse(database: Path, out: Path, *, force: bool, project: Path | None, published: Iterable[Path]) -> None:
    if not database.is_file():
        raise UnwritableError(f"{shown(database)}: no such database; run communique build first")
    target, source = out.resolve(), database.resolve()
    named = {folder.resolve() for folder in published}
    for folder in target.parents:
        if folder in named or (folder.name.casefold() in PUBLISHED and _publishes(folder, source, project)):
            raise HydrateError(
                f"{shown(out)}: lies in {folder.name}/, which the project publishes; no source's words may go there: "
                "choose a folder outside of dataset/, docs/ and dist/"
            )
    if target == source or (target.exists() and target.samefile(source)):
        raise HydrateError(f"{shown(out)}: is the built database itself; choose another name")
    if target.is_dir():
        raise HydrateError(f"{shown(out)}: is a folder; name a file in it")
    if out.exists() and not out.is_file():  # not the target: a pipe behind /dev/stdout has no path of its own
        raise HydrateError(f"{shown(out)}: is no regular file; name a new file")
    if target.exists() and not force:
        raise HydrateError(f"{shown(out)}: exists; choose another name, or overwrite it with --force")
    if not target.parent.is_dir():
        raise HydrateError(f"{shown(out.parent)}: no such folder; make it first")


def _publishes(folder: Path, database: Path, project: Path | None) -> bool:
    """Whether a folder of such a name belongs to a project, and is not just somebody's documents."""
    root = folder.parent
    if project and project.resolve() == root:
        return True
    marks = ("pyproject.toml", "build.py", "Makefile", ".git", "dataset")
    return folder in database.parents or any((root / mark).exists() for mark in marks)
