"""Rules about articles, their ranges and every dated row."""

import pandas as pd

from ..spec import tables as contract
from .base import Frame, Tables, days_between, has, join, minted, rule, true

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@rule("anchored-without-hash", "articles", "text_sha256", "an anchored article carries its text's hash and size",
      "run communique fmt --sources DIR with the text at hand, or set evidence_level: read")  # fmt: skip
def anchored_without_hash(t: Tables) -> Frame:
    a = t["articles"]
    blank = a["text_sha256"].isna() | a["text_chars"].isna() | a["text_bytes"].isna()
    return a[true(a["evidence_level"] == "anchored") & blank]


@rule("read-with-hash", "articles", "text_sha256", "an article of evidence_level read keeps no text version",
      "remove the text's hash and size, or set evidence_level: anchored")  # fmt: skip
def read_with_hash(t: Tables) -> Frame:
    a = t["articles"]
    return a[true(a["evidence_level"] == "read") & a["text_sha256"].notna()]


@rule("read-without-address", "articles", "url", "a page that was only read needs its url and accessed_on",
      "add where and when it was read")  # fmt: skip
def read_without_address(t: Tables) -> Frame:
    a = t["articles"]
    return a[true(a["evidence_level"] == "read") & (a["url"].isna() | a["accessed_on"].isna())]


@rule("duplicate-text", "articles", "text_sha256", "article {other} has the same text", "keep one record of the text")
def duplicate_text(t: Tables) -> Frame:
    a = t["articles"]
    first = a.loc[a["text_sha256"].notna(), ["text_sha256", "article_id"]].drop_duplicates("text_sha256")
    rows = join(a, first.rename(columns={"article_id": "other"}), "text_sha256")
    # One text at two addresses is a fact of a collection: there the second becomes a relay of the first.
    return rows[true(rows["other"] != rows["article_id"]) & minted(rows["article_id"])]


@rule("range-reversed", "article_ranges", "char_end", "the range {char_start}-{char_end} is empty or reversed",
      "char_end is exclusive and larger than char_start")  # fmt: skip
def range_reversed(t: Tables) -> Frame:
    r = t["article_ranges"]
    return r[true(r["char_end"] <= r["char_start"])]


@rule("range-past-end", "article_ranges", "char_end", "the range ends at {char_end}, the text at {text_chars}",
      "count code points of the text")  # fmt: skip
def range_past_end(t: Tables) -> Frame:
    r = join(t["article_ranges"], t["articles"][["article_id", "text_chars"]], "article_id")
    return r[true(r["char_end"] > r["text_chars"])]


@rule("range-overlap", "article_ranges", "char_start", "the range {char_start}-{char_end} overlaps the one before it",
      "ranges of one article lie apart")  # fmt: skip
def range_overlap(t: Tables) -> Frame:
    r = t["article_ranges"].sort_values(["article_id", "char_start"])
    before = r.groupby("article_id")["char_end"].shift()
    return r[true(r["char_start"] < before)]


def _dated(table: str, group: str) -> None:
    """Rules every date group obeys."""

    @rule(
        "weekday-contradicts-date",
        table,
        f"{group}_weekday",
        "{edtf} is no {weekday}",
        "correct the date or the weekday",
    )
    def weekday(t: Tables) -> Frame:
        df = t[table]
        if f"{group}_weekday" not in df:
            return df.iloc[:0]
        df = df[df[f"{group}_weekday"].notna()]
        first, last = df[f"{group}_earliest"], df[f"{group}_latest"]
        named = df[f"{group}_weekday"].map({name: number for number, name in enumerate(WEEKDAYS)}).astype("float64")
        # Days from the first possible one to the next such weekday: it must not lie past the last possible one.
        wait = (named - first.dt.day_of_week.astype("float64")) % 7
        wrong = wait > days_between(last, first).astype("float64")
        return df[true(wrong)].rename(columns={f"{group}_edtf": "edtf", f"{group}_weekday": "weekday"})

    @rule("date-without-basis", table, f"{group}_basis", "a date that the page does not print in full needs its basis",
          "say in your own words how it is known")  # fmt: skip
    def basis(t: Tables) -> Frame:
        df = t[table]
        inferred = df[f"{group}_certainty"].notna() & true(df[f"{group}_certainty"] != "explicit")
        return df[inferred & df[f"{group}_basis"].isna()]

    @rule("explicit-but-not-a-day", table, f"{group}_certainty", "{edtf} is no full date, so it cannot be explicit",
          "use bounded, or give the day")  # fmt: skip
    def explicit(t: Tables) -> Frame:
        df = t[table].rename(columns={f"{group}_edtf": "edtf"})
        full = df["edtf"].str.fullmatch(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?").fillna(False).astype(bool)
        return df[true(df[f"{group}_certainty"] == "explicit") & ~full & df["edtf"].notna()]

    @rule("unknown-but-a-day", table, f"{group}_certainty", "{edtf} is a day, so it is not unknown",
          "say how the day is known, or write the bounds")  # fmt: skip
    def unknown(t: Tables) -> Frame:
        df = t[table].rename(columns={f"{group}_edtf": "edtf"})
        one_day = true(df[f"{group}_earliest"] == df[f"{group}_latest"])
        return df[true(df[f"{group}_certainty"] == "unknown") & one_day]

    @rule("outside-source-unnamed", table, f"{group}_basis", "inferred_external names no article of the dataset",
          "name the outside source by its article id")  # fmt: skip
    def external(t: Tables) -> Frame:
        df = t[table]
        rows = df[true(df[f"{group}_certainty"] == "inferred_external") & df[f"{group}_basis"].notna()]
        named = rows[f"{group}_basis"].str.extract(r"(ar-(?:[0-9a-z]{16}|[0-9a-z]{5}))", expand=False)
        return rows[~has(named.rename("article_id").to_frame(), t["articles"], "article_id")]

    @rule("after-the-data", table, f"{group}_edtf", "{edtf} lies after the data's last day, {through}",
          "raise data_through in releases.yml or correct the date")  # fmt: skip
    def future(t: Tables) -> Frame:
        df = t[table].rename(columns={f"{group}_edtf": "edtf"})
        through = t["releases"]["data_through"].max() if len(t["releases"]) else None
        if through is None or pd.isna(through) or group == "deadline":
            return df.iloc[:0]
        late = true(df[f"{group}_earliest"] > through)
        if late.any() and table in MADE_FROM_TEXTS:  # a collection may be younger than what is curated
            late &= minted(df[contract()[table].primary_key[0]])
        return df[late].assign(through=str(through))


MADE_FROM_TEXTS = ("articles", "statements")
"""Dated tables in which an extraction has rows."""


for _name, _spec in contract().items():
    for _group in _spec.groups:
        _dated(_name, _group)
