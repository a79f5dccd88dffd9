"""A tiny world for tests of texts: invented articles, their spans named by their words, and folders of copies."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from communique.anchors.fill import filled
from communique.tables import Tables, empty, frame
from communique_schema.spec import tables

STRAITS = """Harbour Post
Menu
Ministers Of Two Islands Talk About Straits

PORT ALBA, 3 May (Wire). - The minister of Alba, Ono Reed, told reporters on Monday that her island would open
the northern strait to research vessels before the end of the summer.
"We have asked our neighbours to name pilots, and we will wait for their list," she said during the briefing.
The talks lasted two hours.
The neighbouring government has yet to answer the request about a common weather service for both islands.
"We have asked our neighbours to name pilots, and we will wait for their list," she said during the briefing.

Related stories
Man loses hat in harbour
"""

INSEL = """Kopfzeile

Die Ministerin der Insel Alba sagte, man müsse die „nördliche Meerenge“ noch größer denken – und zwar bald.
Nur wenig später erklärte der Sprecher, Straße und Fähre würden gemeinsam geprüft.
"""

LINES = {
    "open": "her island would open\nthe northern strait to research vessels before the end of the summer",
    "pilots": '"We have asked our neighbours to name pilots, and we will wait for their list," she said during the briefing.',
    "weather": "has yet to answer the request about a common weather service for both islands",
    "denken": "man müsse die „nördliche Meerenge“ noch größer denken – und zwar bald",
}


def spans(text: str, words: str) -> list[tuple[int, int]]:
    """Every place where the words stand to the letter."""
    found, at = [], text.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def made(texts: dict[str, str], statements: dict[str, tuple[str, list[tuple[int, int]]]], **more: Any) -> Tables:
    """Tables of anchored articles: statement id -> (article id, its spans; the first primary, the others repeats).

    ``more`` holds fields of statements by statement id (``st_00001={...}``) and rows of tables by name.
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tables()}
    for article, text in texts.items():
        raw = text.encode()
        rows["articles"].append(
            {"article_id": article, "title": "A title", "evidence_level": "anchored", "text_bytes": len(raw),
             "text_chars": len(text), "text_sha256": sha256(raw).hexdigest()}
        )  # fmt: skip
        rows["article_ranges"].append(
            {"article_id": article, "range_kind": "body", "char_start": 0, "char_end": len(text)}
        )
    for statement, (article, places) in statements.items():
        fields = more.pop(statement.replace("-", "_"), {})
        rows["statements"].append({"statement_id": statement, "article_id": article} | fields)
        for number, (start, end) in enumerate(places):
            role = "repeat" if number else "primary"
            rows["anchors"].append(
                {"statement_id": statement, "char_start": start, "char_end": end, "anchor_role": role}
                | filled(texts[article], start, end)
            )
    for name, listed in more.items():
        rows[name] += listed
    return empty() | {name: frame(tables()[name], listed) for name, listed in rows.items() if listed}


TEXTS = {"ar-00001": STRAITS, "ar-00002": INSEL}


def islands(**more: Any) -> Tables:
    """The two articles above with four statements, one of them printed twice."""
    placed = {
        "st-00001": ("ar-00001", spans(STRAITS, LINES["open"])),
        "st-00002": ("ar-00001", spans(STRAITS, LINES["pilots"])),
        "st-00003": ("ar-00001", spans(STRAITS, LINES["weather"])),
        "st-00004": ("ar-00002", spans(INSEL, LINES["denken"])),
    }
    return made(TEXTS, placed, **more)


def folder(path: Path, **texts: str | bytes) -> Path:
    """A folder of files, one per keyword, under names that say nothing of the articles."""
    for name, text in texts.items():
        (path / f"{name}.copy").write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
