"""Two accounts of one encounter in two columns, claim by claim."""

from typing import Any

from ..page import Ask, Page, row_of
from ..rows import Row, Rows
from .accounts import accounts, matrix, told
from .cards import cards
from .parting import BETWEEN, conflicts
from .sources import linked

CLAIMS, MORE, OFFERED = 60, 60, 200


def compare(rows: Rows, ask: Ask) -> Page:
    """The two accounts ``a`` and ``b`` (ids of articles), else the first of each side.

    Raises :class:`~communique.site.page.NotThereError`.
    """
    row = row_of(rows, ask, "encounters", "encounter")
    statements = told(rows, ask.key)
    pages = accounts(rows, statements)
    two, wrong = _chosen(pages, ask)
    data: Row = {
        "encounter": row,
        "accounts": pages[:OFFERED],
        "n_accounts": len(pages),
        "a": two[0] if two else None,
        "b": two[1] if two else None,
        "wrong": wrong,
        **(_compared(rows, statements, two) if two else {"claims": [], "n_claims": 0, "rest": [], "conflicts": []}),
    }
    lists = tuple(x for x in ("accounts", "claims", "rest", "conflicts") if data[x] or x == "accounts")
    kept = {"a": two[0]["article_id"], "b": two[1]["article_id"]} if two else {}
    parted = [*data["conflicts"], *(one for claim in data["claims"] for one in claim["conflicts"])]
    drawn = {"prose": linked(rows, (one["note"] for one in parted))}
    return Page("compare", f"Two accounts side by side: {row['title']}", data, lists, ask.key, drawn, kept=kept,
                description=f"What two accounts share, where they part and what each lacks: {row['title']}")  # fmt: skip


def _chosen(pages: list[Row], ask: Ask) -> tuple[list[Row], str | None]:
    """The two accounts, none where there are fewer; and what of the question could not be followed."""
    if len(pages) < 2:
        return [], None
    by, wrong = {page["article_id"]: page for page in pages}, []
    asked = {name: ask.args.get(name, "") for name in ("a", "b")}
    for name, key in asked.items():
        if key and key not in by:
            wrong.append(f"“{key[:40]}” is no account of this encounter")
            asked[name] = ""
    if asked["a"] and asked["a"] == asked["b"]:
        wrong.append("one account was named twice")
        asked["b"] = ""
    first = by[asked["a"]] if asked["a"] else next(p for p in pages if p["article_id"] != asked["b"])
    second = by[asked["b"]] if asked["b"] else next(p for p in pages if p is not first)
    return [first, second], "; ".join(wrong) or None


def _compared(rows: Rows, statements: list[Row], two: list[Row]) -> dict[str, Any]:
    """``claims`` with a cell per account, ``rest``: what each has without a claim; conflicts at their claim, else apart."""
    ids = [page["article_id"] for page in two]
    own = [one for one in statements if one["article_id"] in ids]
    grid = matrix(rows, {one["claim_id"] for one in own if one["claim_id"]}, two)
    told_of = [
        one["statement_id"] for claim in grid[:CLAIMS] for cell in claim["cells"].values() for one in cell["statements"]
    ]
    more = {
        key: [one["statement_id"] for one in own if one["article_id"] == key and not one["claim_id"]] for key in ids
    }
    shown = {
        card["statement_id"]: card for card in cards(rows, [*told_of, *(k for m in more.values() for k in m[:MORE])])
    }
    parted = conflicts(rows, BETWEEN, ids[0], other=ids[1])
    for claim in grid[:CLAIMS]:
        claim["conflicts"] = [one for one in parted if one["claim_id"] == claim["claim_id"]]
        for cell in claim["cells"].values():
            cell["statements"] = [shown[one["statement_id"]] for one in cell["statements"]]
    at = {claim["claim_id"] for claim in grid[:CLAIMS]}
    return {
        "claims": grid[:CLAIMS],
        "n_claims": len(grid),
        "rest": [
            {"article_id": key, "n": len(some), "statements": [shown[k] for k in some[:MORE]]}
            for key, some in more.items()
        ],
        "conflicts": [one for one in parted if one["claim_id"] not in at],
    }
