"""Cite this: the same citation as ``communique cite`` gives, with the database as its source."""

from typing import Any

from ..citing import STYLES, Entry, entry_of, sentence_of
from ..reading.entities import Record, in_order
from .page import Ask
from .rows import Row, Rows

FORMS = (("text", "Plain text"), ("bibtex", "BibTeX"), ("ris", "RIS"), ("csl", "CSL-JSON"))
"""Styles of a citation and what people call them."""
FILES = {"text": "txt", "bibtex": "bib", "ris": "ris", "csl": "json"}
MEDIA = {"text": "text/plain", "bibtex": "application/x-bibtex", "ris": "application/x-research-info-systems",
         "csl": "application/vnd.citationstyles.csl+json"}  # fmt: skip
_PARTS = {"statements": ("statement_actors",), "proposals": ("proposal_parties",), "articles": ("article_relays",),
          "encounters": ("encounter_actors",)}  # fmt: skip
"""Tables whose rows a sentence about a record speaks of."""


class OfDatabase:
    """A served database as the source of a citation (:class:`communique.citing.look.Source`)."""

    def __init__(self, rows: Rows, ask: Ask) -> None:
        self.day, self.known_by, self.data_through = ask.day, ask.known_by, ask.served.data_through
        self.rows = rows

    def rows_by(self, table: str, key: str, values: list[str]) -> list[Row]:
        """See :class:`~communique.citing.look.Source`."""
        sql = f'SELECT * FROM "{table}" WHERE "{key}" IN (SELECT value FROM json_each(?)) ORDER BY rowid'  # noqa: S608 (the contract's)
        return [self.rows.typed(table, row) for row in self.rows.all(sql, values)]

    def terms(self) -> list[Row]:
        """See :class:`~communique.citing.look.Source`."""
        return list(self.rows.terms_of().values())


def citation(rows: Rows, ask: Ask, now: Row | None = None) -> dict[str, Any]:
    """``sentence`` (None of a release) and one citation per style of :data:`FORMS`.

    ``now`` has the computed values of the row on the day asked about.
    """
    if not ask.key:
        entry = Entry(ask.served.about)
        return {"sentence": None, **{style: STYLES[style](entry) for style, _ in FORMS}}
    source = OfDatabase(rows, ask)
    known = rows.one("SELECT table_name, record1 FROM site_records WHERE id = ?", ask.key)
    if known is None:
        raise LookupError(ask.key)
    record = _record(source, ask, known, now or {})
    entry = entry_of(source, ask.served.about, record)
    said = {style: STYLES[style](entry) for style, _ in FORMS}
    return {"sentence": sentence_of(source, record), **said}


def _record(source: OfDatabase, ask: Ask, known: Row, now: Row) -> Record:
    table = known["table_name"]
    key = table_key(source, table)
    row = source.rows_by(table, key, [ask.key])[0]
    row |= source.rows.typed(table, {name: value for name, value in now.items() if name in row})
    parts = {part: in_order(source.rows_by(part, key, [ask.key])) for part in _PARTS.get(table, ())}
    return Record(ask.key, table, ask.served.version, row, parts, known["record1"])


def table_key(source: OfDatabase, table: str) -> str:
    """The column of a table that holds its ids."""
    return next(iter(source.rows.columns[table]))
