"""One encounter: who, when, where, and what each account of it has and lacks."""

from ..page import Ask, Page, row_of
from ..rows import Row, Rows
from .accounts import MOST, accounts, matrix, told
from .cards import cards, someone
from .paging import Paging
from .sources import linked

COLUMNS, CLAIMS, PER_PAGE, LISTED = 6, 60, 30, 60
_ACTORS = """
SELECT ea.role, ea.actor_id, a.name, a.actor_kind, s.country_code FROM encounter_actors ea JOIN actors a USING (actor_id)
LEFT JOIN actors s ON s.actor_id = a.state_id WHERE ea.encounter_id = ? ORDER BY ea.role, a.name
"""
_LOGGED = """
SELECT e.channel_event_id, e.channel_id, c.title, e.event, e.happened_edtf, e.note
FROM channel_events e JOIN channels c USING (channel_id) WHERE e.encounter_id = ? ORDER BY e.happened_date, e.position
"""


def encounter(rows: Rows, ask: Ask) -> Page:
    """The page of an encounter; raises :class:`~communique.site.page.NotThereError`."""
    row = row_of(rows, ask, "encounters", "encounter")
    statements = told(rows, ask.key)
    pages = accounts(rows, statements)
    place = {page["article_id"]: n for n, page in enumerate(pages)}
    statements.sort(key=lambda one: (place[one["article_id"]], one["position"]))
    paging = Paging.asked(ask, len(statements), PER_PAGE)
    most, after = paging.window
    claims = {one["claim_id"] for one in statements if one["claim_id"]}
    data: Row = {
        **row,
        **{f"{name}_meaning": rows.meaning(vocabulary, row[name]) for name, vocabulary in
           (("encounter_kind", "encounter_kind"), ("outcome", "outcome"), ("held_certainty", "date_certainty"))},
        **{f"{name}_name": rows.name(row[f"{name}_id"])
           for name in ("initiated_by", "outcome_by", "channel", "source_article")},
        "actors": [{**rows.labelled("encounter_actors", one), **someone(one)} for one in rows.all(_ACTORS, ask.key)],
        "logged": [{**one, "event_label": rows.label("channel_event", one["event"])} for one in rows.all(_LOGGED, ask.key)],
        "n_statements": len(statements),
        "cut": len(statements) == MOST,
        "n_accounts": len(pages),
        "accounts": pages[:LISTED],
        "compared": pages[:COLUMNS],
        "claims": matrix(rows, claims, pages[:COLUMNS])[:CLAIMS],
        "n_claims": len(claims),
        "pages": paging.said,
        "statements": _shown(rows, statements[after : after + most]),
    }  # fmt: skip
    lists = tuple(x for x in ("accounts", "claims", "statements", "actors", "logged") if data[x] or x == "accounts")
    said = f"Who met, when, and what each account of it has and lacks: {row['title']}"
    drawn = {"prose": linked(rows, [row["notes"], row["held_basis"]])}
    return Page("encounter", row["title"], data, lists, ask.key, drawn, kept=paging.kept, description=said)


def _shown(rows: Rows, statements: list[Row]) -> list[Row]:
    there = {one["statement_id"]: one["said_there"] for one in statements}
    return [{**card, "said_there": there[card["statement_id"]]} for card in cards(rows, there)]
