"""One treaty: what it was on each day, for the whole and for each state, who said what of it, and whether the record agrees."""

from itertools import groupby

from ..charts.standing import standing
from ..page import Ask, Page, row_of
from ..rows import Row, Rows
from .cards import cards
from .paging import Paging
from .sources import notes_of, proposals_about, steps

PER_PAGE, MOST, STEPS, FINDINGS = 20, 100, 150, 10
LISTS = ("events", "intervals", "findings", "statements", "parties", "proposals", "channels", "aliases")
FOUND = ("disagrees", "undetermined", "agrees")
_INTERVALS = """
SELECT s.position, s.track, s.actor_id, a.name AS actor_name, s.treaty_status, s.valid_from, s.valid_to
FROM treaty_status s LEFT JOIN actors a USING (actor_id) WHERE s.treaty_id = ? ORDER BY s.position LIMIT ?
"""
_PARTIES = """
SELECT p.actor_id, a.name, p.succeeds_id, f.name AS succeeds_name FROM treaty_parties p JOIN actors a USING (actor_id)
LEFT JOIN actors f ON f.actor_id = p.succeeds_id WHERE p.treaty_id = ? ORDER BY a.name LIMIT ?
"""
_FINDINGS = """
SELECT f.statement_id, t.paraphrase, f.day AS on_date, x.asserted_status, x.record_status, f.finding,
       f.attributed_to_id, a.name AS attributed_to_name, m.asserted_by
FROM site_treaty_findings f JOIN treaty_findings x USING (statement_id, treaty_id, attributed_to_id)
JOIN statement_treaties m USING (statement_id, treaty_id) JOIN statements t USING (statement_id)
JOIN actors a ON a.actor_id = f.attributed_to_id
WHERE f.treaty_id = ? AND f.finding = ? ORDER BY f.day DESC, f.statement_id DESC LIMIT ?
"""
_ACCOUNTS = """
SELECT x.statement_id, x.actor_id, a.name FROM statement_actors x JOIN actors a USING (actor_id)
WHERE x.role = 'account' AND x.statement_id IN (SELECT value FROM json_each(?)) ORDER BY a.name
"""
_STATEMENTS = """
SELECT l.statement_id, m.mention_kind, m.asserted_status, m.asserted_by FROM (
    SELECT statement_id, day FROM site_treaty_statements WHERE treaty_id = :id
    ORDER BY day DESC, statement_id DESC LIMIT :size OFFSET :before) l
CROSS JOIN statement_treaties m ON m.statement_id = l.statement_id AND m.treaty_id = :id
ORDER BY l.day DESC, l.statement_id DESC
"""
"""The window first: what is skipped is not looked up."""
_CHANNELS = """
SELECT channel_id, title, channel_kind, channel_status, channel_since, checked_through FROM channels
WHERE treaty_id = ? ORDER BY title LIMIT ?
"""


def treaty(rows: Rows, ask: Ask) -> Page:
    """The page of a treaty; raises :class:`~communique.site.page.NotThereError`."""
    row = row_of(rows, ask, "treaties", "treaty")
    counted = rows.all("SELECT role, sum(n) AS n FROM site_years WHERE id = ? GROUP BY 1", ask.key)
    n = {one["role"]: one["n"] for one in counted}
    paging = Paging.asked(ask, n.get("treaty", 0), PER_PAGE)
    intervals = [_interval(rows, one) for one in rows.all(_INTERVALS, ask.key, MOST)]
    log = steps(rows, "treaty_events", "treaty_id", ask.key, STEPS)
    data: Row = {
        **row,
        "force_meaning": rows.meaning("treaty_status", row["force_status"]),
        "parties": rows.all(_PARTIES, ask.key, MOST),
        "aliases": rows.all("SELECT language, alias FROM treaty_aliases WHERE treaty_id = ?", ask.key),
        "intervals": intervals,
        "n_events": rows.value("SELECT count(*) FROM treaty_events WHERE treaty_id = ?", ask.key),
        "events": log,
        "n_findings": [{"finding": code, "label": rows.label("finding", code), "meaning": rows.meaning("finding", code),
                        "n": n.get(code, 0)} for code in FOUND],
        "findings": [one for code in FOUND for one in _findings(rows, ask.key, code)],
        "proposals": proposals_about(rows, "treaty_id", ask.key, MOST),
        "channels": [rows.labelled("channels", one) for one in rows.all(_CHANNELS, ask.key, MOST)],
        "pages": paging.said,
        "statements": _statements(rows, ask, paging),
    }  # fmt: skip
    return Page(
        "treaty", row["short_name"], data,
        tuple(x for x in LISTS if data[x] or x == "events"), ask.key,
        {"standing": standing(lanes(intervals), log, row["checked_through"], ask), "prose": notes_of(rows, row, log)},
        kept=paging.kept,
        description=f"{row['title']}: its standing over time, for each state, and what was said of it.",
    )  # fmt: skip


def lanes(intervals: list[Row]) -> list[Row]:
    """One lane for the whole, then a lane per state and track: ``name``, ``intervals`` in the words of a chart."""
    out = []
    for (track, name, label), some in groupby(
        intervals, lambda one: (one["track"], one["actor_name"], one["track_label"])
    ):
        called = "The treaty as a whole" if track == "force" else f"{name}: {label.lower()}"
        drawn = [{**one, "status": one["treaty_status"], "status_label": one["treaty_status_label"]} for one in some]
        out.append({"name": called, "intervals": drawn})
    return sorted(
        out, key=lambda lane: (lane["intervals"][0]["actor_name"] or "", lane["intervals"][0]["track"] != "standing")
    )


def _interval(rows: Rows, one: Row) -> Row:
    return {
        **rows.labelled("treaty_status", one),
        "status_meaning": rows.meaning("treaty_status", one["treaty_status"]),
    }


def _findings(rows: Rows, key: str, code: str) -> list[Row]:
    """The newest findings of one kind, with who made the assertion and by whose ``accounts`` it is known."""
    found = rows.all(_FINDINGS, key, code, FINDINGS)
    told: dict[str, list[Row]] = {}
    for one in rows.all(_ACCOUNTS, [one["statement_id"] for one in found]):
        told.setdefault(one.pop("statement_id"), []).append(one)
    return [
        {
            **rows.labelled("treaty_findings", one),
            "on_date": one["on_date"] or None,
            "accounts": told.get(one["statement_id"], []),
        }
        for one in found
    ]


def _statements(rows: Rows, ask: Ask, paging: Paging) -> list[Row]:
    """Statements that name or imply it, newest first, each with what it says of the treaty."""
    size, before = paging.window
    found = {
        one["statement_id"]: rows.labelled("statement_treaties", one)
        for one in rows.all(_STATEMENTS, id=ask.key, size=size, before=before)
    }
    return [{**card, "of_treaty": found[card["statement_id"]]} for card in cards(rows, found)]
