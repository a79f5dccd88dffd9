"""Which pages are timed: every type, the largest of its kind and one as most are."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

NAME = "working"
"""A made-up release is a working build: no sums vouch for it."""
_MOST = """
SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1 OFFSET {skip}
"""
_SPEAKS = """
SELECT actor_id FROM site_years JOIN actors ON actor_id = id WHERE actor_kind = ? GROUP BY 1 ORDER BY sum(n) DESC, 1 LIMIT 1
"""


def pages(db: sqlite3.Connection, folder: Path) -> Iterator[tuple[str, str]]:
    """(what, address) of every page type: the largest of its kind, and one as most are."""

    def one(sql: str, *given: Any) -> str:
        return str(next(db.execute(sql, given))[0])

    def most(table: str, column: str, skip: int = 0) -> str:
        return one(_MOST.format(table=table, column=column, skip=skip))

    def row(table: str, key: str, form: str = "") -> str:
        return f"/{NAME}/{table}/{key}{form}"

    claim, proposal = most("statements", "claim_id"), most("statement_proposals", "proposal_id")
    met, article = most("statements", "told_encounter_id"), most("statements", "article_id")
    speaker, treaty = one(_SPEAKS, "person"), most("statement_treaties", "treaty_id")
    of_claim = one("SELECT min(statement_id) FROM statements WHERE claim_id = ?", claim)
    middle = one("SELECT statement_id FROM statements LIMIT 1 OFFSET (SELECT count(*) / 2 FROM statements)")
    yield "home", "/"
    yield "home, as of a day", f"/{NAME}/home?day=2020-01-01&known=2020-06-01"
    yield "home, of a topic", f"/{NAME}/home?topic={most('proposals', 'topic')}"
    yield "proposal, largest", row("proposals", proposal)
    yield "proposal, as of a day", row("proposals", proposal) + "?day=2020-01-01&known=2020-06-01"
    yield "proposal, median", row("proposals", most("statement_proposals", "proposal_id", 150))
    yield "statement, of the largest claim", row("statements", of_claim)
    yield "statement, ordinary", row("statements", middle)
    yield "claim, largest", row("claims", claim)
    yield "claim, ordinary", row("claims", most("statements", "claim_id", 3000))
    for kind in ("person", "state", "media", "institution"):
        yield f"actor, largest {kind}", row("actors", one(_SPEAKS, kind))
    yield "treaty, largest", row("treaties", treaty)
    yield "channel, largest", row("channels", most("channel_events", "channel_id"))
    yield "article, largest", row("articles", article)
    yield "article, ordinary", row("articles", one("SELECT article_id FROM statements WHERE statement_id = ?", middle))
    yield "encounter, largest", row("encounters", met)
    yield "encounter, ordinary", row("encounters", most("statements", "told_encounter_id", 500))
    yield "compare, largest", row("compare", met)
    for what, words in SEARCHES.items():
        yield f"search, {what}", f"/{NAME}/search?{urlencode({'q': words})}"
    yield "search, one kind, page 50", f"/{NAME}/search?q=nuclear&kind=statements&page=50"
    yield "search, one language", f"/{NAME}/search?q=nuclear&language=de"
    yield "about", f"/{NAME}/about"
    for table, key in {"proposals": proposal, "claims": claim, "actors": speaker, "treaties": treaty}.items():
        for form in (".json", ".csv"):
            yield f"largest of {table}, {form}", row(table, key, form)
    yield "citation", row("statements", middle, ".bib")
    yield from tables(db, folder, {"actor": speaker, "treaty": treaty, "proposal": proposal, "claim": claim,
                                   "statement": middle})  # fmt: skip


SEARCHES = {"nothing typed": "", "rare word": "zirconium", "frequent word": "nuclear", "phrase": '"mutual restraint"',
            "two words": "nuclear contecting", "nothing found": "qqqqxyz", "transliterated name": "Woschtschenkow",
            "name in Cyrillic": "Вощенкова", "misspelt name": "Voshtchenkov", "frequent and name": "nuclear Voshchenkov",
            "sentence": "what did Voshchenkov say of nuclear mutual restraint"}  # fmt: skip


def tables(db: sqlite3.Connection, folder: Path, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Datasette's own pages: tables, filters, rows, canned queries."""
    yield "database", f"/{NAME}"
    for table in ("statements", "statements_joined", "statement_actors", "anchors", "claims", "articles", "proposals",
                  "proposal_status", "site_records"):  # fmt: skip
        yield f"table {table}", f"/{NAME}/{table}"
    yield "table statements, newest first", f"/{NAME}/statements?_sort_desc=said_date"
    yield "table statements, one claim", f"/{NAME}/statements?claim_id={ids['claim']}&_sort_desc=said_date"
    yield "table statements, one act", f"/{NAME}/statements?act=accept&_sort_desc=said_date"
    yield "table statement_actors, one actor", f"/{NAME}/statement_actors?actor_id={ids['actor']}"
    yield "table statement_actors, an actor speaking", f"/{NAME}/statement_actors?actor_id={ids['actor']}&role=speaker"
    yield "table statements, search: refused", f"/{NAME}/statements?_search=nuclear"
    yield "table statements.json", f"/{NAME}/statements.json"
    yield "table statements.csv", f"/{NAME}/statements.csv?_size=1000"
    start = one_of(db, "SELECT char_start FROM anchors WHERE statement_id = ?", ids["statement"])
    yield "row of anchors", f"/{NAME}/anchors/{ids['statement']},{start}"
    said = json.loads((folder / "metadata.json").read_text("utf-8")).get("databases", {}).get(NAME, {})
    for name, query in said.get("queries", {}).items():
        given = {p: ids.get(p.removesuffix("_id"), "2024" if p == "year" else "") for p in query.get("params", ())}
        yield f"query {name}", f"/{NAME}/{name}?{urlencode(given)}"


def one_of(db: sqlite3.Connection, sql: str, *given: Any) -> Any:
    """The first value of the first row."""
    return next(db.execute(sql, given))[0]
