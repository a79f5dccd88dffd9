"""Rows of every table, collected column by column as plain lists until Arrow takes them whole."""

from typing import Any

COLUMNS: dict[str, tuple[str, ...]] = {
    "articles": (
        "article_id", "publisher_id", "article_kind", "source_tier", "title", "language", "url", "url_basis", "published_edtf",
        "published_certainty", "published_basis", "published_weekday", "dateline_place", "evidence_level", "coverage",
        "text_sha256", "text_bytes", "text_chars", "text_origin", "rights_holder",
    ),
    "article_ranges": ("article_id", "range_kind", "char_start", "char_end"),
    "article_relays": ("article_id", "position", "actor_id", "relay_role", "basis"),
    "statements": (
        "statement_id", "article_id", "position", "form", "account_kind", "delivery", "act", "act_secondary", "request_type",
        "reiterates", "conditional", "said_edtf", "said_certainty", "said_basis", "said_weekday", "told_edtf",
        "told_certainty", "told_basis", "told_weekday", "wording", "coder_id", "review_level",
    ),
    "anchors": (
        "statement_id", "char_start", "char_end", "anchor_role", "span_sha256", "span_norm_sha256", "word_count", "head",
        "tail",
    ),
    "statement_actors": ("statement_id", "role", "actor_id", "mention", "resolution"),
    "statement_treaties": ("statement_id", "treaty_id", "mention_kind", "asserted_status", "asserted_by"),
    "statement_proposals": ("statement_id", "proposal_id", "relation"),
    "extractions": ("statement_id", "rule_id", "precision_permille"),
    "actors": ("actor_id", "actor_kind", "name", "state_id"),
    "actor_aliases": ("actor_id", "language", "alias"),
    "treaties": ("treaty_id", "short_name", "title", "treaty_kind", "checked_through", "notes"),
    "treaty_aliases": ("treaty_id", "language", "alias"),
    "anchor_words": ("statement_id", "char_start", "words"),
    "range_words": ("article_id", "char_start", "words"),
    "set_aside": ("place", "code", "reason", "fix"),
}  # fmt: skip
"""The columns rules fill, in the order of a row; every other column of the contract stays null."""


class Rows:
    """Tuples by table, in the order of :data:`COLUMNS`; ``strangers`` are mentions nobody knows, id -> printed form."""

    def __init__(self) -> None:
        self.of: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        self.strangers: dict[str, str] = {}
        self.articles: set[str] = set()
