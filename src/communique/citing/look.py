"""Rows that a sentence needs beside its own; every text of theirs is made fit for one line here, and nowhere else."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from ..reading.why import rows
from .names import named
from .plain import listed, plain, quoted, small

if TYPE_CHECKING:
    from ..reading.entities import Record, Row
    from ..reading.opened import Opened


def cleaned(row: "Row") -> "Row":
    """A row with every text fit for one line."""
    return {name: plain(value) if isinstance(value, str) else value for name, value in row.items()}


class Look:
    """One release, looked up for one citation."""

    def __init__(self, ds: "Opened") -> None:
        self.ds = ds

    def rows(self, table: str, key: str, values: Iterable[str | None]) -> "list[Row]":
        """Rows of a table whose ``key`` is among ``values``."""
        sought = [value for value in values if value is not None]
        return [cleaned(row) for row in rows(self.ds.release.arrow(table), key, sought)] if sought else []

    def row(self, table: str, key: str, value: str) -> "Row":
        """The one row of a table with that key."""
        return self.rows(table, key, [value])[0]

    def parts(self, record: "Record", table: str) -> "list[Row]":
        """Rows nested in a record."""
        return [cleaned(row) for row in record.parts.get(table, [])]

    @cached_property
    def _terms(self) -> "dict[tuple[str, str], Row]":
        terms = self.ds.release.arrow("terms").select(["vocabulary", "code", "label", "definition"]).to_pylist()
        return {(row["vocabulary"], row["code"]): cleaned(row) for row in terms}

    def label(self, vocabulary: str, code: str) -> str:
        """What a code is called, as part of a sentence."""
        return small(self._terms[vocabulary, code]["label"])

    def meaning(self, vocabulary: str, code: str) -> str:
        """What a code means, as part of a sentence."""
        return small(self._terms[vocabulary, code]["definition"])

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
