"""The anchored articles of the tables, each with its anchors and the few words its record quotes."""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from communique_schema.words import words

from ..problems import CommuniqueError
from ..tables import Tables
from .spans import Anchor

_NAMES = Anchor._fields[:-1]


class Article(NamedTuple):
    """One article coded from a text version: anchors by place, key phrases by statement, title, address."""

    article_id: str
    title: str
    anchors: list[Anchor]
    phrases: dict[str, str]
    url: str | None = None

    def marks(self) -> set[tuple[str, str]]:
        """Pairs of neighbouring words, of the title and of what is quoted, by which a copy is known before a search."""
        return {pair for part in {*self.quoted(), self.title} for pair in pairs(words(part))}

    def quoted(self) -> set[str]:
        """Heads, tails and key phrases: words every copy has that has the spans."""
        return {part for anchor in self.anchors for part in (anchor.head, anchor.tail) if part} | {
            *self.phrases.values()
        }


def pairs(listed: list[str]) -> Iterator[tuple[str, str]]:
    """Neighbouring words."""
    return pairwise(listed)


class ByArticle(Mapping[str, list[Anchor]]):
    """article_id -> its anchors by place, made from the columns when asked for; ``row`` is the row in the table.

    Anchors of no statement, and rows without offsets, are left out.
    """

    def __init__(self, tables: Tables) -> None:
        anchors = tables["anchors"][list(_NAMES)].reset_index(drop=True).rename_axis("row").reset_index()
        owners = tables["statements"][["statement_id", "article_id"]].dropna().drop_duplicates("statement_id")
        joined = anchors.dropna(subset=["statement_id", "char_start", "char_end"]).merge(owners, on="statement_id")
        joined = joined.sort_values(["article_id", "char_start", "char_end", "statement_id"], kind="stable")
        articles = joined["article_id"].to_numpy(dtype=object)
        starts = np.flatnonzero(np.r_[True, articles[1:] != articles[:-1]]) if len(articles) else np.zeros(0, dtype=int)
        ends = [*starts[1:].tolist(), len(articles)]
        self._stretches = {articles[a]: (a, b) for a, b in zip(starts.tolist(), ends, strict=False)}
        self._columns = [pa.array(joined[name]) for name in (*_NAMES, "row")]

    def __getitem__(self, article: str) -> list[Anchor]:
        start, end = self._stretches[article]
        return [
            Anchor(*row) for row in zip(*(c.slice(start, end - start).to_pylist() for c in self._columns), strict=True)
        ]

    def __iter__(self) -> Iterator[str]:
        return iter(self._stretches)

    def __len__(self) -> int:
        return len(self._stretches)


class Anchored:
    """The articles with a text version or with anchors, in order of id; iterating makes one after another."""

    def __init__(self, tables: Tables, only: Collection[str] = ()) -> None:
        """All of them, or ``only`` those; raises :class:`CommuniqueError` for one that is not among them."""
        rows, quoting = tables["articles"], tables["statements"].dropna(subset=["key_phrase"])
        coded = rows["text_sha256"].notna() | (rows["evidence_level"] == "anchored").fillna(False)
        self._anchors = ByArticle(tables)
        self._titles = dict(zip(*columns(rows, "article_id", "title"), strict=True))
        addresses = zip(*columns(rows, "article_id", "url", "archive_url"), strict=True)
        self._urls = {article: url or archived for article, url, archived in addresses}
        self._phrases: dict[str, dict[str, str]] = {}
        for article, statement, phrase in zip(
            *columns(quoting, "article_id", "statement_id", "key_phrase"), strict=True
        ):
            self._phrases.setdefault(article, {})[statement] = phrase
        self.ids = sorted({*rows.loc[coded.to_numpy(dtype=bool), "article_id"], *self._anchors})
        for key in only:
            if key not in self.ids:
                what = "has no anchors, so there is nothing to verify" if key in self._titles else "is no article"
                raise CommuniqueError(f"{key} {what}; communique find --table articles WORD looks ids up")
        self.ids = sorted({*only}) or self.ids

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Article]:
        return map(self.article, self.ids)

    def article(self, key: str) -> Article:
        """One of the articles, by id."""
        anchors, phrases = self._anchors.get(key, []), self._phrases.get(key, {})
        return Article(key, self._titles.get(key) or "", anchors, phrases, self._urls.get(key))


def columns(df: pd.DataFrame, *names: str) -> list[list[Any]]:
    """The columns as plain lists, null as None: what a loop over texts reads row by row without pandas."""
    return [pa.array(df[name]).to_pylist() for name in names]
