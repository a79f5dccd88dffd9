"""From texts to tables: attributions found, coded by the code book and written in the dataset's own contract.

``documents`` reads an input, ``pages`` reads a document as a page, ``finding`` finds attributions in its body, ``coding``
says who did what with the words, ``tables`` makes Arrow of it, ``running`` does so for collections. The functions here are
pure: the same texts and the same authority give the same tables, on any machine.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..problems import CommuniqueError
from .authority import Authority
from .coding.coder import RULES_CODER, code_page
from .coding.rows import COLUMNS, Rows
from .model import Document, SetAside
from .tables import arrow

if TYPE_CHECKING:
    from .model import Page

__all__ = ["RULES_CODER", "Authority", "ExtractError", "extract", "extract_documents"]

BATCH = 1000
"""Texts that are taken out of a table at a time."""
AGAIN = "same-text-and-address"


class ExtractError(CommuniqueError):
    """What was given is no table of texts."""


def extract(texts: pa.Table, authority: Authority | None = None) -> dict[str, pa.Table]:
    """The attributed statements of a table of texts, as tables of the dataset's contract.

    ``texts`` has a column ``text`` and may have ``url``, ``published`` (ISO day or moment, or an Arrow date or timestamp),
    ``language`` (BCP 47), ``title`` and ``publisher``, strings (in a dictionary or not), null where unknown; other columns
    are ignored. ``authority`` says who is who (:meth:`Authority.of`; default: the bundled release's names and terms of
    office).

    The result maps names to tables: ``articles``, ``article_ranges``, ``article_relays``, ``statements``, ``anchors``,
    ``actors`` (mentions nobody knows and a user's own), ``actor_aliases``, ``statement_actors``, ``statement_treaties``,
    ``statement_proposals``, ``extractions`` and, with a user's own, ``treaties`` and ``treaty_aliases``, each with exactly
    the written columns of the contract; for local use only ``anchor_words`` (statement_id, char_start, words) and
    ``range_words`` (article_id, char_start, words); and ``set_aside`` (place, code, reason, fix) for texts that could not
    be read, place being ``row N`` from 1. char_start and char_end are code points of ``text``, from 0, end exclusive;
    precision_permille thousandths of a rule's proposals that were right where it was measured. Rows of one article stand
    together in reading order.

    A pure function. Raises :class:`ExtractError` where ``texts`` has no column ``text``, or one of another type.
    """
    return extract_documents(_documents(texts), authority or Authority.of())


def extract_documents(documents: Iterable[Document | SetAside], authority: Authority) -> dict[str, pa.Table]:
    """The tables of :func:`extract` for documents already read; what a worker does with its shard."""
    from .finding import find  # noqa: PLC0415 (a caller that codes by hand needs no finder)
    from .pages import read_page  # noqa: PLC0415

    rows = Rows()
    for document in documents:
        page = document if isinstance(document, SetAside) else read_page(document)
        if isinstance(page, SetAside):
            rows.of["set_aside"].append(page)
            continue
        body = [(start, end) for kind, start, end in page.ranges if kind == "body"]
        _add(page, find(document.text, body, page.language), authority, rows)  # type: ignore[union-attr]
    return finish(rows, authority)


def _add(page: "Page", found: Any, authority: Authority, rows: Rows) -> None:
    key = f"{page.document.sha256} {page.document.url or page.document.place}"
    if key in rows.articles:
        reason = "its text and address are those of a document before it"
        rows.of["set_aside"].append((page.document.place, AGAIN, reason, "leave the repetition out"))
        return
    rows.articles.add(key)
    code_page(page, found, authority, rows)


def finish(rows: Rows, authority: Authority) -> dict[str, pa.Table]:
    """Close the rows: the actors nobody knows and the user's own join them, and all of it becomes Arrow."""
    for actor, printed in sorted(rows.strangers.items()):
        rows.of["actors"].append((actor, "mention", printed, None))
    for name, own in authority.tables.items():
        rows.of[name] += [tuple(row.get(column) for column in COLUMNS[name]) for row in own]
    return arrow(rows)


def _documents(texts: pa.Table) -> Iterator[Document | SetAside]:
    from .documents.arrow import is_text, rows  # noqa: PLC0415 (what codes documents needs no reader of tables)
    from .documents.records import FIELDS  # noqa: PLC0415

    if not isinstance(texts, pa.Table):
        raise ExtractError(
            f"texts is a {type(texts).__name__}, not a pyarrow table; pa.Table.from_pandas(df) makes one of a frame"
        )
    if len({*texts.column_names}) < texts.num_columns:
        raise ExtractError("two columns of the texts have one name; rename one of them")
    given = texts.select([name for name in ("text", *FIELDS) if name in texts.column_names])
    if "text" not in given.column_names:
        there = ", ".join(sorted(texts.column_names)) or "none"
        raise ExtractError(f"the table of texts has no column text (it has: {there}); give the texts' own that name")
    for field in given.schema:
        dated = field.name == "published" and (pa.types.is_date(field.type) or pa.types.is_timestamp(field.type))
        if not (is_text(field.type) or pa.types.is_null(field.type) or dated):
            raise ExtractError(f"column {field.name} of the texts is {field.type}; cast it to string")
    first = 1
    for batch in given.to_batches(max_chunksize=BATCH):
        yield from rows(batch, "row ", first)
        first += batch.num_rows
