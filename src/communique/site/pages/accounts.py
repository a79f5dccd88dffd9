"""The accounts of one encounter: the articles that tell of it, what each has of the claims made there and what it lacks."""

from collections.abc import Iterable, Sequence

from ...citing.names import named
from ..rows import Row, Rows
from .cards import someone
from .sources import sources

MOST = 400
"""Statements of one encounter that a page reads."""
TIERS = ("primary", "agency", "original_reporting", "reprint", "machine_translation")
SIDES = ("RU", "US")
PER_CELL = 5
REPORTED, SILENT, UNMATCHED, UNKNOWN = "reported", "not_reported", "unmatched", "unknown"
_OF = """
SELECT statement_id, article_id, claim_id, position, said_encounter_id IS :id AS said_there FROM (
    SELECT * FROM (SELECT statement_id, article_id, claim_id, position, said_encounter_id FROM statements
                   WHERE said_encounter_id = :id LIMIT :most)
    UNION
    SELECT * FROM (SELECT statement_id, article_id, claim_id, position, said_encounter_id FROM statements
                   WHERE told_encounter_id = :id LIMIT :most))
ORDER BY article_id, position LIMIT :most
"""
_TELLERS = """
SELECT DISTINCT s.article_id, sa.actor_id, a.name, a.actor_kind, st.country_code, st.name AS state_name
FROM statements s JOIN statement_actors sa ON sa.statement_id = s.statement_id AND sa.role = 'account'
JOIN actors a ON a.actor_id = sa.actor_id LEFT JOIN actors st ON st.actor_id = a.state_id
WHERE s.statement_id IN (SELECT value FROM json_each(?)) ORDER BY a.name
"""
_CARRIED = """
SELECT * FROM (
    SELECT statement_id, article_id, claim_id, position, account_kind, paraphrase,
           row_number() OVER (PARTITION BY article_id, claim_id ORDER BY position) AS place
    FROM statements
    WHERE article_id IN (SELECT value FROM json_each(:articles)) AND +claim_id IN (SELECT value FROM json_each(:claims)))
WHERE place <= :most ORDER BY article_id, position
"""
# The plus: by article, for a claim may have ten thousand reports and an article has a few statements.
_UNMATCHED = """
SELECT value AS article_id FROM json_each(?)
WHERE EXISTS (SELECT 1 FROM statements s WHERE s.article_id = value AND +s.claim_id IS NULL)
"""
# The plus, again: by article, for any number of statements may be without a claim.
_CLAIMS = """
SELECT claim_id, gloss, claim_kind, n_statements FROM claims WHERE claim_id IN (SELECT value FROM json_each(?)) ORDER BY gloss
"""


def told(rows: Rows, key: str) -> list[Row]:
    """Statements said or told at the encounter, at most :data:`MOST`: ids, claim, ``said_there``."""
    return [{**one, "said_there": bool(one["said_there"])} for one in rows.all(_OF, id=key, most=MOST)]


def accounts(rows: Rows, statements: Sequence[Row]) -> list[Row]:
    """The articles of those statements, nearest to the act first, then by day: one of each side leads (``sides``).

    ``tellers`` are the actors whose account it is, ``states`` those they act for; ``n_statements`` counts those of the
    encounter.
    """
    of: dict[str, Row] = {}
    for one in statements:
        of.setdefault(one["article_id"], {"n_statements": 0, "tellers": []})["n_statements"] += 1
    for teller in rows.all(_TELLERS, [one["statement_id"] for one in statements]):
        of[teller["article_id"]]["tellers"].append({**someone(teller), "state_name": teller["state_name"]})
    pages = [{**page, **of[key]} for key, page in sources(rows, of).items()]
    for page in pages:
        page["sides"] = sorted({teller["country_code"] for teller in page["tellers"]} & {*SIDES})
        page["states"] = sorted({named(t["state_name"], "state") for t in page["tellers"] if t["state_name"]})
    pages.sort(key=_nearness)
    first = [page for page in (_first(pages, side) for side in SIDES) if page]
    leading = {page["article_id"]: page for page in first}
    return [*leading.values(), *(page for page in pages if page["article_id"] not in leading)]


def _nearness(page: Row) -> tuple[int, bool, str, str]:
    day = page["published_date"]
    return TIERS.index(page["source_tier"]), day is None, day or "", page["article_id"]


def _first(pages: Iterable[Row], side: str) -> Row | None:
    """The nearest page with that side's account, one with no other side's before one with both."""
    own = [page for page in pages if side in page["sides"]]
    return next((page for page in own if page["sides"] == [side]), next(iter(own), None))


def matrix(rows: Rows, claims: Iterable[str], shown: Sequence[Row]) -> list[Row]:
    """Per claim, those most of the shown accounts carry first, a cell per account of ``shown``, in its order.

    ``cells`` are by article id: ``state`` (reported, not_reported, unmatched, unknown) and the first ``statements`` with it.
    A page counts as reporting a claim wherever its statement places the act. One that does not have it is silent only where
    all it says was read and given a claim: it is unmatched where statements of it carry no claim, for they may be reports of
    this one, and unknown where it was read only in part.
    """
    found = rows.all(_CLAIMS, set(claims))
    carried: dict[tuple[str, str], list[Row]] = {}
    articles = [page["article_id"] for page in shown]
    for one in rows.all(_CARRIED, articles=articles, claims=[claim["claim_id"] for claim in found], most=PER_CELL):
        place = one.pop("claim_id"), one["article_id"]
        carried.setdefault(place, []).append(rows.labelled("statements", one))
    unmatched = {one["article_id"] for one in rows.all(_UNMATCHED, articles)}
    lacking = {page["article_id"]: _lacking(page, unmatched) for page in shown}
    out = []
    for claim in found:
        cells = {key: _cell(carried.get((claim["claim_id"], key), []), state) for key, state in lacking.items()}
        n = sum(cell["state"] == REPORTED for cell in cells.values())
        out.append({**rows.labelled("claims", claim), "n_reported": n, "cells": cells})
    return sorted(out, key=lambda one: -one["n_reported"])


def _lacking(page: Row, unmatched: set[str]) -> str:
    if page["coverage"] != "full":
        return UNKNOWN
    return UNMATCHED if page["article_id"] in unmatched else SILENT


def _cell(statements: list[Row], lacking: str) -> Row:
    return {"state": REPORTED if statements else lacking, "statements": statements}
