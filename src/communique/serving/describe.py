"""What Datasette shows besides rows, and what it allows: from what each release says of its own tables, for both lines of it.

0.65 reads ``metadata.json`` and ``settings.json`` of its folder and passes by ``datasette.json``; 1.0 reads ``datasette.json``
and ``metadata.json`` and passes by ``settings.json``. So one folder does for both.
"""

import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ..publish.metadata import START, release_described, tables_described
from ..reading.described import Described
from ..reading.release import Release
from ..release.about import LICENCES
from .database import specs_of
from .queries import QUERIES

PUBLIC: dict[str, bool | int] = {
    "default_allow_sql": False,
    "allow_download": False,
    "suggest_facets": False,
    # A facet somebody asks for: some ms on most tables, 50 to 700 ms on a million statements, so that it may run out of time
    # there and hold up nobody.
    "allow_facet": True,
    "facet_time_limit_ms": 150,
    "sql_time_limit_ms": 500,
    "max_returned_rows": 1000,
    "default_page_size": 50,
    "allow_csv_stream": True,
    "max_csv_mb": 10,
    "truncate_cells_html": 200,
    "default_cache_ttl": 300,
}
"""Settings of a site that anybody may ask."""
LOCAL: dict[str, bool | int] = {
    **PUBLIC,
    "default_allow_sql": True,
    "allow_download": True,
    "facet_time_limit_ms": 2000,
    "sql_time_limit_ms": 10_000,
    "max_csv_mb": 0,
    "default_cache_ttl": 0,
}
"""Settings of a site for one's own copy: free SQL, more time."""
ROOMS = {
    "proposals": "Proposals",
    "statements": "Statements",
    "claims": "Claims and conflicts",
    "articles": "Articles",
    "actors": "Actors",
    "treaties": "Treaties",
    "encounters": "Encounters and channels",
    "derived": "Computed at every build",
    "codes": "Code book, coders, releases",
}
"""Subject of a table -> what a reader calls it, in the order in which they are shown."""
VIEWS = "Names beside ids, for reading and for spreadsheets"
COUNTED_UP_TO = 50_000
"""Rows of a table whose values are offered for counting: it takes some ms."""
WIDE, WIDE_PAGE = 20, 25
"""Columns from which on a page has fewer rows."""


def datasette_metadata(releases: Mapping[str, Release], folder: Path | None = None) -> dict[str, Any]:
    """``metadata.json`` for the databases of these names; tables that only pages use are hidden, as the files have them."""
    newest = next(iter(releases.values()))
    licence = newest.about["licence"]
    about = {
        **release_described(newest.about),
        "license_url": LICENCES[licence][1] if licence in LICENCES else None,
        "databases": {name: _database(release, _own(folder / f"{name}.db") if folder else [])
                      for name, release in releases.items()},
    }  # fmt: skip
    return {name: value for name, value in about.items() if value is not None}


def datasette_config(releases: Mapping[str, Release]) -> dict[str, Any]:
    """``datasette.json`` for Datasette 1.0: settings, who may ask in SQL, and the queries; the rest is in the metadata."""
    queries = {name: query.for_datasette for name, query in QUERIES.items()}
    plain = {name: {k: v for k, v in query.items() if k not in ("empty", "most")} for name, query in queries.items()}
    return {
        "settings": PUBLIC,
        "allow_sql": False,
        "databases": {name: {"allow_sql": False, "queries": plain} for name in releases},
    }


def _database(release: Release, own: list[str]) -> dict[str, Any]:
    described = tables_described(specs_of(release))
    label = release.version if release.published else f"{release.version}, working build"
    tables = {
        name: {**said, **_paged(said["columns"]),
               **(_shown(release.specs[name], release.rows(name)) if name in release.specs else {})}
        for name, said in described.items()
    }  # fmt: skip
    return {
        "title": f"Tables and queries of release {label}",
        "description": START,
        "rooms": _rooms(release, list(tables)),
        "tables": tables | {name: {"hidden": True} for name in own},
        "queries": {name: query.for_datasette for name, query in QUERIES.items()},
    }


def _shown(said: Described, rows: int) -> dict[str, Any]:
    """Newest first where rows have a day and an index by it; what may be counted.

    ``countable`` is ours: coded columns that the page offers to count, on request.
    """
    day = next((name.replace("_edtf", "_date") for name in said.columns if name.endswith("_edtf")), None)
    coded = [column.name for column in said.columns.values() if column.vocabulary or column.name == "language"]
    return {
        **({"sort_desc": day} if day in said.columns and "deadline" not in str(day) else {}),
        **({"countable": coded} if coded and rows <= COUNTED_UP_TO else {}),
    }


def _rooms(release: Release, tables: list[str]) -> list[dict[str, Any]]:
    """The tables by subject, subjects we do not know last, the joined views first."""
    listed: dict[str, list[str]] = {VIEWS: [name for name in tables if name not in release.specs]}
    for room in dict.fromkeys([*ROOMS, *(said.room for said in release.specs.values())]):
        listed[ROOMS.get(room, room)] = [name for name, said in release.specs.items() if said.room == room]
    return [{"title": title, "tables": names} for title, names in listed.items() if names]


def _own(path: Path) -> list[str]:
    """Tables of a database that only the site uses."""
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND (name LIKE 'site\\_%' ESCAPE '\\' OR name IN ('anchor_words', 'range_words', 'notice'))"
    )
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        return [name for (name,) in db.execute(asked)]


def _paged(columns: Collection[str]) -> dict[str, Any]:
    """Fewer rows on a page where they are wide."""
    return {"size": WIDE_PAGE} if len(columns) >= WIDE else {}
