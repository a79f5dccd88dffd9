"""One actor: who it is, its offices, what it said, told and was asked, and what became of what it asked."""

from ..charts.terms import terms_of_office
from ..charts.years import years
from ..page import Ask, Page, row_of
from ..rows import Row, Rows
from .answers import answer
from .cards import cards
from .paging import Paging
from .sources import linked, sources

ROLES = {"speaker": "As speaker", "account_of_others": "Telling what others did", "addressee": "As addressee",
         "published": "Pages published"}  # fmt: skip
"""Lists of which the page shows one at a time."""
CHARTED = {"speaker": "As speaker: own acts", "account": "As account: acts we know by this telling, own acts included",
           "addressee": "As addressee: acts of others"}  # fmt: skip
LISTS = ("statements", "articles", "proposals", "tenures", "years", "aliases", "treaties", "encounters", "members",
         "channel_events")  # fmt: skip
PER_PAGE, MOST, MEMBERS = 20, 100, 150
_TENURES = """
SELECT t.*, p.name AS actor_name, o.name AS office_name FROM tenures t
JOIN actors p ON p.actor_id = t.actor_id JOIN actors o ON o.actor_id = t.office_id
WHERE t.actor_id = :id OR t.office_id = :id ORDER BY t.began_date, t.tenure_id LIMIT :most
"""
_PROPOSALS = """
SELECT a.role, p.proposal_id, p.title, p.status, p.status_since, p.status_per_ru, p.status_per_us, p.one_sided,
       p.checked_through
FROM (SELECT role, proposal_id FROM proposal_parties WHERE actor_id = ? LIMIT 2000) a JOIN proposals p USING (proposal_id)
ORDER BY p.status_since DESC, p.title LIMIT ?
"""
_MEMBERS = """
SELECT actor_id, name, actor_kind FROM actors WHERE (parent_id = :id OR state_id = :id) AND actor_id <> :id
ORDER BY actor_kind, name LIMIT :most
"""
_TREATIES = """
SELECT t.treaty_id, t.short_name, s.treaty_status, s.valid_from AS since, t.checked_through
FROM treaty_parties p JOIN treaties t USING (treaty_id) LEFT JOIN treaty_status s ON s.treaty_id = p.treaty_id
  AND s.actor_id = p.actor_id AND s.track = 'standing' AND s.valid_from <= :last AND :last < s.valid_to
WHERE p.actor_id = :id ORDER BY t.short_name LIMIT :most
"""
_TOOK_PART = """
SELECT e.encounter_id, e.title, e.encounter_kind, e.held_edtf, e.held_date, e.outcome, x.role FROM {} WHERE x.actor_id = :id
ORDER BY e.held_date DESC, e.rowid DESC LIMIT :most
"""
_OF_FEW = _TOOK_PART.format("encounter_actors x CROSS JOIN encounters e USING (encounter_id)")
_OF_MANY = _TOOK_PART.format("encounters e CROSS JOIN encounter_actors x USING (encounter_id)")
"""A cross join keeps its order: an actor's few encounters are sorted, those of one with many walked from the newest on."""
_MANY, _AT_LEAST = 2000, "SELECT count(*) FROM (SELECT 1 FROM encounter_actors WHERE actor_id = ? LIMIT ?)"
_STEPS = """
SELECT e.channel_event_id, e.channel_id, c.title, e.event, e.happened_edtf, e.happened_date
FROM channel_events e JOIN channels c USING (channel_id) WHERE e.actor_id = ? ORDER BY e.happened_date DESC LIMIT ?
"""
_STATEMENTS = """
SELECT statement_id FROM site_actor_statements WHERE actor_id = ? AND role = ?
ORDER BY day DESC, statement_id DESC LIMIT ? OFFSET ?
"""
_ARTICLES = """
SELECT article_id, title, language, article_kind, source_tier, published_edtf, published_date FROM articles
WHERE publisher_id = ? ORDER BY published_date DESC, rowid DESC LIMIT ? OFFSET ?
"""


def actor(rows: Rows, ask: Ask) -> Page:
    """The page of an actor; raises :class:`~communique.site.page.NotThereError`."""
    row = row_of(rows, ask, "actors", "actor")
    about = rows.names([row["parent_id"], row["state_id"]])
    counted = _years(rows, ask.key)
    tenures = _tenures(rows, ask.key)
    proposals = _proposals(rows, ask.key)
    data: Row = {
        **row,
        "parent_name": about.get(row["parent_id"]),
        "state_name": about.get(row["state_id"]),
        "aliases": rows.all("SELECT language, alias FROM actor_aliases WHERE actor_id = ?", ask.key),
        "tenures": tenures,
        "proposals": proposals,
        "years": counted,
        **_listed(rows, ask, row, counted),
        "treaties": _treaties(rows, ask),
        "encounters": _encounters(rows, ask),
        "channel_events": [rows.labelled("channel_events", one) for one in rows.all(_STEPS, ask.key, PER_PAGE)],
        "members": [rows.labelled("actors", one) for one in rows.all(_MEMBERS, id=ask.key, most=MEMBERS)],
    }
    notes = [row["notes"], *(one[name] for one in tenures for name in ("began_basis", "ended_basis", "notes"))]
    drawn = {"years": years(counted, CHARTED), "terms": terms_of_office(tenures, ask), "prose": linked(rows, notes)}
    said = f"What {row['name']} said, told and proposed, and was asked, in communique {ask.served.label}."
    lists = tuple(x for x in LISTS if data[x]) or LISTS[:1]
    return Page("actor", row["name"], data, lists, ask.key, drawn, kept=_kept(ask, data), description=said)


def _kept(ask: Ask, data: Row) -> dict[str, str]:
    """Which part of which list is shown: the list where it was asked for, the part from the second on."""
    page = data["pages"]["page"]
    role = {"role": data["role"]} if ask.args.get("role") == data["role"] or page > 1 else {}
    return role | ({"page": str(page)} if page > 1 else {})


def _years(rows: Rows, key: str) -> list[Row]:
    """Statements by role and year; ``year`` is None where no date is known."""
    sql = "SELECT role, year, n FROM site_years WHERE id = ? ORDER BY role, year"
    return [{**one, "year": int(one["year"]) if one["year"] else None} for one in rows.all(sql, key)]


def _tenures(rows: Rows, key: str) -> list[Row]:
    """Terms in an office, of a person or of an office's holders: ``other_id`` and ``other_name`` are the other end of it."""
    found = [rows.labelled("tenures", one) | {"actor_name": one["actor_name"], "office_name": one["office_name"]}
             for one in rows.all(_TENURES, id=key, most=MOST)]  # fmt: skip
    pages = sources(rows, (one["source_article_id"] for one in found))
    for one in found:
        other = "office" if one["actor_id"] == key else "actor"
        one |= {"other_id": one[f"{other}_id"], "other_name": one[f"{other}_name"],
                "source": pages[one["source_article_id"]]}  # fmt: skip
    return found


def _proposals(rows: Rows, key: str) -> list[Row]:
    """Proposals it is a party to, with where they stand; those addressed to it with what is on record as the answer."""
    found = [rows.labelled("proposals", one) for one in rows.all(_PROPOSALS, key, MOST)]
    for one in found:
        one["role_label"] = rows.label("party_role", one["role"])
        one.update(answer(one) if one["role"] == "addressee" else {"answered": None, "answer": None})
    return found


def _listed(rows: Rows, ask: Ask, row: Row, counted: list[Row]) -> Row:
    """The list asked for, ``role`` of ``roles``: its ``pages``, and ``statements`` or ``articles``."""
    n = {role: sum(one["n"] for one in counted if one["role"] == role) for role in ROLES}
    n["published"] = rows.value("SELECT count(*) FROM articles WHERE publisher_id = ?", ask.key)
    there = [role for role in ROLES if n[role]]
    first = "published" if row["actor_kind"] == "media" and n["published"] else next(iter(there), "speaker")
    role = ask.args.get("role", "") if ask.args.get("role") in there else first
    paging = Paging.asked(ask, n[role], PER_PAGE)
    statements, articles = [], []
    if role == "published":
        articles = [rows.labelled("articles", one) for one in rows.all(_ARTICLES, ask.key, *paging.window)]
    else:
        found = rows.all(_STATEMENTS, ask.key, role, *paging.window)
        statements = cards(rows, (one["statement_id"] for one in found))
    return {
        "roles": [{"role": name, "label": ROLES[name], "n": n[name]} for name in there],
        "role": role, "pages": paging.said, "statements": statements, "articles": articles,
    }  # fmt: skip


def _treaties(rows: Rows, ask: Ask) -> list[Row]:
    """Treaties whose standing for it we follow, as it stood at the end of the data."""
    found = rows.all(_TREATIES, id=ask.key, last=ask.served.data_through.isoformat(), most=MOST)
    return [{**one, "treaty_status_label": rows.label("treaty_status", one["treaty_status"])} for one in found]


def _encounters(rows: Rows, ask: Ask) -> list[Row]:
    """The newest it took part in, with its role."""
    many = rows.value(_AT_LEAST, ask.key, _MANY) == _MANY
    found = rows.all(_OF_MANY if many else _OF_FEW, id=ask.key, most=PER_PAGE)
    return [
        {**rows.labelled("encounters", one), "role_label": rows.label("encounter_role", one["role"])} for one in found
    ]
