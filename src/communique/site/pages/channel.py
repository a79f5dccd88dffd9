"""One channel: is the dialogue alive, as far as we looked, and by whose account did it meet or not."""

from ..charts.standing import standing
from ..page import Ask, Page, row_of
from ..rows import Row, Rows
from .sources import notes_of, proposals_about, steps

MOST, STEPS = 100, 150
LISTS = ("events", "intervals", "encounters", "proposals")
SESSIONS = ("session_held", "session_postponed", "session_cancelled")
_INTERVALS = """
SELECT valid_from, valid_to, channel_status FROM channel_status
WHERE channel_id = :id AND known_from <= :last AND :last < known_to ORDER BY valid_from DESC LIMIT :most
"""
_COUNTS = "SELECT event, count(*) AS n FROM channel_events WHERE channel_id = ? GROUP BY 1"
_LAST_HELD = """
SELECT channel_event_id, happened_edtf FROM channel_events WHERE channel_id = ? AND event = 'session_held'
ORDER BY position DESC LIMIT 1
"""
_ENCOUNTERS = """
SELECT encounter_id, title, encounter_kind, held_edtf, held_date, outcome FROM encounters
WHERE channel_id = ? ORDER BY held_date DESC LIMIT ?
"""


def channel(rows: Rows, ask: Ask) -> Page:
    """The page of a channel, as known at the end of the data; raises :class:`~communique.site.page.NotThereError`."""
    row = row_of(rows, ask, "channels", "channel")
    last = ask.served.data_through.isoformat()
    found = reversed(rows.all(_INTERVALS, id=ask.key, last=last, most=MOST))
    intervals = [rows.labelled("channel_status", one) for one in found]
    n = {one["event"]: one["n"] for one in rows.all(_COUNTS, ask.key)}
    log = steps(rows, "channel_events", "channel_id", ask.key, STEPS)
    met = {one["encounter_id"] for one in log}
    others = [one for one in rows.all(_ENCOUNTERS, ask.key, STEPS) if one["encounter_id"] not in met]
    data: Row = {
        **row,
        "status_meaning": rows.meaning("channel_status", row["channel_status"]),
        "treaty_name": rows.name(row["treaty_id"]),
        "n_sessions": [{"event": code, "label": rows.label("channel_event", code), "n": n.get(code, 0)} for code in SESSIONS],
        "last_held": rows.one(_LAST_HELD, ask.key),
        "n_events": sum(n.values()),
        "intervals": intervals,
        "events": log,
        "encounters": [rows.labelled("encounters", one) for one in others],
        "proposals": proposals_about(rows, "channel_id", ask.key, MOST),
    }  # fmt: skip
    drawn = [{**one, "status": one["channel_status"], "status_label": one["channel_status_label"]} for one in intervals]
    return Page(
        "channel", row["title"], data, tuple(x for x in LISTS if data[x] or x == "events"), ask.key,
        {"standing": standing([{"name": "Standing", "intervals": drawn}], log, row["checked_through"], ask),
         "prose": notes_of(rows, row, log), "signs": list(dict.fromkeys((one["event"], one["event_label"]) for one in log))},
        description=f"{row['title']}: sessions held, postponed and cancelled, and by whose account.",
    )  # fmt: skip
