"""Rows that a sentence needs beside its own; every text of theirs is made fit for one line here, and nowhere else."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from ..reading.why import rows
from .names import named
from .plain import listed, plain, quoted, small

if TYPE_CHECKING:
    import datetime as dt

    from ..reading.entities import Record, Row
    from ..reading.opened import Opened


def cleaned(row: "Row") -> "Row":
    """A row with every text fit for one line."""
    return {name: plain(value) if isinstance(value, str) else value for name, value in row.items()}


class Source(Protocol):
    """Where a citation's rows come from: a release as opened, or the database a site serves.

    ``day`` and ``known_by`` are the two clocks, ``data_through`` the last day the data speak of.
    """

    @property
    def day(self) -> "dt.date": ...
    @property
    def known_by(self) -> "dt.date": ...
    @property
    def data_through(self) -> "dt.date": ...
    def rows_by(self, table: str, key: str, values: list[str]) -> "list[Row]":
        """Rows of a table whose ``key`` is among ``values``; days are ``datetime.date``."""
        ...

    def terms(self) -> "list[Row]":
        """Vocabulary, code, label and definition of every term."""
        ...


class OfRelease:
    """An opened release as a source."""

    def __init__(self, ds: "Opened") -> None:
        self.day, self.known_by, self.data_through = ds.day, ds.known_by, ds.data_through
        self._release = ds.release

    def rows_by(self, table: str, key: str, values: list[str]) -> "list[Row]":
        """See :class:`Source`."""
        return rows(self._release.arrow(table), key, values)

    def terms(self) -> "list[Row]":
        """See :class:`Source`."""
        listed: list[Row] = self._release.arrow("terms").select([*TERM]).to_pylist()
        return listed


TERM = ("vocabulary", "code", "label", "definition")


class Look:
    """One source, looked up for one citation."""

    def __init__(self, source: Source) -> None:
        self.ds = source

    def rows(self, table: str, key: str, values: Iterable[str | None]) -> "list[Row]":
        """Rows of a table whose ``key`` is among ``values``."""
        sought = [value for value in values if value is not None]
        return [cleaned(row) for row in self.ds.rows_by(table, key, sought)] if sought else []

    def row(self, table: str, key: str, value: str) -> "Row":
        """The one row of a table with that key."""
        return self.rows(table, key, [value])[0]

    def parts(self, record: "Record", table: str) -> "list[Row]":
        """Rows nested in a record."""
        return [cleaned(row) for row in record.parts.get(table, [])]

    @cached_property
    def _terms(self) -> "dict[tuple[str, str], Row]":
        return {(row["vocabulary"], row["code"]): row for row in self.ds.terms()}

    def label(self, vocabulary: str, code: str) -> str:
        """What a code is called, as part of a sentence."""
        return small(plain(self._terms[vocabulary, code]["label"]))

    def meaning(self, vocabulary: str, code: str) -> str:
        """What a code means, as part of a sentence."""
        return small(plain(self._terms[vocabulary, code]["definition"]))

    def actors(self, ids: Iterable[str | None]) -> "list[Row]":
        """Actors, in the order of ``ids``, each once, with ``said``: the name as a sentence has it."""
        order = list(dict.fromkeys(value for value in ids if value is not None))
        found = {row["actor_id"]: row for row in self.rows("actors", "actor_id", order)}
        return [found[key] | {"said": named(found[key]["name"], found[key]["actor_kind"])} for key in order]

    def who(self, ids: Iterable[str | None], last: str = "and") -> str:
        """Names of actors as a sentence has them: A, B and C."""
        return listed((row["said"] for row in self.actors(ids)), last)

    def page(self, article: str) -> str:
        """A page by its title, publisher and id."""
        row = self.row("articles", "article_id", article)
        return f"{titled(row)} ({self.who([row['publisher_id']])}; {article})"


def titled(page: "Row") -> str:
    """A page's title in quotation marks; a title in [brackets] is communique's, for the copy read showed none."""
    title: str = page["title"]
    if title.startswith("[") and title.endswith("]"):
        return f"{quoted(title[1:-1])} [title by communique]"
    return quoted(title)
