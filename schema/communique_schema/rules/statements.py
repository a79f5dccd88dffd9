"""Rules about statements, their anchors and the people in them."""

import numpy as np

from ..words import count_words
from .base import Frame, Tables, days_between, has, join, rule, true


def _placed(t: Tables) -> Frame:
    """Anchors with the article they lie in."""
    return join(t["anchors"], t["statements"][["statement_id", "article_id"]], "statement_id")


@rule("span-reversed", "anchors", "char_end", "the span {char_start}-{char_end} is empty or reversed",
      "char_end is exclusive and larger than char_start")  # fmt: skip
def span_reversed(t: Tables) -> Frame:
    a = t["anchors"]
    return a[true(a["char_end"] <= a["char_start"])]


@rule("span-past-end", "anchors", "char_end", "the span ends at {char_end}, the text at {text_chars}",
      "count code points of the text")  # fmt: skip
def span_past_end(t: Tables) -> Frame:
    a = join(_placed(t), t["articles"][["article_id", "text_chars"]], "article_id")
    return a[true(a["char_end"] > a["text_chars"])]


@rule("span-outside-range", "anchors", "char_start", "the {anchor_role} span {char_start}-{char_end} lies in no {wanted} range",
      "correct the span, or the article's ranges")  # fmt: skip
def span_outside_range(t: Tables) -> Frame:
    a = _placed(t)
    a = a.assign(wanted=np.where(true(a["anchor_role"] == "headline"), "headline or deck", "body"))
    ranges = t["article_ranges"].rename(columns={"char_start": "from", "char_end": "to"})
    spans = a[["article_id", "char_start", "char_end", "wanted"]].assign(row=a.index)
    both = spans.merge(ranges, on="article_id")
    fits = true(both["from"] <= both["char_start"]) & true(both["char_end"] <= both["to"])
    body = true(both["range_kind"] == "body")
    inside = both.loc[fits & (body == (both["wanted"] == "body")), "row"]
    return a[~np.isin(a.index, inside.to_numpy(dtype=np.int64))]


@rule("span-overlap", "anchors", "char_start", "the primary span {char_start}-{char_end} overlaps another of the same article",
      "split the text where one statement ends and the next begins")  # fmt: skip
def span_overlap(t: Tables) -> Frame:
    a = _placed(t)
    a = a[true(a["anchor_role"] == "primary")].sort_values(["article_id", "char_start"])
    before = a.groupby("article_id")["char_end"].cummax().groupby(a["article_id"]).shift()
    return a[true(a["char_start"] < before)]


@rule("statement-without-anchor", "statements", "anchors", "the statement has no primary span in its article's text",
      "add an anchor of role primary")  # fmt: skip
def statement_without_anchor(t: Tables) -> Frame:
    s = t["statements"]
    s = s[has(s, t["articles"][true(t["articles"]["evidence_level"] == "anchored")], "article_id")]
    return s[~has(s, t["anchors"][true(t["anchors"]["anchor_role"] == "primary")], "statement_id")]


@rule("anchor-without-text", "anchors", "char_start", "the article keeps no text version, so a span points nowhere",
      "remove the anchor, or record the text's hash in the article")  # fmt: skip
def anchor_without_text(t: Tables) -> Frame:
    a = _placed(t)
    return a[has(a, t["articles"][true(t["articles"]["evidence_level"] == "read")], "article_id")]


@rule("anchor-without-hash", "anchors", "span_sha256", "the span has no hash", "run communique fmt --sources DIR")
def anchor_without_hash(t: Tables) -> Frame:
    a = t["anchors"]
    return a[a["span_sha256"].isna() | a["span_norm_sha256"].isna() | a["word_count"].isna()]


@rule(
    "said-after-told", "statements", "said", "said {said_edtf}, told {told_edtf}", "nobody tells what was not yet said"
)
def said_after_told(t: Tables) -> Frame:
    s = t["statements"]
    return s[true(days_between(s["said_earliest"], s["told_latest"]) > 1)]


@rule("told-after-published", "statements", "told", "told {told_edtf}, published {published_edtf}",
      "no page prints what was not yet told")  # fmt: skip
def told_after_published(t: Tables) -> Frame:
    s = join(t["statements"], t["articles"][["article_id", "published_latest", "published_edtf"]], "article_id")
    return s[true(days_between(s["told_earliest"], s["published_latest"]) > 1)]


@rule("said-after-published", "statements", "said", "said {said_edtf}, published {published_edtf}",
      "no page prints what was not yet said")  # fmt: skip
def said_after_published(t: Tables) -> Frame:
    s = join(t["statements"], t["articles"][["article_id", "published_latest", "published_edtf"]], "article_id")
    return s[true(days_between(s["said_earliest"], s["published_latest"]) > 1)]


@rule("first-hand-two-dates", "statements", "told", "first_hand, yet said {said_edtf} and told {told_edtf}",
      "a first-hand act is told in the act: give both the same date, or code the delivery as recounted")  # fmt: skip
def first_hand_two_dates(t: Tables) -> Frame:
    s = t["statements"]
    return s[true(s["delivery"] == "first_hand") & true(s["said_edtf"] != s["told_edtf"])]


@rule("request-without-type", "statements", "request_type", "a request needs its request_type", "say what it asks for")
def request_without_type(t: Tables) -> Frame:
    s = t["statements"]
    asks = true(s["act"] == "request") | true(s["act_secondary"] == "request")
    return s[asks & s["request_type"].isna()]


@rule("type-without-request", "statements", "request_type", "request_type {request_type} on an act that is no request",
      "remove it, or code the request as act or act_secondary")  # fmt: skip
def type_without_request(t: Tables) -> Frame:
    s = t["statements"]
    asks = true(s["act"] == "request") | true(s["act_secondary"] == "request")
    return s[~asks & s["request_type"].notna()]


@rule("second-act-repeats", "statements", "act_secondary", "act_secondary repeats act {act}", "remove it")
def second_act_repeats(t: Tables) -> Frame:
    s = t["statements"]
    return s[true(s["act"] == s["act_secondary"])]


@rule("paraphrase-missing", "statements", "paraphrase", "only rows coded by rules go without a paraphrase",
      "say in your own words what the statement does")  # fmt: skip
def paraphrase_missing(t: Tables) -> Frame:
    s = join(t["statements"], t["coders"][["coder_id", "coder_kind"]], "coder_id")
    return s[s["paraphrase"].isna() & ~true(s["coder_kind"] == "rules")]


@rule("key-phrase-too-long", "statements", "key_phrase", "the key phrase has {n} words; at most seven are ours to print",
      "shorten it to seven consecutive words")  # fmt: skip
def key_phrase_too_long(t: Tables) -> Frame:
    return _too_long(t["statements"], "key_phrase", 7)


@rule("mention-too-long", "statement_actors", "mention", "the mention has {n} words; at most seven are ours to print",
      "keep the name or title alone")  # fmt: skip
def mention_too_long(t: Tables) -> Frame:
    return _too_long(t["statement_actors"], "mention", 7)


def _too_long(df: Frame, column: str, most: int) -> Frame:
    rows = df[df[column].notna()]
    counted = rows[column].map(count_words)
    return rows.assign(n=counted)[counted > most]


@rule("said-outside-encounter", "statements", "said", "said {said_edtf}, but the encounter was {held_edtf}",
      "reports of one encounter share its date: correct the date or the encounter")  # fmt: skip
def said_outside_encounter(t: Tables) -> Frame:
    return _outside(t, "said")


@rule("told-outside-encounter", "statements", "told", "told {told_edtf}, but the encounter was {held_edtf}",
      "reports of one encounter share its date: correct the date or the encounter")  # fmt: skip
def told_outside_encounter(t: Tables) -> Frame:
    return _outside(t, "told")


def _outside(t: Tables, group: str) -> Frame:
    held = t["encounters"][["encounter_id", "held_edtf", "held_earliest", "held_latest"]]
    s = join(t["statements"], held.rename(columns={"encounter_id": f"{group}_encounter_id"}), f"{group}_encounter_id")
    after = true(days_between(s[f"{group}_earliest"], s["held_latest"]) > 1)
    before = true(days_between(s["held_earliest"], s[f"{group}_latest"]) > 1)
    return s[after | before]


@rule("first-hand-two-occasions", "statements", "told_encounter_id", "first_hand, yet said and told on two occasions",
      "a first-hand act is told in the act: give both the same encounter, or code the delivery as recounted")  # fmt: skip
def first_hand_two_occasions(t: Tables) -> Frame:
    """First-hand rows whose two encounters differ, or of which only one is named."""
    s = t["statements"]
    said, told = s["said_encounter_id"], s["told_encounter_id"]
    return s[true(s["delivery"] == "first_hand") & ((said.isna() != told.isna()) | true(said != told))]


@rule("reports-part-in-time", "statements", "said", "said {said_edtf}, but another report of the encounter {other}",
      "reports of one encounter share a day: correct a date, or part the encounters")  # fmt: skip
def said_dates_part(t: Tables) -> Frame:
    """Statements said at one encounter on days that cannot be the same (a day of slack for zones)."""
    return _part_in_time(t, "said")


@rule("reports-part-in-time", "statements", "told", "told {told_edtf}, but another report of the telling {other}",
      "tellings at one encounter share a day: correct a date, or part the encounters")  # fmt: skip
def told_dates_part(t: Tables) -> Frame:
    """Statements told at one encounter on days that cannot be the same (a day of slack for zones)."""
    return _part_in_time(t, "told")


def _part_in_time(t: Tables, group: str) -> Frame:
    s = t["statements"][t["statements"][f"{group}_encounter_id"].notna()]
    bounds = s[[f"{group}_encounter_id", f"{group}_latest", f"{group}_edtf"]].dropna(subset=[f"{group}_latest"])
    bounds = bounds.sort_values([f"{group}_latest", f"{group}_edtf"]).drop_duplicates(f"{group}_encounter_id")
    bounds = bounds.rename(columns={f"{group}_latest": "ended", f"{group}_edtf": "other"})
    # Encounters that take several days have reports of each; the encounter's own bounds judge those.
    held = t["encounters"][["encounter_id", "held_earliest", "held_latest"]]
    s = join(s, bounds, f"{group}_encounter_id")
    s = join(s, held.rename(columns={"encounter_id": f"{group}_encounter_id"}), f"{group}_encounter_id")
    long = true(days_between(s["held_latest"], s["held_earliest"]) > 0) & ~s["held_earliest"].isna()
    period = true(s["other"].str.contains("/")) | true(s[f"{group}_edtf"].str.contains("/"))
    return s[true(days_between(s[f"{group}_earliest"], s["ended"]) > 1) & ~(long & period)]
