"""The anchored articles of the tables, each with its anchors and the few words its record quotes."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

from ..tables import Tables
from .spans import Anchor


@dataclass
class Article:
    """One article coded from a text version: anchors by place, key phrases by statement, title."""

    article_id: str
    title: str
    anchors: list[Anchor] = field(default_factory=list)
    phrases: dict[str, str] = field(default_factory=dict)

    @property
    def marks(self) -> set[str]:
        """Words by which a copy is known before it is searched."""
        quoted = {words for anchor in self.anchors for words in (anchor.head, anchor.tail) if words}
        return quoted | set(self.phrases.values()) | {self.title}


def anchored(tables: Tables) -> list[Article]:
    """Articles with a text version or with anchors, in order of id."""
    anchors = by_article(tables)
    rows = tables["articles"]
    coded = rows["text_sha256"].notna() | (rows["evidence_level"] == "anchored").fillna(False)
    titles = dict(zip(*columns(rows, "article_id", "title"), strict=True))
    keep = set(rows.loc[coded.to_numpy(dtype=bool), "article_id"]) | set(anchors)
    articles = {key: Article(key, titles.get(key) or "", anchors.get(key, [])) for key in sorted(keep)}
    quoting = tables["statements"].dropna(subset=["key_phrase"])
    for article, statement, phrase in zip(*columns(quoting, "article_id", "statement_id", "key_phrase"), strict=True):
        if article in articles:
            articles[article].phrases[statement] = phrase
    return list(articles.values())


def by_article(tables: Tables) -> dict[str, list[Anchor]]:
    """article_id -> its anchors by place; ``row`` is its row in the table. Anchors of no statement are left out."""
    names = ["statement_id", "char_start", "char_end", "anchor_role", "span_sha256", "span_norm_sha256",
             "word_count", "head", "tail"]  # fmt: skip
    anchors = tables["anchors"][names].reset_index(drop=True).rename_axis("row").reset_index()
    owners = tables["statements"][["statement_id", "article_id"]].drop_duplicates("statement_id")
    usable = anchors.dropna(subset=["statement_id", "char_start", "char_end"])
    joined = usable.merge(owners.dropna(), on="statement_id").sort_values(
        ["article_id", "char_start", "char_end", "statement_id"], kind="stable"
    )
    found: dict[str, list[Anchor]] = defaultdict(list)
    for article, *values in zip(*columns(joined, "article_id", *names, "row"), strict=True):
        found[article].append(Anchor(*values))
    return dict(found)


def columns(df: pd.DataFrame, *names: str) -> list[list[Any]]:
    """The columns as plain lists, null as None: what a loop over texts reads row by row without pandas."""
    return [pa.array(df[name]).to_pylist() for name in names]
