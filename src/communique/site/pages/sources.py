"""Articles that rows rest on, ids in words of ours, steps of a treaty's or a channel's life as pages show them."""

import re
from collections.abc import Iterable

from ...ids import IN_TEXT
from ..rows import Row, Rows

_SOURCES = """
SELECT a.article_id, a.title, a.language, a.source_tier, a.coverage, a.evidence_level, a.published_edtf, a.published_date,
       a.publisher_id, p.name AS publisher_name
FROM articles a JOIN actors p ON p.actor_id = a.publisher_id WHERE a.article_id IN (SELECT value FROM json_each(?))
"""
_PROPOSALS = """
SELECT proposal_id, title, proposal_kind, topic, status, status_since, status_per_ru, status_per_us, one_sided, checked_through
FROM proposals WHERE "{}" = ? ORDER BY status_since DESC, title LIMIT ?
"""


def linked(rows: Rows, texts: Iterable[str | None]) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """Texts of ours that name ids of rows -> their parts: words, the id they are (or None), what people know it by."""
    naming = {text: IN_TEXT.findall(text) for text in texts if text and IN_TEXT.search(text)}
    known = rows.names(key for keys in naming.values() for key in keys)
    return {
        text: [
            (part, part, known[part] or part) if part in known else (part, None, None)
            for part in re.split(f"({IN_TEXT.pattern})", text)
        ]
        for text in naming
    }


def sources(rows: Rows, ids: Iterable[str | None]) -> dict[str, Row]:
    """Article id -> its title, language, publisher, day, tier and how much of it was read."""
    found = rows.all(_SOURCES, sorted({key for key in ids if key}))
    return {row["article_id"]: rows.labelled("articles", row) for row in found}


def steps(rows: Rows, table: str, parent: str, key: str, most: int) -> list[Row]:
    """The newest ``most`` steps of a log in its order, with names beside ids, ``meaning`` and the ``source`` page.

    ``table`` is ``treaty_events`` or ``channel_events``, ``parent`` the column with the id ``key``.
    """
    sql = f'SELECT * FROM "{table}" WHERE "{parent}" = ? ORDER BY position DESC LIMIT ?'  # noqa: S608 (the contract's)
    found = [rows.labelled(table, row) for row in reversed(rows.all(sql, key, most))]
    others = [
        name for name in ("actor_id", "contested_by_id", "account_id", "encounter_id") if found and name in found[0]
    ]
    names = rows.names(row[name] for row in found for name in others)
    pages = sources(rows, (row["source_article_id"] for row in found))
    vocabulary = table.removesuffix("s")
    for row in found:
        row |= {f"{name.removesuffix('_id')}_name": names.get(row[name]) for name in others}
        row |= {"meaning": rows.meaning(vocabulary, row["event"]), "source": pages[row["source_article_id"]]}
    return found


def notes_of(rows: Rows, row: Row, log: list[Row]) -> dict[str, list[tuple[str, str | None, str | None]]]:
    """The notes of a row and of the steps of its log that name ids, in parts."""
    return linked(rows, [row["notes"], *(step[name] for step in log for name in ("note", "happened_basis"))])


def proposals_about(rows: Rows, column: str, key: str, most: int) -> list[Row]:
    """Proposals tied to a treaty or a channel (``column`` of ``proposals``), newest move first, with where they stand."""
    sql = _PROPOSALS.format(column)
    return [rows.labelled("proposals", row) for row in rows.all(sql, key, most)]
