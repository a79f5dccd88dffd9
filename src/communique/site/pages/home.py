"""Home: what Moscow and Washington proposed to each other, and where each proposal stands."""

from ..charts.lanes import lanes
from ..page import Ask, Page
from ..rows import Row, Rows
from .cards import by, someone
from .paging import Paging
from .proposal import as_then
from .standing import standings

PER_PAGE, CHANGES = 40, 10
_PARTIES = """
SELECT pp.proposal_id, pp.role, a.actor_id, a.name, a.actor_kind, a.country_code
FROM proposal_parties pp JOIN actors a USING (actor_id)
WHERE pp.proposal_id IN (SELECT value FROM json_each(?)) ORDER BY a.name
"""
_INTERVALS = """
SELECT proposal_id, valid_from, valid_to, status, one_sided FROM proposal_status
WHERE fold = 'headline' AND proposal_id IN (SELECT value FROM json_each(:ids))
  AND known_from <= :known AND :known < known_to AND valid_from <= :day ORDER BY valid_from
"""
_LATEST = """
SELECT e.event_id, e.proposal_id, e.event, e.happened_edtf, e.happened_date, e.note, p.title,
       a.name AS actor_name, a.actor_kind, e.counted_date, e.known_ru_date, e.known_us_date
FROM proposal_events e JOIN proposals p USING (proposal_id) LEFT JOIN actors a USING (actor_id)
WHERE (:day = :last OR e.effective_date <= :day) AND (:known = :last OR e.known_date <= :known)
ORDER BY e.happened_date DESC, e.event_id LIMIT :most
"""
COUNTED = ("proposals", "statements", "articles", "actors", "treaties", "channels", "encounters", "claims", "conflicts")


def home(rows: Rows, ask: Ask) -> Page:
    """The page of a release."""
    listed = _proposals(rows, ask)
    topics = sorted({(one["topic"], one["topic_label"]) for one in listed})
    topic = ask.args.get("topic", "") if ask.args.get("topic") in dict(topics) else ""
    listed = [one for one in listed if not topic or one["topic"] == topic]
    pages = Paging.asked(ask, len(listed), PER_PAGE)
    most, first = pages.window
    shown = listed[first : first + most]
    _with_parties(rows, shown)
    _with_intervals(rows, ask, shown)
    data: Row = {
        "counts": {name: ask.served.count(name) for name in COUNTED},
        "proposals": shown,
        "n_proposals": len(listed),
        "n_standing": sum(one["status"] is not None for one in listed),
        "pages": pages.said,
        "topics": [{"code": code, "label": label} for code, label in topics],
        "topic": topic,
        "changes": _changes(rows, ask),
    }
    kept = ({"topic": topic} if topic else {}) | pages.kept
    return Page("home", ask.served.about.title, data, ("proposals", "changes"), charts={"lanes": lanes(shown, ask)}, kept=kept,
                description="What Moscow and Washington proposed to each other on strategic stability, where each proposal "
                "stands, and who says so.")  # fmt: skip


def _proposals(rows: Rows, ask: Ask) -> list[Row]:
    """All proposals in the order of their first move, those not begun by the day last."""
    more = {row["proposal_id"]: rows.labelled("proposals", row) for row in rows.all(
        "SELECT p.proposal_id, p.topic, p.proposal_kind, p.treaty_id, p.checked_through, min(s.valid_from) AS begun "
        "FROM proposals p LEFT JOIN proposal_status s ON s.proposal_id = p.proposal_id AND s.fold = 'headline' "
        "AND s.known_from <= :known AND :known < s.known_to GROUP BY 1", known=ask.known_by.isoformat()
    )}  # fmt: skip
    listed = [{**row, **more[row["proposal_id"]]} for row in standings(rows, ask)]
    return sorted(listed, key=lambda one: (one["begun"] is None, one["begun"], one["title"]))


def _with_parties(rows: Rows, shown: list[Row]) -> None:
    parties = rows.all(_PARTIES, [one["proposal_id"] for one in shown])
    for one in shown:
        for role in ("proposer", "addressee", "guarantor"):
            one[f"{role}s"] = [
                someone(p) for p in parties if (p["proposal_id"], p["role"]) == (one["proposal_id"], role)
            ]


def _with_intervals(rows: Rows, ask: Ask, shown: list[Row]) -> None:
    found = rows.all(_INTERVALS, ids=[one["proposal_id"] for one in shown], known=ask.known_by.isoformat(),
                     day=ask.day.isoformat())  # fmt: skip
    by = {one["proposal_id"]: one for one in shown}
    for one in shown:
        one["intervals"] = []
    for row in found:
        label = rows.label("proposal_status", row["status"])
        by[row.pop("proposal_id")]["intervals"].append(
            {**row, "one_sided": bool(row["one_sided"]), "status_label": label}
        )


def _changes(rows: Rows, ask: Ask) -> list[Row]:
    """The newest moves that had happened and were known."""
    days = {"day": ask.day.isoformat(), "known": ask.known_by.isoformat(), "last": ask.served.data_through.isoformat()}
    found = [as_then(one, ask) for one in rows.all(_LATEST, most=CHANGES, **days)]
    return [{**one, "event_label": rows.label("proposal_event", one["event"]), "actor_said": by(one)} for one in found]
