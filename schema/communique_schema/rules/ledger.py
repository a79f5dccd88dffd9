"""Rules about retired ids and the release ledger."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..spec import tables as contract
from .base import Frame, Tables, array, has, join, rule, true


def _keyed() -> Iterator[tuple[str, str]]:
    """Tables whose rows have ids that may be referred to or retired, with the column of these."""
    for name, spec in contract().items():
        if len(spec.primary_key) == 1 and not spec.derived and name not in ("retired_ids", "releases", "extractions"):
            yield name, spec.primary_key[0]


def _ids(t: Tables) -> Frame:
    """Every id in use with its table."""
    return pd.concat([pd.DataFrame({"old_id": t[name][key].astype(object), "used_in": name}) for name, key in _keyed()])


@rule("retired-id-in-use", "retired_ids", "old_id", "{old_id} is retired and still stands in {used_in}",
      "mint a new id, or take the retirement back")  # fmt: skip
def retired_id_in_use(t: Tables) -> Frame:
    return join(t["retired_ids"], _ids(t), "old_id", "inner")


@rule("replacement-unknown", "retired_ids", "replaced_by", "{replaced_by} is neither in use nor retired itself",
      "name the id that stands for it now")  # fmt: skip
def replacement_unknown(t: Tables) -> Frame:
    known = pd.concat([_ids(t)[["old_id"]], t["retired_ids"][["old_id"]].astype(object)]).drop_duplicates()
    rows = join(t["retired_ids"], known.rename(columns={"old_id": "replaced_by"}).assign(known=True), "replaced_by")
    return rows[rows["replaced_by"].notna() & rows["known"].isna()]


@rule("retirement-loop", "retired_ids", "replaced_by", "{old_id} leads back to itself by way of {replaced_by}",
      "let the last of them name an id in use, or nothing")  # fmt: skip
def retirement_loop(t: Tables) -> Frame:
    rows = t["retired_ids"]
    led = rows[rows["replaced_by"].notna()]
    ahead = dict(zip(led["old_id"], led["replaced_by"], strict=True))
    return led[led["old_id"].map({start: _returns(start, ahead) for start in ahead}).astype(bool)]


def _returns(start: str, ahead: dict[str, str]) -> bool:
    """Whether the way from an id leads back to it; a way longer than all ids goes in another circle."""
    at = ahead.get(start)
    for _ in ahead:
        if at is None or at == start:
            break
        at = ahead.get(at)
    return at == start


@rule("retired-from-nowhere", "retired_ids", "table_name", "{table_name} is no table whose rows have ids",
      "name the table the id stood in")  # fmt: skip
def retired_from_nowhere(t: Tables) -> Frame:
    rows = t["retired_ids"]
    named = [name for name, spec in contract().items() if spec.columns[spec.primary_key[0]].prefix]
    return rows[~has(rows, pd.DataFrame({"table_name": named}), "table_name")]


@rule("versions-out-of-order", "releases", "version", "{version} {what} than {other}, and versions follow one another",
      "correct the version, released_on or data_through")  # fmt: skip
def versions_out_of_order(t: Tables) -> Frame:
    """Version numbers, days of publication and last days of the data rise together; the working version is the last."""
    rows = t["releases"]
    rows = rows[true(rows["version"].str.fullmatch(r"\d+\.\d+\.\d+"))]  # another form is told by itself
    numbered = sorted(rows.index, key=lambda at: [int(part) for part in str(rows.at[at, "version"]).split(".")])
    found = []
    for before, at in pairwise(numbered):
        row, last = rows.loc[at], rows.loc[before]
        if last["release_stage"] == "working":
            found.append((before, "is still worked on and lower", row["version"]))
        for column, what in (("released_on", "came out earlier"), ("data_through", "has data that end earlier")):
            if pd.notna(row[column]) and pd.notna(last[column]) and row[column] < last[column]:
                found.append((at, what, last["version"]))
    out = rows.loc[[at for at, _, _ in found]]
    return out.assign(what=[what for _, what, _ in found], other=[str(other) for _, _, other in found])


@rule(
    "two-working-versions",
    "releases",
    "release_stage",
    "a second working version",
    "the ledger has one working version",
)
def two_working_versions(t: Tables) -> Frame:
    rows = t["releases"]
    working = rows[true(rows["release_stage"] == "working")]
    return working.iloc[1:]


@rule(
    "beyond-the-calendar", "releases", "data_through", "data through {data_through}", "give the last day you looked at"
)
def beyond_the_calendar(t: Tables) -> Frame:
    """Days so far off that the day after them is none."""
    rows = t["releases"]
    return rows[true(rows["data_through"].astype("string[pyarrow]") > "9998")]


@rule("published-without-day", "releases", "released_on", "a published or withdrawn version has its day, a working one none",
      "add or remove released_on")  # fmt: skip
def published_without_day(t: Tables) -> Frame:
    rows = t["releases"]
    return rows[true(rows["release_stage"] != "working") == rows["released_on"].isna()]


def _checked_through(table: str) -> None:
    """Nobody looked past the data's last day."""

    @rule("checked-past-the-data", table, "checked_through", "checked through {checked_through}, but the data end {through}",
          "raise data_through in releases.yml")  # fmt: skip
    def checked_past_the_data(t: Tables) -> Frame:
        through = t["releases"]["data_through"].max() if len(t["releases"]) else None
        if through is None or pd.isna(through):
            return t[table].iloc[:0]
        return t[table][true(t[table]["checked_through"] > through)].assign(through=str(through))


for _table in ("proposals", "channels", "treaties"):
    _checked_through(_table)


LIKE_AN_ID = "(?:{})-[0-9a-hjkmnp-tv-z]{{5}}".format(
    "|".join(sorted({c.prefix for spec in contract().values() for c in spec.columns.values() if c.prefix}))
)
MENTIONED = rf"\b({LIKE_AN_ID}(?:[0-9a-hjkmnp-tv-z]{{11}})?)\b"
"""Boundaries of words are Python's: those of Arrow, which looks for what is like an id, know no letters beyond ASCII."""


LEDGERS = ("retired_ids", "releases", "release_reasons")
"""Tables that speak of what is no more: retired ids may stand in their texts."""


def _mentions(table: str, column: str) -> None:
    """Ids in our own prose lead somewhere, like any other reference."""

    @rule("mention-leads-nowhere", table, column, "{id} stands in the text, but no record has that id",
          "correct the id, or reword the text")  # fmt: skip
    def mention_leads_nowhere(t: Tables) -> Frame:
        texts = t[table][column].dropna()
        texts = texts[texts.str.contains(LIKE_AN_ID)]
        if not len(texts):
            return t[table].iloc[:0]
        found = texts.astype(object).str.extractall(MENTIONED)[0].rename("id")
        rows = found.reset_index(level=1, drop=True).to_frame()
        known = [array(t[name][key], pa.string()) for name, key in _keyed()]
        if table in LEDGERS:
            known.append(array(t["retired_ids"]["old_id"], pa.string()))
        lost = pc.invert(pc.is_in(array(rows["id"], pa.string()), value_set=pa.chunked_array(known, pa.string())))
        return rows[np.asarray(lost)]


for _name, _spec in contract().items():
    for _column in _spec.columns.values():
        if _column.kind == "text" and _column.origin == "record" and _column.rights == "own" and not (
            _column.pattern or _column.vocabulary or _column.fk or _column.edtf or _name in ("terms", "term_links", "codings")
        ):  # fmt: skip
            _mentions(_name, _column.name)
