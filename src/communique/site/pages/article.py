"""One article: the road its words took, what of it was read and how, its statements in order along the text."""

from ..charts.spread import spread
from ..page import Ask, Page, row_of
from ..rows import Row, Rows
from .cards import cards
from .in_place import in_place
from .paging import Paging
from .parting import BY_ARTICLE, SHOWN, conflicts
from .sources import linked

PER_PAGE, MARKED = 50, 500
OWN_SOURCE = ("primary", "original_reporting")
"""Tiers of pages that are their own source where no relay is on record."""
_RELAYS = """
SELECT r.position, r.relay_role, r.actor_id, a.name, r.basis FROM article_relays r JOIN actors a USING (actor_id)
WHERE r.article_id = ? ORDER BY r.position
"""
_STATEMENTS = "SELECT statement_id, position FROM statements WHERE article_id = ? ORDER BY position LIMIT ? OFFSET ?"
_ANCHORS = """
SELECT statement_id, char_start, char_end, anchor_role, word_count FROM anchors
WHERE statement_id IN (SELECT value FROM json_each(?)) ORDER BY char_start, char_end, statement_id
"""
_RANGES = (
    "SELECT article_id, range_kind, char_start, char_end FROM article_ranges WHERE article_id = ? ORDER BY char_start"
)
_OF_ENCOUNTERS = """
SELECT DISTINCT e.encounter_id, e.title, e.held_edtf, e.held_date FROM statements s JOIN encounters e
ON e.encounter_id IN (s.said_encounter_id, s.told_encounter_id) WHERE s.article_id = ? ORDER BY e.held_date, e.title LIMIT 30
"""
MEANT = {"source_tier": "source_tier", "evidence_level": "evidence_level", "coverage": "coverage",
         "published_certainty": "date_certainty"}  # fmt: skip


def article(rows: Rows, ask: Ask) -> Page:
    """The page of an article; raises :class:`~communique.site.page.NotThereError`."""
    row = row_of(rows, ask, "articles", "article")
    n = rows.value("SELECT count(*) FROM statements WHERE article_id = ?", ask.key)
    paging = Paging.asked(ask, n, PER_PAGE)
    ranges = [rows.labelled("article_ranges", one) for one in rows.all(_RANGES, ask.key)]
    statements = _statements(rows, ask.key, paging.window)
    parted = conflicts(rows, BY_ARTICLE, ask.key)
    places, marks = _marks(rows, ask.key) if ask.served.private else ({}, [])
    data: Row = {
        **row,
        **{f"{name}_meaning": rows.meaning(vocabulary, row[name]) for name, vocabulary in MEANT.items()},
        "publisher_name": rows.name(row["publisher_id"]),
        "relays": [rows.labelled("article_relays", one) for one in rows.all(_RELAYS, ask.key)],
        "own_source": row["source_tier"] in OWN_SOURCE,
        "ranges": ranges,
        "n_statements": n,
        "pages": paging.said,
        "statements": statements,
        "words": in_place(rows, ranges, marks) if ask.served.private else [],
        "n_marked": len(places),
        "encounters": rows.all(_OF_ENCOUNTERS, ask.key),
        "conflicts": parted,
        "conflicts_cut": len(parted) == SHOWN,
    }
    own = [row["notes"], row["published_basis"], *(one["basis"] for one in data["relays"])]
    charts = {"prose": linked(rows, [*own, *(one["note"] for one in parted)]), "places": places}
    if row["text_chars"]:
        charts["spread"] = spread(ranges, statements, row["text_chars"])
    said = f"{data['publisher_name']}: {row['title']}. Where its words come from and what it says."
    lists = tuple(
        x for x in ("statements", "relays", "ranges", "encounters", "conflicts") if data[x] or x == "statements"
    )
    return Page("article", row["title"], data, lists, ask.key, charts, kept=paging.kept, description=said)


def _statements(rows: Rows, key: str, window: tuple[int, int]) -> list[Row]:
    """Cards in the order of the text, each with its ``number`` and ``spans``."""
    shown = cards(rows, (one["statement_id"] for one in rows.all(_STATEMENTS, key, *window)))
    spans: dict[str, list[Row]] = {}
    for span in rows.all(_ANCHORS, [one["statement_id"] for one in shown]):
        spans.setdefault(span.pop("statement_id"), []).append(rows.labelled("anchors", span))
    return [{**one, "number": one["position"], "spans": spans.get(one["statement_id"], [])} for one in shown]


def _marks(rows: Rows, key: str) -> tuple[dict[int, int], list[Row]]:
    """Of the first :data:`MARKED` statements: number -> the part of the list it stands in; the spans with their number."""
    found = rows.all(_STATEMENTS, key, MARKED, 0)
    numbers = {one["statement_id"]: one["position"] for one in found}
    spans = [{**span, "number": numbers[span["statement_id"]]} for span in rows.all(_ANCHORS, list(numbers))]
    return {one["position"]: 1 + place // PER_PAGE for place, one in enumerate(found)}, spans
