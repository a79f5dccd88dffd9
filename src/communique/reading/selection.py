"""Selection bias in figures: whose accounts, which pages, how coded, how far looked. One source for every README."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

RUSSIA, AMERICA = "RU", "US"
_BY_ARTICLE = ("language", "source_tier", "article_kind", "evidence_level", "coverage")
_BY_STATEMENT = ("account_kind", "review_level")
_SIDES = {
    "both": "both capitals",
    "ru": "Moscow alone",
    "us": "Washington alone",
    "third_party": "third parties alone",
    "none": "no account that counts",
}
_CHECKED = ("proposals", "channels", "treaties")
NEEDED = ("articles", "statements", "statement_actors", "actors", "coders", *_CHECKED)
"""Tables the counts are made from."""


class Count(NamedTuple):
    """How many rows have one value in one dimension."""

    dimension: str
    value: str
    rows: int


def selection(tables: Mapping[str, pa.Table]) -> list[Count]:
    """(dimension, value, rows), dimension by dimension, the most frequent value first.

    ``accounts``: statements by whose telling we rely on: ``russian`` or ``american`` (that side's account alone),
    ``both``, ``others`` (of neither). ``evidence_sides``: proposals. ``language``, ``source_tier``, ``article_kind``,
    ``evidence_level``, ``coverage``: articles. ``account_kind``, ``review_level``, ``coder_kind``: statements.
    ``proposals_checked_through`` and so on: proposals, channels and treaties by the day up to which evidence was looked
    for.
    """
    statements, articles = tables["statements"], tables["articles"]
    found = _counted("accounts", _accounts(tables))
    found += _counted("evidence_sides", tables["proposals"].column("evidence_sides"))
    for name in _BY_ARTICLE:
        found += _counted(name, articles.column(name))
    for name in _BY_STATEMENT:
        found += _counted(name, statements.column(name))
    coders = _beside(statements.column("coder_id"), tables["coders"], "coder_id", "coder_kind")
    found += _counted("coder_kind", coders)
    for name in _CHECKED:
        days = tables[name].column("checked_through").cast(pa.string())
        found += sorted(_counted(f"{name}_checked_through", days), key=lambda row: row.value)
    return found


def _beside(ids: pa.ChunkedArray, table: pa.Table, key: str, wanted: str) -> pa.ChunkedArray:
    return table.column(wanted).take(pc.index_in(ids, value_set=table.column(key).combine_chunks()))


def _accounts(tables: Mapping[str, pa.Table]) -> pa.ChunkedArray:
    """Of each statement whose accounts it rests on."""
    told = tables["statement_actors"]
    told = told.filter(pc.equal(told.column("role"), "account"))
    state = _beside(told.column("actor_id"), tables["actors"], "actor_id", "state_id")
    country = _beside(state, tables["actors"], "actor_id", "country_code")
    ids = tables["statements"].column("statement_id")
    russian, american = (
        pc.is_in(ids, value_set=told.filter(pc.equal(country, code)).column("statement_id").combine_chunks())
        for code in (RUSSIA, AMERICA)
    )
    one = pc.if_else(russian, "russian", pc.if_else(american, "american", "others"))
    return pc.if_else(pc.and_(russian, american), "both", one)


def _counted(dimension: str, values: pa.ChunkedArray) -> list[Count]:
    counted = pc.value_counts(values).to_pylist()
    rows = [Count(dimension, str(row["values"]), int(row["counts"])) for row in counted if row["values"] is not None]
    return sorted(rows, key=lambda row: (-row.rows, row.value))


def prose(counts: Iterable[Count]) -> str:
    """The statement of selection bias as Markdown paragraphs."""
    by: dict[str, dict[str, int]] = {}
    for row in counts:
        by.setdefault(row.dimension, {})[row.value] = row.rows
    return "\n\n".join((_whose(by), _found(by), _checked(by), _coded(by))) + "\n"


By = Mapping[str, Mapping[str, int]]


def _of(by: By, dimension: str, value: str) -> int:
    return by.get(dimension, {}).get(value, 0)


def _all(by: By, dimension: str) -> int:
    return sum(by.get(dimension, {}).values())


def _whose(by: By) -> str:
    accounts = {name: _of(by, "accounts", name) for name in ("russian", "american", "both", "others")}
    sides = by.get("evidence_sides", {})
    evidence = ", ".join(f"{count} from {_SIDES.get(side, side)}" for side, count in sides.items())
    languages = by.get("language", {})
    english, russian = languages.get("en", 0), languages.get("ru", 0)
    others = _all(by, "language") - english - russian
    tiers = ", ".join(f"{count} {tier.replace('_', ' ')}" for tier, count in by.get("source_tier", {}).items())
    return (
        f"{_all(by, 'accounts')} statements on {_all(by, 'language')} pages: {accounts['russian']} rest on Russian accounts "
        f"alone, {accounts['american']} on American ones alone, {accounts['both']} on both, {accounts['others']} on others. "
        f"Of {_all(by, 'evidence_sides')} proposals the evidence is: {evidence}. "
        f"{english} pages are in English, {russian} in Russian, {others} in other languages; "
        f"{_of(by, 'article_kind', 'primary_document')} are primary documents. By tier: {tiers}. "
        f"{_of(by, 'coverage', 'partial')} pages were read in part only, and a partial reading proves no omission."
    )


def _found(by: By) -> str:
    """How pages came to be in it: nothing in the tables shows this but the evidence level."""
    return (
        f"{_of(by, 'evidence_level', 'anchored')} texts were given beforehand and coded in full (evidence level `anchored`). "
        "Every other page was found by a search over stored public pages, mostly English, for what became of the "
        "proposals, channels and treaties in those. What no such page tells is missing here, whatever happened."
    )


def _checked(by: By) -> str:
    parts = []
    for name in _CHECKED:
        days = sorted(by.get(f"{name}_checked_through", {}))
        if days:
            parts.append(f"{name} {days[0]}" if days[0] == days[-1] else f"{name} {days[0]} to {days[-1]}")
    return (
        f"`checked_through` says how far we looked: {', '.join(parts)}. A status drawn beyond that day is the last one "
        "known, and silence after it means nothing."
    )


def _coded(by: By) -> str:
    total = _all(by, "coder_kind")
    models = _of(by, "coder_kind", "language_model")
    who = "All codings were" if models == total else f"{models} of {total} codings were"
    reviewed = ", ".join(f"{count} {level}" for level, count in by.get("review_level", {}).items())
    return (
        f"{who} made by language models, so the agreement between them (table `agreement`) measures self-agreement, not "
        f"truth. Statements by what was done to check them (`review_level`): {reviewed}."
    )


def table(counts: Iterable[Count]) -> str:
    """All counts as a Markdown table."""
    rows = [f"| {row.dimension} | {row.value} | {row.rows} |" for row in counts]
    return "\n".join(("| dimension | value | rows |", "| --- | --- | ---: |", *rows)) + "\n"
