"""A SQLite database: which version of the data it says it is, and its rows held against that release."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from ..reading.at_hand import find
from ..reading.described import Described
from ..reading.errors import (
    DamagedReleaseError,
    NotAReleaseError,
    OtherReleaseError,
    ReleaseError,
    VersionNotAtHandError,
)
from ..reading.release import LEDGER, Release
from .contents import hold, stated
from .proof import Check
from .published import computed

MAGIC = b"SQLite format 3\0"
SUFFIXES = (".db", ".sqlite", ".sqlite3")
_FLAG = {0: False, 1: True, None: None}


def is_database(path: Path) -> bool:
    """Whether a file is a SQLite database, or calls itself one."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC or path.suffix in SUFFIXES
    except OSError as error:
        raise NotAReleaseError(f"{path}: cannot be opened ({error.strerror}); check that you may read it") from None


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database for reading alone: no journal, no lock, nothing is made beside it."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
        yield db


def version_of(path: Path) -> str:
    """The version of the data a database holds, as its ``PRAGMA user_version`` says.

    Raises :class:`~communique.reading.errors.NotAReleaseError` where it is no database of ours.
    """
    way_out = "name a communique.db, as communique build or communique serve make it"
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(MAGIC):
        raise NotAReleaseError(f"{path}: no SQLite database; {way_out}")
    number = int.from_bytes(head[60:64], "big")  # the pragma, which a truncated file no longer answers
    try:
        with opened(path) as db:
            ours = db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [LEDGER]).fetchone()
    except sqlite3.Error:
        ours = True  # damaged: what can be read of it is seen table by table
    if not ours or not 0 < number < 2**31:
        raise NotAReleaseError(f"{path}: a database, but none of communique; {way_out}")
    return f"{number // 1_000_000}.{number // 1_000 % 1_000}.{number % 1_000}"


def database_table(db: sqlite3.Connection, name: str, of: Described) -> pa.Table:
    """The columns of a table that are hashed, typed as the contract has them.

    Raises :class:`~communique.reading.errors.DamagedReleaseError` where the table or a column is not there or a value is
    not of its type.
    """
    columns = list(of.columns)
    asked = f"SELECT {', '.join(map(_quoted, columns))} FROM {_quoted(name)}"  # noqa: S608 (both are quoted)
    try:
        # A name in double quotes that is no column would be taken for a text.
        there = {row[1] for row in db.execute(f"PRAGMA table_xinfo({_quoted(name)})")}
        if lacking := [column for column in columns if column not in there]:
            what = f"no column {', '.join(lacking)}" if there else "the table is not there"
            raise DamagedReleaseError(what)
        values: Sequence[Sequence[Any]] = list(zip(*db.execute(asked), strict=True)) or [()] * len(columns)
    except sqlite3.Error as error:
        raise DamagedReleaseError(f"cannot be read ({error})") from None
    return pa.table({column: _array(listed, column, of) for column, listed in zip(columns, values, strict=True)})


def _array(values: Sequence[Any], column: str, of: Described) -> pa.Array:
    kind = of.columns[column].kind
    try:
        if kind == "bool":
            return pa.array([_FLAG[value] for value in values], pa.bool_())
        return pa.array(values, pa.int32()) if kind == "int32" else pa.array(values, pa.string())
    except (pa.ArrowException, LookupError, TypeError, OverflowError) as error:
        raise DamagedReleaseError(f"column {column}: a value that is no {kind} ({error})") from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def release_of(path: Path, version: str, against: Path | None) -> Release:
    """The release a database is held against: the one named, else the one it lies in, else that of its version at hand.

    Raises :class:`~communique.reading.errors.OtherReleaseError` where the one named is of another version,
    :class:`~communique.reading.errors.VersionNotAtHandError` where there is none.
    """
    if against is not None:
        release = Release(against)
        if release.version != version:
            raise OtherReleaseError(f"{path}: a database of version {version}, and {against} is version {release.version}; "
                                    f"name the release of version {version}")  # fmt: skip
        return release
    if (path.parent / "tables").is_dir() and (own := Release(path.parent)).version == version:
        return own
    try:
        return Release(find(version))
    except VersionNotAtHandError as error:
        raise VersionNotAtHandError(f"{path}: a database of another version than any at hand: {error}") from None


def of_database(path: Path, release: Release) -> Iterator[Check]:
    """The rows of a database against what ``release`` states; of a working build, against its tables as they hash."""

    def rows(name: str, of: Described) -> pa.Table:
        return database_table(db, name, of)

    def published(name: str, _of: Described) -> pa.Table:
        return release.arrow(name)

    try:
        said = release.content or computed(release)
        against = stated(said)
    except ReleaseError as error:
        yield Check(str(release.path), False, f"cannot be held against: {error}")
        return
    kind = "release" if release.content else "working build"
    for beside in (f"{path}-wal", f"{path}-journal"):
        if Path(beside).is_file() and Path(beside).stat().st_size:
            yield Check(
                beside, False, "changes that are not in the file yet; close or checkpoint the database, and ask again"
            )
    yield Check("held against", True, f"{kind} {release.path}, version {release.version}")
    with opened(path) as db:
        yield from _ledger(db, release.version)
        yield from _strangers(db, release)
        yield from _views(db, release)
        yield from hold("table *", rows, against, published)


def _strangers(db: sqlite3.Connection, release: Release) -> Iterator[Check]:
    """Tables, columns, views and triggers that no build of the release makes: a reader would take them for ours."""
    ours = {*release.tables, *release.views}
    try:
        for kind, name in db.execute(
            "SELECT type, name FROM sqlite_master WHERE type <> 'index' ORDER BY 2"
        ).fetchall():
            base = name.partition("_fts")[0]
            if name.startswith("sqlite_") or (base in ours and base != name and kind == "table"):
                continue
            if kind == "trigger" or name not in ours:
                yield Check(f"{kind} {name}", False, "no part of the release")
            elif name in release.tables:
                there = {row[1] for row in db.execute(f"PRAGMA table_xinfo({_quoted(name)})")}
                for column in sorted(there - release.spec(name).columns.keys()):
                    yield Check(f"table {name}", False, f"column {column} is no part of the release")
    except sqlite3.Error as error:
        yield Check("sqlite_master", False, f"cannot be read ({error})")


def _views(db: sqlite3.Connection, release: Release) -> Iterator[Check]:
    """The joined views give the rows of the joined files."""
    for name in release.views:
        try:
            of, wanted = release.joined(name)
            found = database_table(db, name, of)
        except ReleaseError as error:
            yield Check(f"view {name}", False, str(error))
            continue
        texts = pa.table({c: wanted[c].cast(found.schema.field(c).type) for c in wanted.column_names})
        key = [(of.key[0], "ascending")]
        same = found.sort_by(key).equals(texts.sort_by(key))
        yield Check(
            f"view {name}", same, f"{found.num_rows} rows as in joined/" if same else "other rows than in joined/"
        )


def _ledger(db: sqlite3.Connection, version: str) -> Iterator[Check]:
    """The ledger inside has the version the file says it is of."""
    try:
        listed = {row[0] for row in db.execute(f"SELECT version FROM {LEDGER}")}  # noqa: S608 (a name of ours)
    except sqlite3.Error:
        return  # said of the table itself
    if version not in listed:
        yield Check(f"table {LEDGER}", False, f"has no version {version}, which the file says it is of")
