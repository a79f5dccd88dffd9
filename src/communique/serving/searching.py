"""The search index: every row people look for as folded text, in the order in which hits are shown.

``site_entries`` has the rows, by kind and within a kind by weight or newest first; ``site_kinds`` which stretch of them is of
which kind, so that a search within one kind reads that stretch alone; ``site_search`` the folded words (contentless, its
rowid the entry's); ``site_aliases`` every name of an actor or treaty; ``site_words`` how many entries hold a word.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..folding import fold, forms, key, stem, words

BATCH = 10_000
LANGUAGE_TAG = "_"
"""What the word begins with that stands in the index for an entry's language; no word of a text does."""
KIND_TAG = "__"
"""The same for an entry's kind. A statement has none: they are most of the entries, and the last."""
_TABLES = (
    "CREATE TABLE site_entries (entry_id INTEGER PRIMARY KEY, id TEXT NOT NULL, table_name TEXT NOT NULL, language TEXT, "
    "article_id TEXT, day TEXT, title TEXT, text TEXT) STRICT",
    "CREATE TABLE site_kinds (table_name TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) "
    "STRICT, WITHOUT ROWID",
    "CREATE TABLE site_aliases (folded TEXT, id TEXT, alias TEXT NOT NULL, language TEXT, name TEXT NOT NULL, "
    "PRIMARY KEY (folded, id)) STRICT, WITHOUT ROWID",
    "CREATE TABLE site_words (word TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    # An underscore belongs to a word: a language's tag has one.
    "CREATE VIRTUAL TABLE site_search USING fts5(title, body, content='', "
    "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
)
# Columns: the kind, id, language, article_id, day, title, text. A statement's own words stay where they are.
_ENTRIES = {
    "proposals": """SELECT :kind, p.proposal_id, NULL, NULL, min(e.happened_date), p.title, p.summary
        FROM proposals p LEFT JOIN proposal_events e USING (proposal_id) GROUP BY 2 ORDER BY 5 DESC, 2""",
    "treaties": "SELECT :kind, treaty_id, NULL, NULL, NULL, short_name, title FROM treaties ORDER BY 6, 2",
    "channels": "SELECT :kind, channel_id, NULL, NULL, channel_since, title, notes FROM channels ORDER BY 6, 2",
    "actors": """SELECT :kind, a.actor_id, NULL, NULL, NULL, a.name, NULL FROM actors a
        LEFT JOIN (SELECT id, sum(n) AS n FROM site_years WHERE role IN ('speaker', 'addressee', 'account') GROUP BY 1) y
        ON y.id = a.actor_id
        ORDER BY y.n IS NULL, y.n DESC, a.name, 2""",
    "encounters": "SELECT :kind, encounter_id, NULL, NULL, held_date, title, place FROM encounters ORDER BY 5 DESC, 2",
    "claims": "SELECT :kind, claim_id, NULL, NULL, NULL, gloss, NULL FROM claims ORDER BY n_statements DESC, 2",
    "articles": """SELECT :kind, a.article_id, a.language, a.article_id, a.published_date, a.title, p.name
        FROM articles a JOIN actors p ON p.actor_id = a.publisher_id ORDER BY 5 DESC, 2""",
    "statements": """SELECT :kind, s.statement_id, a.language, s.article_id, s.said_date, NULL, NULL
        FROM statements s JOIN articles a USING (article_id) ORDER BY 5 DESC, 2""",
}
KINDS = tuple(_ENTRIES)
"""What can be found, in the order in which it is shown."""
_STATEMENTS = """
SELECT e.entry_id, e.language, s.paraphrase, s.key_phrase,
  (SELECT group_concat(name, ';') FROM (SELECT DISTINCT a.name FROM statement_actors sa JOIN actors a USING (actor_id)
     WHERE sa.statement_id = e.id ORDER BY 1)),
  (SELECT group_concat(mention, ';') FROM statement_actors sa WHERE sa.statement_id = e.id),
  (SELECT group_concat(t.short_name, ';') FROM statement_treaties st JOIN treaties t USING (treaty_id)
     WHERE st.statement_id = e.id)
FROM site_kinds k JOIN site_entries e ON e.entry_id BETWEEN k.first AND k.last JOIN statements s ON s.statement_id = e.id
WHERE k.table_name = 'statements' ORDER BY e.entry_id
"""
_OTHERS = """
SELECT e.entry_id, e.table_name, e.language, e.id, e.title, e.text
FROM site_kinds k JOIN site_entries e ON e.entry_id BETWEEN k.first AND k.last
WHERE k.table_name <> 'statements' ORDER BY e.entry_id
"""
_ALIASES = """
SELECT actor_id, alias, language, name FROM actor_aliases JOIN actors USING (actor_id)
UNION ALL SELECT actor_id, name, 'en', name FROM actors
UNION ALL SELECT treaty_id, alias, language, short_name FROM treaty_aliases JOIN treaties USING (treaty_id)
UNION ALL SELECT treaty_id, short_name, 'en', short_name FROM treaties
UNION ALL SELECT treaty_id, title, 'en', short_name FROM treaties ORDER BY 1, 3, 2
"""
Alias = tuple[str, str, str, str]


def write_search(db: sqlite3.Connection) -> None:
    """Make the tables; needs those of :mod:`.listings`. Some batches of rows in memory at a time, whatever the size."""
    for statement in _TABLES:
        db.execute(statement)
    for kind, asked in _ENTRIES.items():
        (before,) = next(db.execute("SELECT coalesce(max(entry_id), 0) FROM site_entries"))
        db.execute(
            f"INSERT INTO site_entries (table_name, id, language, article_id, day, title, text) {asked}", {"kind": kind}
        )
        (after,) = next(db.execute("SELECT coalesce(max(entry_id), 0) FROM site_entries"))
        db.execute("INSERT INTO site_kinds VALUES (?, ?, ?)", (kind, before + 1, after))
    aliases = db.execute(_ALIASES).fetchall()
    db.executemany("INSERT OR IGNORE INTO site_aliases VALUES (?, ?, ?, ?, ?)", _folded(aliases))
    for made in (_others(db, aliases), _statements(db)):
        db.executemany("INSERT INTO site_search (rowid, title, body) VALUES (?, ?, ?)", made)
    db.execute("INSERT INTO site_search (site_search) VALUES ('optimize')")
    db.execute("CREATE VIRTUAL TABLE temp.site_vocabulary USING fts5vocab(main, site_search, row)")
    db.execute("INSERT INTO site_words SELECT term, doc FROM temp.site_vocabulary")
    db.execute("DROP TABLE temp.site_vocabulary")


def _folded(aliases: Iterable[Alias]) -> Iterator[tuple[str, str, str, str, str]]:
    """Every name under each of its folded forms: as it stands, and without endings."""
    for owner, alias, language, name in aliases:
        found = [match.group() for match in words(alias)]
        for folded in sorted({" ".join(map(key, found)), " ".join(stem(word, language) for word in found)} - {""}):
            yield folded, owner, alias, language, name


def _others(db: sqlite3.Connection, aliases: Iterable[Alias]) -> Iterator[tuple[int, str, str]]:
    """Entries that are no statements: an actor or treaty with all its names."""
    known: dict[str, list[str]] = {}
    for owner, alias, language, _ in aliases:
        known.setdefault(owner, []).append(fold(alias, language))
    for entry, kind, language, owner, title, text in db.execute(_OTHERS):
        body = [fold(text or "", "en"), *known.get(owner, ()), _tag(language), KIND_TAG + kind]
        yield entry, fold(title or "", language if kind == "articles" else "en"), " ".join(body)


def _statements(db: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """Statements: our words, the key phrase in the page's language, who is in it, under which words, on which treaties.

    A name as the page writes it is held only where it adds a word.
    """
    cursor = db.execute(_STATEMENTS)
    while batch := cursor.fetchmany(BATCH):
        for entry, language, paraphrase, key_phrase, people, mentions, treaties in batch:
            body = f"{fold(key_phrase or '', language)} {_names(people)} {_names(treaties)}"
            there = {*body.split()}
            more = {form for match in words(mentions or "") for form in forms(match.group(), language)} - there
            yield entry, fold(paraphrase or "", "en"), " ".join([body, *sorted(more), _tag(language)])


@lru_cache(50_000)
def _names(listed: str | None) -> str:
    return fold(listed or "", "en")


def _tag(language: str | None) -> str:
    return f"{LANGUAGE_TAG}{language.partition('-')[0].lower()}" if language else ""
