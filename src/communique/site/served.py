"""Which of a Datasette's databases are ours, and what each is a release of."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from ..citing import ReleaseAbout, release_citation
from ..reading.at_hand import numbers

_KEPT = "_communique_served"


@dataclass(frozen=True)
class Served:
    """One release as served: ``name`` is the database's, ``said`` what ``site_release`` says of it."""

    name: str
    path: Path
    said: Mapping[str, str]
    database: Any = None

    @property
    def version(self) -> str:
        """Version of the data."""
        return self.said["version"]

    @property
    def working(self) -> bool:
        """Whether it is a working build, which may still change."""
        return "working" in self.said

    @property
    def private(self) -> bool:
        """Whether it holds words of source texts, for the user's own reading alone."""
        return "words" in self.said

    @property
    def data_through(self) -> date:
        """Last day the data speak of."""
        return date.fromisoformat(self.said["data_through"])

    @property
    def label(self) -> str:
        """The release as people call it."""
        return f"{self.version} (working build)" if self.working else self.version

    @cached_property
    def about(self) -> ReleaseAbout:
        """The release as citations name it."""
        said = self.said
        return ReleaseAbout(
            said["title"], said["version"], said["licence"], said["data_through"], said.get("released_on"),
            said.get("doi"), self.working, said.get("dataset1"), said.get("url"),
        )  # fmt: skip

    @cached_property
    def citation(self) -> str:
        """The release in one line, for pages that are about no row."""
        return release_citation(self.about)

    @cached_property
    def tables(self) -> dict[str, str]:
        """How the ids of a table begin -> its name."""
        return {key.removeprefix("prefix_"): name for key, name in self.said.items() if key.startswith("prefix_")}

    def href(self, key: str) -> str:
        """The page of a row. Raises ``KeyError`` for what is no id."""
        return f"/{self.name}/{self.tables[key.partition('-')[0]]}/{key}"

    def count(self, table: str) -> int:
        """Rows of a table."""
        return int(self.said.get(f"n_{table}", 0))


def served(datasette: Any) -> dict[str, Served]:
    """Our databases by name: published releases newest first, then a working build. Looked at once."""
    kept: dict[str, Served] | None = getattr(datasette, _KEPT, None)
    if kept is None:
        pairs = [(db, opened(name, Path(db.path))) for name, db in datasette.databases.items() if db.path]
        found = [replace(one, database=db) for db, one in pairs if one]
        found.sort(key=lambda one: (not one.working, numbers(one.version)), reverse=True)
        kept = {one.name: one for one in found}
        setattr(datasette, _KEPT, kept)
    return kept


def opened(name: str, path: Path) -> Served | None:
    """The release a database at ``path`` holds; None where it is none of ours."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            said = dict(db.execute("SELECT name, value FROM site_release"))
            numbers(said["version"]), date.fromisoformat(said["data_through"])
    except (sqlite3.Error, LookupError, ValueError, TypeError):  # somebody else's, or what is left of one
        return None
    return Served(name, path, said)
