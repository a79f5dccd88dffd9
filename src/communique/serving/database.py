"""One release as the database a site serves: its tables and views, and beside them what the site's pages look up.

The tables named ``site_*`` are made here from the release's own and belong to no contract: the site may change them with
any version of the code, and no row of them is cited.
"""

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pyarrow as pa

from communique_schema.columns import Table
from communique_schema.projections import Specs
from communique_schema.spec import ColumnSpec, TableSpec

from ..citing import ReleaseAbout
from ..hashes import record_hashes
from ..publish.parquet import by_key
from ..publish.sqlite import write_database
from ..reading.described import Described, parts
from ..reading.release import Release
from .listings import write_listings
from .searching import write_search
from .uncounted import write_uncounted

BATCH = 50_000
"""Records hashed at a time: all at once, those of a million statements take gigabytes."""
_PRAGMAS = (
    "journal_mode = OFF",  # a failed build throws the file away
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "temp_store = MEMORY",
    "cache_size = -131072",
)
_NEW = """
SELECT DISTINCT tbl_name FROM sqlite_master
WHERE rootpage > 0 AND name NOT IN (SELECT tbl FROM sqlite_stat1 UNION SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL)
  AND tbl_name NOT LIKE 'sqlite!_%' ESCAPE '!' AND tbl_name NOT LIKE '%!_fts!_%' ESCAPE '!'
  AND tbl_name NOT LIKE 'site!_search!_%' ESCAPE '!'
"""
"""Tables and tables with indexes that the planner knows nothing of yet. What full text keeps for itself is not planned for."""


def write_served(path: Path, release: Release) -> None:
    """Write ``release`` as a database at ``path``, which must not exist.

    Works from what the release says of its own tables, so that one written under an older contract is served as it is.
    Raises ``OSError`` where the file cannot be written.
    """
    specs = specs_of(release)
    write_database(path, {name: release.arrow(name) for name in specs}, specs, release.version)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in _PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
        db.execute("BEGIN")
        _about(db, release)
        _columns(db, release)
        _records(db, release)
        write_listings(db)
        write_uncounted(db, release)
        write_search(db)
        db.execute("COMMIT")
        for (table,) in db.execute(_NEW).fetchall():
            db.execute(f'ANALYZE "{table}"')


def specs_of(release: Release) -> Specs:
    """The tables of a release as it describes them itself. Codes are not checked again: the release was, and has sums."""
    return {name: _spec(said) for name, said in release.specs.items()}


def _spec(said: Described) -> TableSpec:
    columns = {name: _column(said, name) for name in said.columns}
    return TableSpec(said.name, said.doc, said.room, columns, said.key, said.parent[0] if said.parent else None, None,
                     said.label, said.room == "derived", Table)  # fmt: skip


def _column(said: Described, name: str) -> ColumnSpec:
    column = said.columns[name]
    group = name.removesuffix("_edtf") if name.endswith("_edtf") else None
    return ColumnSpec(
        name, column.kind, column.title, column.doc, column.nullable, column.origin, "own", key=name in said.key,  # type: ignore[arg-type]
        prefix=column.prefix, fk=column.references[0] if column.references else None, group=group, edtf=bool(group),
        hashed=column.hashed, claim=column.claim,
    )  # fmt: skip


def _about(db: sqlite3.Connection, release: Release) -> None:
    about = ReleaseAbout.of(release)
    said = {
        "title": about.title,
        "version": about.version,
        "licence": about.licence,
        "data_through": about.data_through,
        "released_on": about.released_on,
        "doi": about.doi,
        "working": "yes" if about.working else None,
        "dataset1": about.dataset1,
        "url": about.url,
        **{f"prefix_{said.prefix}": name for name, said in release.specs.items() if said.prefix},
        **{f"n_{name}": str(release.rows(name)) for name in release.tables},
        **{f"doc_{name}": said.doc for name, said in release.specs.items()},
    }
    db.execute("CREATE TABLE site_release (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID")
    db.executemany("INSERT INTO site_release VALUES (?, ?)", [(k, v) for k, v in said.items() if v is not None])


def _columns(db: sqlite3.Connection, release: Release) -> None:
    """What every column is, as the release says."""
    db.execute(
        "CREATE TABLE site_columns (table_name TEXT, position INTEGER, column_name TEXT, kind TEXT, title TEXT, doc TEXT, "
        "vocabulary TEXT, target TEXT, PRIMARY KEY (table_name, position)) STRICT, WITHOUT ROWID"
    )
    db.executemany(
        "INSERT INTO site_columns VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (table, place, c.name, c.kind, c.title, c.doc, c.vocabulary, c.references[0] if c.references else None)
            for table, said in release.specs.items()
            for place, c in enumerate(said.columns.values())
        ],
    )


def _records(db: sqlite3.Connection, release: Release) -> None:
    """Every id that can be cited: its table, its record hash, the words people know it by."""
    db.execute(
        "CREATE TABLE site_records (id TEXT PRIMARY KEY, table_name TEXT NOT NULL, record1 TEXT NOT NULL, label TEXT) "
        "STRICT, WITHOUT ROWID"
    )
    specs = release.specs
    tables = {name: release.arrow(name) for name in specs}
    for name, said in specs.items():
        if not said.prefix:
            continue
        for some in _stretches(name, tables, specs):
            hashes = record_hashes(name, some, specs)
            ids = some[name].column(said.key[0]).to_pylist()
            labels = some[name].column(said.label).to_pylist() if said.label else [None] * len(ids)
            rows = ((key, name, hashes[key], label) for key, label in zip(ids, labels, strict=True))
            db.executemany("INSERT INTO site_records VALUES (?, ?, ?, ?)", rows)


def _stretches(
    name: str, tables: Mapping[str, pa.Table], specs: Mapping[str, Described]
) -> Iterator[Mapping[str, pa.Table]]:
    """The tables, :data:`BATCH` rows of ``name`` at a time with the rows of its parts; whole where a part is no short
    stretch of its table."""
    key, found = specs[name].key[0], parts(name, specs)
    if tables[name].num_rows <= BATCH or any(part.key[0] != column for part, column in found):
        yield tables
        return
    ordered = {table: by_key(tables[table], specs[table].key) for table in (name, *(part.name for part, _ in found))}
    ids = ordered[name].column(key)
    for start in range(0, len(ids), BATCH):
        some = {name: ordered[name].slice(start, BATCH)}
        first, last = ids[start].as_py(), ids[min(start + BATCH, len(ids)) - 1].as_py()
        for part, column in found:
            owners = ordered[part.name].column(column)
            left = bisect_left(owners, first, key=_text)
            some[part.name] = ordered[part.name].slice(left, bisect_right(owners, last, key=_text) - left)
        yield {**tables, **some}


def _text(value: pa.Scalar) -> str:
    text: str = value.as_py()
    return text
