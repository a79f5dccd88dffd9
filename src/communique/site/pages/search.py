"""Search: one box over proposals, treaties, channels, actors, encounters, claims, articles and statements, in any language."""

from ...ids import AN_ID
from ..finding import LONGEST, Pieces, Sought, excerpt, marked, nearest, sought
from ..page import Ask, MovedError, Page
from ..rows import Row, Rows
from .cards import cards

CAP, FIRST, PER_PAGE = 1000, 5, 20
"""Hits of one kind that are looked at; those shown of each kind at first, and per page of one kind."""
LABELS = {"proposals": "Proposals", "treaties": "Treaties", "channels": "Channels", "actors": "Actors",
          "encounters": "Encounters", "claims": "Claims", "articles": "Articles", "statements": "Statements"}  # fmt: skip
_FOUND = """
SELECT rowid AS entry_id FROM site_search WHERE site_search MATCH :asked AND rowid BETWEEN :first AND :last
ORDER BY rowid LIMIT :cap
"""
_ENTRIES = """
SELECT table_name AS kind, id, title, day, language, article_id, text, entry_id
FROM site_entries WHERE entry_id IN (SELECT value FROM json_each(?))
"""
_ALIASES = """
SELECT actor_id AS id, language, alias FROM actor_aliases WHERE actor_id IN (SELECT value FROM json_each(:ids))
UNION ALL SELECT treaty_id, language, alias FROM treaty_aliases WHERE treaty_id IN (SELECT value FROM json_each(:ids))
"""
_WRITTEN = """
SELECT statement_id, mention FROM statement_actors
WHERE mention IS NOT NULL AND statement_id IN (SELECT value FROM json_each(?)) ORDER BY statement_id, mention
"""
_TREATIES = """
SELECT st.statement_id, t.treaty_id, t.short_name AS name FROM statement_treaties st JOIN treaties t USING (treaty_id)
WHERE st.statement_id IN (SELECT value FROM json_each(?)) ORDER BY t.short_name
"""
_KINDS = "SELECT table_name AS kind, first, last, last - first + 1 AS n FROM site_kinds ORDER BY first, last"
_LANGUAGES = "SELECT substr(word, 2) AS code FROM site_words WHERE word >= '_a' AND word < '`' ORDER BY n DESC, 1"


def search(rows: Rows, ask: Ask) -> Page:
    """The page of what was typed; of an id alone raises :class:`~communique.site.page.MovedError` with its page."""
    typed = ask.args.get("q", "").replace("\0", " ").strip()
    _by_id(rows, typed)
    kinds = rows.all(_KINDS)
    languages = [row["code"] for row in rows.all(_LANGUAGES)]
    kind = ask.args.get("kind", "") if ask.args.get("kind") in LABELS else ""
    language = ask.args.get("language", "") if ask.args.get("language") in languages else ""
    looked_for = sought(rows, typed)
    found, matched = _found(rows, kinds, looked_for, language) if looked_for.terms else ({}, "none")
    parts = max(1, -(-min(len(found.get(kind, ())), CAP) // PER_PAGE))
    place = min(ask.number("page"), parts)
    groups = [
        {"kind": name, "label": LABELS[name], "n": min(len(ids), CAP), "capped": len(ids) > CAP}
        for name, ids in found.items()
    ]
    shown = [one for name, ids in found.items() for one in _shown(ids, name, kind, place)]
    hits, marks = _hits(rows, shown, looked_for)
    data: Row = {
        "q": typed[:LONGEST], "kind": kind, "language": language, "matched": matched, "groups": groups, "hits": hits,
        "looked_for": [term.said for term in looked_for.terms], "left_out": looked_for.left_out, "marks": marks,
        "near": nearest(rows, looked_for.unknown) if matched != "all" else [], "languages": languages,
        "n": sum(group["n"] for group in groups), "cap": CAP,
        "pages": {"page": place, "of": parts},
        "searched": [{"kind": row["kind"], "label": LABELS[row["kind"]], "n": row["n"]} for row in kinds],
    }  # fmt: skip
    title = f"Search: {typed[:80]}" if typed else "Search"
    asked = (("q", data["q"]), ("kind", kind), ("language", language), ("page", str(place) if place > 1 else ""))
    kept = {name: value for name, value in asked if value}
    return Page("search", title, data, ("hits",), kept=kept, indexed=False)


_KNOWN = "SELECT 1 FROM site_records WHERE id = :id UNION ALL SELECT 1 FROM retired_ids WHERE old_id = :id LIMIT 1"


def _by_id(rows: Rows, typed: str) -> None:
    known = typed.lower()
    if AN_ID.fullmatch(known) and rows.value(_KNOWN, id=known):
        raise MovedError(rows.served.href(known))


def _found(rows: Rows, kinds: list[Row], looked_for: Sought, language: str) -> tuple[dict[str, list[int]], str]:
    """Kind -> entries that have ``all`` words, else ``any`` of several; at most one more than the cap of each kind."""
    for every in (True, False) if len(looked_for.terms) > 1 else (True,):
        found: dict[str, list[int]] = {}
        for one in kinds:
            # Where a name is looked for, entries of that name come before entries that speak of it.
            titled = (False,) if one["kind"] in ("statements", "articles") else (True, False)
            kind = one["kind"] if one["kind"] != "statements" else ""
            hits = [hit["entry_id"] for title in titled for hit in rows.all(
                _FOUND, asked=looked_for.expression(every=every, language=language, title=title, kind=kind),
                first=one["first"], last=one["last"], cap=CAP + 1)]  # fmt: skip
            if hits:
                found[one["kind"]] = list(dict.fromkeys(hits))[: CAP + 1]
        if found:
            return found, "all" if every else "any"
    return {}, "none"


def _shown(ids: list[int], name: str, kind: str, place: int) -> list[int]:
    if not kind:
        return ids[:FIRST]
    return ids[:CAP][(place - 1) * PER_PAGE : place * PER_PAGE] if name == kind else []


def _hits(rows: Rows, entries: list[int], looked_for: Sought) -> tuple[list[Row], dict[str, dict[str, Pieces]]]:
    """The entries as rows, and of each the texts with their hits: ``title``, ``text``, ``names``, and names by id."""
    by = {row.pop("entry_id"): row for row in rows.all(_ENTRIES, entries)}
    hits = [by[entry] for entry in entries]
    said = {
        card["statement_id"]: card for card in cards(rows, (hit["id"] for hit in hits if hit["kind"] == "statements"))
    }
    hits = [_of_statement(hit, said[hit["id"]]) if hit["kind"] == "statements" else hit for hit in hits]
    treaties: dict[str, list[Row]] = {}
    for row in rows.all(_TREATIES, list(said)):
        treaties.setdefault(row.pop("statement_id"), []).append(row)
    names = _names(rows, hits, looked_for)
    marks = {}
    for hit in hits:
        hit["treaties"] = treaties.get(hit["id"], [])
        own = hit["language"] if hit["kind"] in ("articles", "statements") else "en"
        title = marked(hit["title"], own if hit["kind"] == "articles" else "en", looked_for.marks)
        text = excerpt(marked(hit["text"], own if hit["kind"] == "statements" else "en", looked_for.marks))
        named = {one.get("actor_id") or one["treaty_id"]: marked(one["name"], "en", looked_for.marks)
                 for one in [*_people(hit), *hit["treaties"]]}  # fmt: skip
        seen = any(piece[1] for piece in [*title, *text])
        marks[hit["id"]] = {"title": title, "text": text, "names": [] if seen else names.get(hit["id"], []), **named}
    return hits, marks


def _of_statement(hit: Row, card: Row) -> Row:
    """A statement as a hit: our words, the key phrase, who is in it, on which page."""
    kept = ("act_label", "speakers", "addressees", "accounts", "said_edtf", "article_title", "publisher_name")
    return {**hit, "title": card["paraphrase"] or f"Statement {hit['id']}", "text": card["key_phrase"],
            **{name: card[name] for name in kept}}  # fmt: skip


def _people(hit: Row) -> list[Row]:
    return [one for role in ("speakers", "addressees", "accounts") for one in hit.get(role, ())]


def _names(rows: Rows, hits: list[Row], looked_for: Sought) -> dict[str, Pieces]:
    """Id -> a name or wording that hits, of an actor or treaty under another name, of a statement as the page names it."""
    others = rows.all(_ALIASES, ids=[hit["id"] for hit in hits])
    language = {hit["id"]: hit["language"] for hit in hits}
    others += [{"id": row["statement_id"], "language": language[row["statement_id"]], "alias": row["mention"]}
               for row in rows.all(_WRITTEN, [hit["id"] for hit in hits if hit["kind"] == "statements"])]  # fmt: skip
    out: dict[str, Pieces] = {}
    for row in others:
        pieces = marked(row["alias"], row["language"], looked_for.marks)
        if any(hit for _, hit in pieces):
            out.setdefault(row["id"], pieces)
    return out
