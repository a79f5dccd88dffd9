"""Words of source texts in a private site: out of a hydrated database into the served one of the same version."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from communique_schema.words import norm_sha256

from ..anchors.hydrate import APPLICATION_ID
from ..anchors.sources import shown
from ..publish.sqlite import version_number
from .errors import ServingError

NEEDED = {"anchor_words", "range_words", "notice"}
"""Tables ``communique hydrate`` adds."""
_TABLES = """
CREATE TABLE notice (notice TEXT NOT NULL) STRICT;
CREATE TABLE anchor_words (statement_id TEXT NOT NULL, char_start INTEGER NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (statement_id, char_start)) STRICT, WITHOUT ROWID;
CREATE TABLE range_words (article_id TEXT NOT NULL, char_start INTEGER NOT NULL, words TEXT NOT NULL,
    PRIMARY KEY (article_id, char_start)) STRICT, WITHOUT ROWID;
"""
_TEXTS = "SELECT article_id, text_sha256 FROM articles WHERE text_sha256 IS NOT NULL"
_SPANS = "SELECT statement_id, char_start, span_norm_sha256 FROM anchors"
_RANGES = "SELECT article_id, char_start, char_end FROM article_ranges"


def add_words(hydrated: Path, served: Mapping[Path, str]) -> None:
    """Copy the words of ``hydrated`` into every database of the same version among ``served`` (path -> version).

    Such a database then has tables ``anchor_words``, ``range_words`` and ``notice``, the application id of a hydrated one,
    and says ``words`` in ``site_release``. Spans and ranges that the served database does not place alike are left out.
    Raises :class:`~communique.serving.ServingError` where ``hydrated`` is no hydrated database, one of an older make, or
    of a version that is not served.
    """
    try:
        with closing(sqlite3.connect(f"{hydrated.resolve().as_uri()}?mode=ro", uri=True)) as source:
            for target in _targets(hydrated, source, served):
                with closing(sqlite3.connect(target)) as db, db:
                    _copy(source, db)
    except sqlite3.Error as error:
        raise ServingError(f"{shown(hydrated)}: cannot be read as a hydrated database: {error}") from None


def _targets(hydrated: Path, source: sqlite3.Connection, served: Mapping[Path, str]) -> list[Path]:
    """The served databases of the same version."""
    (mark,), (number,) = (
        source.execute("PRAGMA application_id").fetchone(),
        source.execute("PRAGMA user_version").fetchone(),
    )
    if mark != APPLICATION_ID:
        raise ServingError(f"{shown(hydrated)}: is no hydrated database; make one with communique hydrate")
    same = [path for path, version in served.items() if version_number(version) == number]
    if not same:
        there = ", ".join(dict.fromkeys(served.values()))
        version = f"{number // 1_000_000}.{number // 1_000 % 1_000}.{number % 1_000}"
        raise ServingError(
            f"{shown(hydrated)}: holds words for version {version}, and what is served is {there}; "
            "serve that version, or hydrate the one you serve"
        )
    tables = {name for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables >= NEEDED:
        raise ServingError(f"{shown(hydrated)}: an older communique made it, without the ranges' words; hydrate again")
    return same


def _copy(source: sqlite3.Connection, db: sqlite3.Connection) -> None:
    db.executescript(_TABLES)
    (notice,) = source.execute("SELECT notice FROM notice").fetchone()
    db.execute("INSERT INTO notice VALUES (?)", (notice,))
    db.executemany("INSERT INTO anchor_words VALUES (?, ?, ?)", _spans(source, db))
    db.executemany("INSERT INTO range_words VALUES (?, ?, ?)", _ranges(source, db))
    db.execute("INSERT INTO site_release VALUES ('words', 'yes')")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _spans(source: sqlite3.Connection, db: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """Words that are the served anchor's: a working build may have moved on since it was hydrated."""
    hashes = {(statement, start): digest for statement, start, digest in db.execute(_SPANS)}
    for statement, start, words in source.execute("SELECT statement_id, char_start, words FROM anchor_words"):
        if hashes.get((statement, start)) == norm_sha256(words):
            yield statement, start, words


def _ranges(source: sqlite3.Connection, db: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """Words of ranges of the very text the served anchors count in."""
    same = set(source.execute(_TEXTS)) & set(db.execute(_TEXTS))
    articles = {article for article, _ in same}
    ends = {(article, start): end for article, start, end in db.execute(_RANGES) if article in articles}
    for article, start, words in source.execute("SELECT article_id, char_start, words FROM range_words"):
        if ends.get((article, start)) == start + len(words):
            yield article, start, words
