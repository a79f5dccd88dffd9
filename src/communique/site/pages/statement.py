"""One statement: whose act, by whose account, when each was, where the words stand, who else reports it."""

from ...citing.names import named
from ..page import Ask, Page, row_of
from ..rows import Row, Rows
from .cards import ROLES, cards, someone
from .claim import LANGUAGES
from .parting import BY_STATEMENT, SHOWN, conflicts
from .sources import linked, sources

PER_LANGUAGE, MOST_LANGUAGES = 6, 12
_PEOPLE = """
SELECT sa.role, sa.actor_id, a.name, a.actor_kind, sa.mention, sa.resolution, sa.own_side_account,
       s.name AS state_name, s.country_code
FROM statement_actors sa JOIN actors a USING (actor_id) LEFT JOIN actors s ON s.actor_id = a.state_id
WHERE sa.statement_id = ? ORDER BY sa.role DESC, a.name
"""
_TEXT = "SELECT url, archive_url, rights_holder, text_sha256 FROM articles WHERE article_id = ?"
_PROPOSALS = """
SELECT sp.proposal_id, sp.relation, p.title, p.status, p.checked_through
FROM statement_proposals sp JOIN proposals p USING (proposal_id) WHERE sp.statement_id = ? ORDER BY p.title, sp.relation
"""
_MOVES = """
SELECT e.event_id, e.proposal_id, e.event, e.happened_edtf, e.note, p.title, u.reason AS does_not_count
FROM event_evidence v JOIN proposal_events e USING (event_id) JOIN proposals p USING (proposal_id)
LEFT JOIN site_uncounted u ON u.event_id = v.event_id AND u.statement_id = v.statement_id
WHERE v.statement_id = ? ORDER BY p.title, e.position
"""
_TREATIES = """
SELECT st.treaty_id, t.short_name, st.mention_kind, st.asserted_status, st.asserted_by, st.relay_id, r.name AS relay_name
FROM statement_treaties st JOIN treaties t USING (treaty_id) LEFT JOIN actors r ON r.actor_id = st.relay_id
WHERE st.statement_id = ? ORDER BY t.short_name
"""
_FINDINGS = """
SELECT f.treaty_id, t.short_name, f.asserted_status, f.record_status, f.on_date, f.finding, f.attributed_to_id,
       a.name AS attributed_to_name
FROM treaty_findings f JOIN treaties t USING (treaty_id) JOIN actors a ON a.actor_id = f.attributed_to_id
WHERE f.statement_id = ? ORDER BY t.short_name, a.name
"""
_REPORTS = """
SELECT statement_id FROM site_claim_statements WHERE claim_id = ? AND language = ? AND statement_id <> ?
ORDER BY day, statement_id LIMIT ?
"""
MEANT = {"account_kind": "account_kind", "delivery": "delivery", "form": "form", "wording": "wording", "act": "act",
         "said_certainty": "date_certainty", "told_certainty": "date_certainty", "review_level": "review_level"}  # fmt: skip
"""Codes whose meaning the page spells out."""


def statement(rows: Rows, ask: Ask) -> Page:
    """The page of a statement; raises :class:`~communique.site.page.NotThereError`."""
    row = row_of(rows, ask, "statements", "statement")
    article = sources(rows, [row["article_id"]])[row["article_id"]] | rows.all(_TEXT, row["article_id"])[0]
    people = _people(rows, ask.key)
    claim = rows.get("claims", row["claim_id"]) if row["claim_id"] else None
    parted = conflicts(rows, BY_STATEMENT, ask.key)
    data: Row = {
        **row,
        **{f"{name}_meaning": rows.meaning(vocabulary, row[name]) for name, vocabulary in MEANT.items()},
        **{many: [someone(p) for p in people if p["role"] == role] for role, many in ROLES.items()},
        "people": people,
        "article": article,
        "claim": claim,
        "said_encounter_title": rows.name(row["said_encounter_id"]),
        "told_encounter_title": rows.name(row["told_encounter_id"]),
        "anchors": _anchors(rows, ask),
        "reports": _reports(rows, row, article["language"]) if claim else [],
        "n_reports": claim["n_statements"] - 1 if claim else 0,
        "conflicts": parted,
        "conflicts_cut": len(parted) == SHOWN,
        "proposals": _proposals(rows, ask.key),
        "moves": [
            {**one, "event_label": rows.label("proposal_event", one["event"])} for one in rows.all(_MOVES, ask.key)
        ],
        "treaties": _labelled(rows, "statement_treaties", rows.all(_TREATIES, ask.key)),
        "findings": _findings(rows, ask.key),
        "coder": rows.get("coders", row["coder_id"]),
        "rules": rows.all("SELECT rule_id, precision_permille FROM extractions WHERE statement_id = ?", ask.key),
    }
    title = row["paraphrase"] or (claim["gloss"] if claim else f"Statement {ask.key}")
    lists = ("people", "anchors", "reports", "proposals", "moves", "treaties", "findings", "conflicts")
    said = f"What was said, by whose account and on which page: {title}"
    drawn = {"prose": linked(rows, [row["said_basis"], row["told_basis"], *(one["note"] for one in parted)])}
    return Page("statement", title, data, tuple(x for x in lists if data[x]), ask.key, drawn, description=said)


def _people(rows: Rows, key: str) -> list[Row]:
    """Actors of the statement with the mention that leads to each; ``state_said`` is the state acted for, in a sentence."""
    found = _labelled(rows, "statement_actors", rows.all(_PEOPLE, key))
    return [{**one, "state_said": named(one["state_name"], "state") if one["state_name"] else None} for one in found]


def _labelled(rows: Rows, table: str, found: list[Row]) -> list[Row]:
    return [rows.labelled(table, one) for one in found]


def _anchors(rows: Rows, ask: Ask) -> list[Row]:
    """Spans by place; in a private database with their words."""
    words = ", w.words" if ask.served.private else ""
    joined = "LEFT JOIN anchor_words w USING (statement_id, char_start)" if words else ""
    sql = f"SELECT a.*{words} FROM anchors a {joined} WHERE a.statement_id = ? ORDER BY a.char_start"  # noqa: S608 (fixed)
    return [
        {**one, "anchor_role_meaning": rows.meaning("anchor_role", one["anchor_role"])}
        for one in _labelled(rows, "anchors", rows.all(sql, ask.key))
    ]


def _reports(rows: Rows, row: Row, own: str) -> list[Row]:
    """Other reports of the claim, the first of each language; ``n_in_language`` says how many it has besides this one.

    ``own`` is the language of this statement's page.
    """
    counts = {one["language"]: one["n"] - (one["language"] == own) for one in rows.all(LANGUAGES, row["claim_id"])}
    ids = [
        one["statement_id"]
        for language in list(counts)[:MOST_LANGUAGES]
        for one in rows.all(_REPORTS, row["claim_id"], language, row["statement_id"], PER_LANGUAGE)
    ]
    return [{**card, "n_in_language": counts[card["language"]]} for card in cards(rows, ids)]


def _proposals(rows: Rows, key: str) -> list[Row]:
    found = _labelled(rows, "statement_proposals", rows.all(_PROPOSALS, key))
    return [
        {**one, "relation_meaning": rows.meaning("relation", one["relation"]),
         "status_label": rows.label("proposal_status", one["status"])}
        for one in found
    ]  # fmt: skip


def _findings(rows: Rows, key: str) -> list[Row]:
    found = _labelled(rows, "treaty_findings", rows.all(_FINDINGS, key))
    return [{**one, "finding_meaning": rows.meaning("finding", one["finding"])} for one in found]
