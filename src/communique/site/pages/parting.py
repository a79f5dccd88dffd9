"""Where accounts part: conflicts with both sides as a page shows them beside each other."""

from ..rows import Row, Rows
from .cards import cards
from .sources import sources

SHOWN = 400
BY_CLAIM = "SELECT * FROM conflicts WHERE claim_id = :key ORDER BY conflict_id LIMIT :most"
BY_STATEMENT = """
SELECT * FROM conflicts WHERE statement_a_id = :key UNION SELECT * FROM conflicts WHERE statement_b_id = :key
ORDER BY conflict_id LIMIT :most
"""
BY_ARTICLE = """
SELECT * FROM conflicts WHERE article_a_id = :key UNION SELECT * FROM conflicts WHERE article_b_id = :key
ORDER BY conflict_id LIMIT :most
"""
BETWEEN = """
SELECT * FROM conflicts WHERE article_a_id = :key AND article_b_id = :other
UNION SELECT * FROM conflicts WHERE article_a_id = :other AND article_b_id = :key ORDER BY conflict_id LIMIT :most
"""


def conflicts(rows: Rows, sql: str, key: str, **more: str) -> list[Row]:
    """At most :data:`SHOWN` conflicts of one of the queries above.

    ``sides`` has two mappings, the page with ``statement`` (as on a card), None where that page is silent; ``gloss`` is the
    claim's.
    """
    found = [rows.labelled("conflicts", one) for one in rows.all(sql, key=key, most=SHOWN, **more)]
    told = {s["statement_id"]: s for s in cards(rows, (one[f"statement_{x}_id"] for one in found for x in "ab"))}
    pages = sources(rows, (one[f"article_{x}_id"] for one in found for x in "ab"))
    names = rows.names(one["claim_id"] for one in found)
    return [
        {
            **one,
            "aspect_meaning": rows.meaning("conflict_aspect", one["aspect"]),
            "gloss": names[one["claim_id"]],
            "sides": [{**pages[one[f"article_{x}_id"]], "statement": told.get(one[f"statement_{x}_id"])} for x in "ab"],
        }
        for one in found
    ]
