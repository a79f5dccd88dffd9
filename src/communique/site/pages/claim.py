"""One claim: what is reported, by how many independent tellings, in which languages, and where the reports part."""

from ..page import Ask, Page, row_of
from ..rows import Row, Rows
from .cards import cards
from .paging import Paging
from .parting import BY_CLAIM, SHOWN, conflicts
from .sources import linked

PER_PAGE = 40
LANGUAGES = "SELECT language, count(*) AS n FROM site_claim_statements WHERE claim_id = ? GROUP BY 1 ORDER BY 1"
"""In which languages a claim is reported, and how often."""
_REPORTS = """
SELECT statement_id FROM site_claim_statements WHERE claim_id = :claim
ORDER BY language, day, statement_id LIMIT :most OFFSET :after
"""
_IN_LANGUAGE = _REPORTS.replace(":claim\n", ":claim AND language = :language\n")


def claim(rows: Rows, ask: Ask) -> Page:
    """The page of a claim; raises :class:`~communique.site.page.NotThereError`."""
    row = row_of(rows, ask, "claims", "claim")
    languages = rows.all(LANGUAGES, ask.key)
    counts = {one["language"]: one["n"] for one in languages}
    asked = ask.args.get("language", "")
    language = asked if asked in counts else ""
    paging = Paging.asked(ask, counts[language] if language else sum(counts.values()), PER_PAGE)
    most, after = paging.window
    sql, named = (_IN_LANGUAGE, {"language": language}) if language else (_REPORTS, {})
    ids = rows.all(sql, claim=ask.key, most=most, after=after, **named)
    parted = conflicts(rows, BY_CLAIM, ask.key)
    data: Row = {
        **row,
        "claim_kind_meaning": rows.meaning("claim_kind", row["claim_kind"]),
        "languages": languages,
        "language": language,
        "statements": [
            {**card, "n_in_language": counts[card["language"]]}
            for card in cards(rows, (one["statement_id"] for one in ids))
        ],
        "pages": paging.said,
        "conflicts": parted,
        "conflicts_cut": len(parted) == SHOWN,
    }
    lists = ("statements", "conflicts") if parted else ("statements",)
    said = f"Every report of one claim, side by side: {row['gloss']}"
    kept = ({"language": language} if language else {}) | paging.kept
    drawn = {"prose": linked(rows, (one["note"] for one in parted))}
    return Page("claim", row["gloss"], data, lists, ask.key, drawn, kept=kept, description=said)
