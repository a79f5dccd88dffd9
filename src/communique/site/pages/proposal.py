"""One proposal: what was asked, where it stands on a day, every move with the statements behind it."""

from ..charts.timeline import timeline
from ..page import Ask, Page, row_of
from ..rows import Row, Rows
from .cards import by, cards, someone
from .paging import Paging
from .standing import standing_of, standings

_PARTIES = """
SELECT pp.role, pp.actor_id, a.name, a.actor_kind, a.country_code FROM proposal_parties pp JOIN actors a USING (actor_id)
WHERE proposal_id = ? ORDER BY a.name
"""
_EVENTS = """
SELECT e.*, a.name AS actor_name, a.actor_kind, a.country_code FROM proposal_events e LEFT JOIN actors a USING (actor_id)
WHERE e.proposal_id = ? ORDER BY e.position
"""
_EVIDENCE = """
SELECT event_id, statement_id, does_not_count, n FROM (
  SELECT v.event_id, v.statement_id, u.reason AS does_not_count, count(*) OVER (PARTITION BY v.event_id) AS n,
         row_number() OVER (PARTITION BY v.event_id
                            ORDER BY a.published_date IS NULL, a.published_date, v.statement_id) AS place
  FROM event_evidence v JOIN statements s USING (statement_id) JOIN articles a USING (article_id)
  LEFT JOIN site_uncounted u USING (event_id, statement_id)
  WHERE v.event_id IN (SELECT value FROM json_each(:events)) AND (:known_by = :last OR a.published_date <= :known_by))
WHERE place <= :most ORDER BY event_id, place
"""
_LINKS = """
SELECT l.link, p.proposal_id, p.title, 'on' AS way FROM proposal_links l JOIN proposals p ON p.proposal_id = l.target_id
WHERE l.proposal_id = :id
UNION ALL
SELECT l.link, p.proposal_id, p.title, 'back' FROM proposal_links l JOIN proposals p USING (proposal_id)
WHERE l.target_id = :id
"""
_CONFLICTS = """
SELECT c.* FROM (
  SELECT c.* FROM site_proposal_statements ps JOIN conflicts c ON c.statement_a_id = ps.statement_id WHERE ps.proposal_id = :id
  UNION
  SELECT c.* FROM site_proposal_statements ps JOIN conflicts c ON c.statement_b_id = ps.statement_id WHERE ps.proposal_id = :id
) c
JOIN articles a ON a.article_id = c.article_a_id JOIN articles b ON b.article_id = c.article_b_id
WHERE :known_by = :last OR max(a.published_date, b.published_date) <= :known_by ORDER BY c.conflict_id LIMIT 50
"""
"""Only where both accounts had been published."""
_INTERVALS = """
SELECT fold, valid_from, valid_to, status, status_since, one_sided FROM proposal_status
WHERE proposal_id = :id AND known_from <= :known_by AND :known_by < known_to AND valid_from <= :day ORDER BY fold, valid_from
"""
_ROUND = """
SELECT statement_id, count(*) OVER () AS n FROM (
  SELECT DISTINCT day, statement_id FROM site_proposal_statements
  WHERE proposal_id = :id AND (:day = :last OR day <= :day)
    AND (:known_by = :last OR published <= :known_by) AND statement_id NOT IN (
    SELECT v.statement_id FROM event_evidence v WHERE v.event_id IN (SELECT value FROM json_each(:events))
      AND (:known_by = :last OR EXISTS (SELECT 1 FROM statements s JOIN articles a USING (article_id)
                                        WHERE s.statement_id = v.statement_id AND a.published_date <= :known_by))))
ORDER BY day DESC, statement_id DESC LIMIT :most
"""
BACK = {
    "continues": "continued by",
    "counters": "countered by",
    "supersedes": "superseded by",
    "part_of": "has as a part",
}
MOVES_SHOWN, EVIDENCE_SHOWN, STATEMENTS_SHOWN = 25, 6, 12
"""Moves on one page, statements behind each, further statements."""


def proposal(rows: Rows, ask: Ask) -> Page:
    """The page of a proposal; raises :class:`~communique.site.page.NotThereError`."""
    row = row_of(rows, ask, "proposals", "proposal")
    now = standing_of(rows, ask)
    steps = _steps(rows, ask)
    pages = Paging.asked(ask, len(steps), MOVES_SHOWN)
    most, first = pages.window
    moves = _moves(rows, ask, steps[first : first + most])
    events = [step["event_id"] for step in steps]
    others = rows.all(_ROUND, id=ask.key, events=events, most=STATEMENTS_SHOWN, **_clocks(ask))
    intervals = [_interval(rows, one) for one in rows.all(_INTERVALS, id=ask.key, **_clocks(ask))]
    data = {
        **row,
        **now,
        **_parties(rows, ask.key),
        "treaty_name": rows.name(row["treaty_id"]),
        "channel_name": rows.name(row["channel_id"]),
        "intervals": intervals,
        "moves": moves,
        "pages": pages.said,
        "summary_and_notes_of": ask.served.data_through.isoformat(),
        "conflicts": _conflicts(rows, ask),
        "links": _links(rows, ask),
        "statements": cards(rows, (one["statement_id"] for one in others)),
        "n_other_statements": others[0]["n"] if others else 0,
    }
    return Page(
        "proposal", row["title"], data, ("moves", "statements", "intervals", "conflicts", "links"), ask.key,
        {"timeline": timeline(intervals, moves, row["checked_through"], ask)}, 
        kept=pages.kept,
        description=row["title"] if ask.moved else row["summary"],
    )  # fmt: skip


def _parties(rows: Rows, key: str) -> dict[str, list[Row]]:
    """``proposers``, ``addressees`` and ``guarantors``."""
    found = rows.all(_PARTIES, key)
    return {f"{role}s": [someone(one) for one in found if one["role"] == role]
            for role in ("proposer", "addressee", "guarantor")}  # fmt: skip


def _steps(rows: Rows, ask: Ask) -> list[Row]:
    """Every step that had taken effect and was known."""
    last = ask.served.data_through
    return [
        step
        for step in rows.all(_EVENTS, ask.key)
        if passed(step["effective_date"], ask.day, last) and passed(step["known_date"], ask.known_by, last)
    ]


def _clocks(ask: Ask) -> dict[str, str]:
    last = ask.served.data_through.isoformat()
    return {"day": ask.day.isoformat(), "known_by": ask.known_by.isoformat(), "last": last}


def _moves(rows: Rows, ask: Ask, steps: list[Row]) -> list[Row]:
    """Steps with the statements behind them published by then: ``evidence``, the first of ``n_evidence``."""
    found = rows.all(_EVIDENCE, events=[step["event_id"] for step in steps], most=EVIDENCE_SHOWN, **_clocks(ask))
    told = {card["statement_id"]: card for card in cards(rows, (one["statement_id"] for one in found))}
    behind: dict[str, list[Row]] = {}
    for one in found:
        shown = {**told[one["statement_id"]], "does_not_count": one["does_not_count"]}
        behind.setdefault(one["event_id"], []).append(shown)
    counted = {one["event_id"]: one["n"] for one in found}
    return [
        {**rows.labelled("proposal_events", as_then(step, ask)), "evidence": behind.get(step["event_id"], []),
         "n_evidence": counted.get(step["event_id"], 0), "actor_said": by(step),
         "meaning": rows.meaning("proposal_event", step["event"])}
        for step in steps
    ]  # fmt: skip


def as_then(step: Row, ask: Ask) -> Row:
    """A step without the days on which it came to be known or counted after ``known_by``."""
    last, known = ask.served.data_through, ask.known_by
    names = ("counted_date", "known_ru_date", "known_us_date")
    return {name: None if name in names and not passed(day, known, last) else day for name, day in step.items()}


def passed(day: str | None, asked: object, last: object) -> bool:
    """Whether a day had come; what has none was there by the data's last day, and by no earlier one."""
    return asked == last or (day is not None and day <= str(asked))


def _interval(rows: Rows, one: Row) -> Row:
    return {**one, "one_sided": bool(one["one_sided"]), "status_label": rows.label("proposal_status", one["status"])}


def _links(rows: Rows, ask: Ask) -> list[Row]:
    """Ties to other proposals, from this one's side, each as it stood on the day asked about."""
    found = rows.all(_LINKS, id=ask.key)
    stands = {one["proposal_id"]: one for key in found for one in standings(rows, ask, key["proposal_id"])}
    return [
        {"link": one["link"], "proposal_id": one["proposal_id"], "title": one["title"],
         "tie": BACK[one["link"]] if one["way"] == "back" else rows.label("proposal_link", one["link"]),
         "status": stands[one["proposal_id"]]["status"], "status_label": stands[one["proposal_id"]]["status_label"]}
        for one in found
    ]  # fmt: skip


def _conflicts(rows: Rows, ask: Ask) -> list[Row]:
    """Where accounts of the statements that bear on it part."""
    found = [rows.labelled("conflicts", one) for one in rows.all(_CONFLICTS, id=ask.key, **_clocks(ask))]
    names = rows.names(name for one in found for name in (one["claim_id"], one["article_a_id"], one["article_b_id"]))
    return [
        {**one, "gloss": names[one["claim_id"]], "article_a_title": names[one["article_a_id"]],
         "article_b_title": names[one["article_b_id"]]}
        for one in found
    ]  # fmt: skip
