"""One proposal: what was asked, where it stands on a day, every move with the statements behind it."""

from ..charts.timeline import timeline
from ..page import Ask, NotThereError, Page
from ..rows import Row, Rows
from .cards import by, cards, someone
from .standing import standing_of

_PARTIES = """
SELECT pp.role, pp.actor_id, a.name, a.actor_kind, a.country_code FROM proposal_parties pp JOIN actors a USING (actor_id)
WHERE proposal_id = ? ORDER BY a.name
"""
_EVENTS = """
SELECT e.*, a.name AS actor_name, a.actor_kind, a.country_code FROM proposal_events e LEFT JOIN actors a USING (actor_id)
WHERE e.proposal_id = ? ORDER BY e.position
"""
_EVIDENCE = """
SELECT v.event_id, v.statement_id, u.reason AS does_not_count
FROM event_evidence v JOIN proposal_events e USING (event_id) JOIN statements s USING (statement_id)
JOIN articles a USING (article_id) LEFT JOIN site_uncounted u USING (event_id, statement_id)
WHERE e.proposal_id = ? ORDER BY a.published_date IS NULL, a.published_date, v.statement_id
"""
_LINKS = """
SELECT l.link, p.proposal_id, p.title, p.status FROM proposal_links l JOIN proposals p ON p.proposal_id = l.target_id
WHERE l.proposal_id = ?
"""
_LINKED = """
SELECT l.link, p.proposal_id, p.title, p.status FROM proposal_links l JOIN proposals p USING (proposal_id)
WHERE l.target_id = ?
"""
_CONFLICTS = """
SELECT c.* FROM site_proposal_statements ps JOIN conflicts c ON c.statement_a_id = ps.statement_id WHERE ps.proposal_id = :id
UNION
SELECT c.* FROM site_proposal_statements ps JOIN conflicts c ON c.statement_b_id = ps.statement_id WHERE ps.proposal_id = :id
ORDER BY 1 LIMIT 50
"""
_INTERVALS = """
SELECT fold, valid_from, valid_to, status, status_since, one_sided FROM proposal_status
WHERE proposal_id = ? AND known_from <= ? AND ? < known_to ORDER BY fold, valid_from
"""
_ROUND = "SELECT DISTINCT statement_id FROM site_proposal_statements WHERE proposal_id = ? ORDER BY day DESC LIMIT 400"
BACK = {
    "continues": "continued by",
    "counters": "countered by",
    "supersedes": "superseded by",
    "part_of": "has as a part",
}
EVIDENCE_SHOWN, STATEMENTS_SHOWN = 200, 50


def proposal(rows: Rows, ask: Ask) -> Page:
    """The page of a proposal; raises :class:`~communique.site.page.NotThereError`."""
    row = rows.get("proposals", ask.key)
    if row is None:
        raise NotThereError(f"There is no proposal {ask.key} in release {ask.served.label}.")
    now = standing_of(rows, ask)
    moves = _moves(rows, ask)
    shown = {statement["statement_id"] for move in moves for statement in move["evidence"]}
    others = [key for key in (r["statement_id"] for r in rows.all(_ROUND, ask.key)) if key not in shown]
    intervals = [_interval(rows, one) for one in rows.all(_INTERVALS, ask.key, *[ask.known_by.isoformat()] * 2)]
    data = {
        **row,
        **now,
        **_parties(rows, ask.key),
        "treaty_name": rows.name(row["treaty_id"]),
        "channel_name": rows.name(row["channel_id"]),
        "intervals": intervals,
        "moves": moves,
        "conflicts": _conflicts(rows, ask.key),
        "links": _links(rows, ask.key),
        "statements": cards(rows, others[:STATEMENTS_SHOWN]),
        "n_other_statements": len(others),
    }
    return Page(
        "proposal", row["title"], data, ("moves", "statements", "intervals", "conflicts", "links"), ask.key,
        {"timeline": timeline(intervals, moves, row["checked_through"], ask)}, description=row["summary"],
    )  # fmt: skip


def _parties(rows: Rows, key: str) -> dict[str, list[Row]]:
    """``proposers``, ``addressees`` and ``guarantors``."""
    found = rows.all(_PARTIES, key)
    return {f"{role}s": [someone(one) for one in found if one["role"] == role]
            for role in ("proposer", "addressee", "guarantor")}  # fmt: skip


def _moves(rows: Rows, ask: Ask) -> list[Row]:
    """Every step that had taken effect and was known, with the statements behind it published by then."""
    last = ask.served.data_through
    steps = [rows.labelled("proposal_events", step) for step in rows.all(_EVENTS, ask.key)]
    steps = [
        s for s in steps if passed(s["effective_date"], ask.day, last) and passed(s["known_date"], ask.known_by, last)
    ]
    behind: dict[str, list[Row]] = {}
    for one in rows.all(_EVIDENCE, ask.key)[:EVIDENCE_SHOWN]:
        behind.setdefault(one["event_id"], []).append(one)
    told = {
        c["statement_id"]: c for c in cards(rows, (one["statement_id"] for some in behind.values() for one in some))
    }
    for step in steps:
        evidence = [{**told[one["statement_id"]], "does_not_count": one["does_not_count"]}
                    for one in behind.get(step["event_id"], [])]  # fmt: skip
        step["evidence"] = [one for one in evidence if passed(one["published_date"], ask.known_by, last)]
        step["actor_said"] = by(step)
        step["meaning"] = rows.meaning("proposal_event", step["event"])
    return steps


def passed(day: str | None, asked: object, last: object) -> bool:
    """Whether a day had come; what has none was there by the data's last day, and by no earlier one."""
    return asked == last or (day is not None and day <= str(asked))


def _interval(rows: Rows, one: Row) -> Row:
    return {**one, "one_sided": bool(one["one_sided"]), "status_label": rows.label("proposal_status", one["status"])}


def _links(rows: Rows, key: str) -> list[Row]:
    """Ties to other proposals, from this one's side."""
    out = [{**one, "tie": rows.label("proposal_link", one["link"])} for one in rows.all(_LINKS, key)]
    out += [{**one, "tie": BACK[one["link"]]} for one in rows.all(_LINKED, key)]
    return [{**one, "status_label": rows.label("proposal_status", one["status"])} for one in out]


def _conflicts(rows: Rows, key: str) -> list[Row]:
    """Where accounts of the statements that bear on it part."""
    found = [rows.labelled("conflicts", one) for one in rows.all(_CONFLICTS, id=key)]
    names = rows.names(name for one in found for name in (one["claim_id"], one["article_a_id"], one["article_b_id"]))
    return [
        {**one, "gloss": names[one["claim_id"]], "article_a_title": names[one["article_a_id"]],
         "article_b_title": names[one["article_b_id"]]}
        for one in found
    ]  # fmt: skip
