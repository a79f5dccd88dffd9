"""What stands where in the folder of an extraction.

``OUT/<table>/part-00000.parquet``        a part per shard and table, in the dataset's own columns
``OUT/words/<table>/part-00000.parquet``  quoted words, for local use; ``OUT/words/NOTICE.txt`` says so
``OUT/set_aside/part-00000.parquet``      place, code, reason, fix of what could not be read
``OUT/EXTRACTION.json``                   what was made from what, and whether it is complete
``OUT/.times``                            a hash of the times of the input's files
``OUT/.work/``                            what a run needs until it is complete: done marks, signatures, and the actors
                                          and relays as the shards know them
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

TABLES = ("articles", "article_ranges", "statements", "anchors", "statement_actors",
          "statement_treaties", "statement_proposals", "extractions")  # fmt: skip
"""Tables whose rows belong to one article: a part of a shard is what is published of it."""
MERGED = {
    "actors": ("actor_id",),
    "actor_aliases": ("actor_id", "language", "alias"),
    "treaties": ("treaty_id",),
    "treaty_aliases": ("treaty_id", "language", "alias"),
}
"""Tables whose rows many shards share, with their keys: they are merged at the end."""
RELAYS = "article_relays"
"""Rows of one article each, which are only known when all articles are."""
WORDS = ("anchor_words", "range_words")
SET_ASIDE, SIGNATURES = "set_aside", "signatures"
ALL = (*TABLES, RELAYS, *WORDS, *MERGED, SET_ASIDE, SIGNATURES)
KEYS = {
    "articles": ("article_id",),
    "article_ranges": ("article_id", "char_start"),
    "article_relays": ("article_id", "actor_id", "relay_role"),
    "statements": ("statement_id",),
    "anchors": ("statement_id", "char_start"),
    "statement_actors": ("statement_id", "role", "actor_id"),
    "statement_treaties": ("statement_id", "treaty_id"),
    "statement_proposals": ("statement_id", "proposal_id", "relation"),
    "extractions": ("statement_id",),
    "anchor_words": ("statement_id", "char_start"),
    "range_words": ("article_id", "char_start"),
    **MERGED,
}
ASIDE = pa.schema([pa.field(name, pa.string()) for name in ("place", "code", "reason", "fix")])
"""Columns of the table of what was set aside."""
NOTICE = (
    "NOT FOR REDISTRIBUTION. The tables in this folder hold words of source texts whose rights belong to their holders "
    "(articles.rights_holder). They were made from your own copies, for your own reading. Everything beside this folder "
    "holds positions, hashes and codes and no words of a text but mentions and at most two words at each end of a span.\n"
)
REPEATED = "same-text-and-address"
_PART = re.compile(r"part-(\d+)\.parquet")


def repeated(place: str, reason: str) -> tuple[str, str, str, str]:
    """The row of ``set_aside`` for a document that was read before."""
    return place, REPEATED, reason, "leave the repetition out"


def work(out: Path) -> Path:
    """The folder a run needs until it is complete."""
    return out / ".work"


def done(out: Path) -> Path:
    """The folder of done marks."""
    return work(out) / "done"


def folder(out: Path, table: str) -> Path:
    """Where the shards put their parts of a table: those that are not final yet below ``.work``."""
    if table in WORDS:
        return out / "words" / table
    return work(out) / table if table in MERGED or table in (RELAYS, SIGNATURES) else out / table


def width(shards: int) -> int:
    """Digits of a part's number, so that names sort like numbers."""
    return max(5, len(str(max(shards - 1, 0))))


def part(number: int, digits: int) -> str:
    """Name of the part of shard ``number``."""
    return f"part-{number:0{digits}}.parquet"


def numbered(name: str) -> int | None:
    """The shard a part's name speaks of; None for any other name."""
    found = _PART.fullmatch(name)
    return int(found[1]) if found else None


def children(tables: Mapping[str, object]) -> list[str]:
    """Names of the tables whose rows belong to one article or statement, articles and statements first."""
    ordered = ("articles", "statements", *TABLES, *WORDS)
    return [name for name in dict.fromkeys(ordered) if name in tables]
