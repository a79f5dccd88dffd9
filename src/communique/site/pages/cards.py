"""Statements as every page shows them: whose act, whose telling, what was said, in which words, on which page."""

from collections.abc import Iterable

from ...citing.names import named
from ..rows import Row, Rows

_CARDS = """
SELECT s.statement_id, s.act, s.act_secondary, s.request_type, s.paraphrase, s.key_phrase, s.wording, s.form,
       s.account_kind, s.delivery, s.said_edtf, s.said_date, s.told_edtf, s.said_certainty, s.conditional, s.reiterates,
       s.claim_id, s.root, s.position, a.article_id, a.title AS article_title, a.language, a.url, a.source_tier,
       a.published_edtf, a.published_date, p.name AS publisher_name, a.publisher_id
FROM statements s JOIN articles a USING (article_id) JOIN actors p ON p.actor_id = a.publisher_id
WHERE s.statement_id IN (SELECT value FROM json_each(?))
"""
_PEOPLE = """
SELECT sa.statement_id, sa.role, sa.actor_id, a.name, a.actor_kind, s.country_code
FROM statement_actors sa JOIN actors a USING (actor_id) LEFT JOIN actors s ON s.actor_id = a.state_id
WHERE sa.statement_id IN (SELECT value FROM json_each(?)) ORDER BY a.name
"""
_ANCHORED = """
SELECT statement_id, count(*) AS n FROM anchors WHERE statement_id IN (SELECT value FROM json_each(?)) GROUP BY 1
"""
ROLES = {"speaker": "speakers", "addressee": "addressees", "account": "accounts"}


def someone(row: Row) -> Row:
    """An actor of a row with ``actor_kind``: ``actor_id``, ``name``, ``said`` (as a sentence has it), ``country_code``."""
    said = named(row["name"], row["actor_kind"])
    return {"actor_id": row["actor_id"], "name": row["name"], "said": said, "country_code": row["country_code"]}


def by(row: Row) -> str | None:
    """Whose step a row with ``actor_name`` and ``actor_kind`` is, as a sentence has it; None where nobody's is named."""
    return named(row["actor_name"], row["actor_kind"]) if row["actor_name"] else None


def cards(rows: Rows, ids: Iterable[str]) -> list[Row]:
    """The statements with these ids, in this order, each with names, page and codes in words.

    ``speakers``, ``addressees`` and ``accounts`` are lists as :func:`someone` makes them (``country_code`` is of the state
    acted for); ``n_anchors`` says how many stretches of text carry it.
    """
    order = list(dict.fromkeys(ids))
    found = {row["statement_id"]: rows.labelled("statements", row) for row in rows.all(_CARDS, order)}
    for row in found.values():
        row |= {"source_tier_label": rows.label("source_tier", row["source_tier"]), "speakers": [], "addressees": [],
                "accounts": [], "n_anchors": 0}  # fmt: skip
    for person in rows.all(_PEOPLE, order):
        found[person["statement_id"]][ROLES[person["role"]]].append(someone(person))
    for anchored in rows.all(_ANCHORED, order):
        found[anchored["statement_id"]]["n_anchors"] = anchored["n"]
    return [found[key] for key in order if key in found]
