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
    both = join(a.assign(row=a.index), ranges, "article_id", "inner")
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
    s = join(t["statements"], t["articles"][["article_id", "evidence_level"]], "article_id")
    s = s[true(s["evidence_level"] == "anchored")]
    return s[~has(s, t["anchors"][true(t["anchors"]["anchor_role"] == "primary")], "statement_id")]


@rule("anchor-without-text", "anchors", "char_start", "the article keeps no text version, so a span points nowhere",
      "remove the anchor, or record the text's hash in the article")  # fmt: skip
def anchor_without_text(t: Tables) -> Frame:
    a = join(_placed(t), t["articles"][["article_id", "evidence_level"]], "article_id")
    return a[true(a["evidence_level"] == "read")]


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


def _roles(t: Tables, role: str) -> Frame:
    actors = t["statement_actors"]
    return actors[true(actors["role"] == role)]


@rule("no-speaker", "statements", "actors", "the statement has no speaker", "name whose act it is (role speaker)")
def no_speaker(t: Tables) -> Frame:
    return t["statements"][~has(t["statements"], _roles(t, "speaker"), "statement_id")]


@rule(
    "no-account", "statements", "actors", "the statement has no account", "name whose telling we rely on (role account)"
)
def no_account(t: Tables) -> Frame:
    return t["statements"][~has(t["statements"], _roles(t, "account"), "statement_id")]


@rule("joint-needs-two", "statements", "account_kind", "{account_kind} with fewer than two speakers",
      "name each side as a speaker, or code another account_kind")  # fmt: skip
def joint_needs_two(t: Tables) -> Frame:
    s = t["statements"]
    joint = s[true(s["account_kind"] == "joint_by_one_side") | true(s["account_kind"] == "joint_text")]
    n = _roles(t, "speaker").groupby("statement_id", as_index=False).size()
    joint = join(joint, n.astype({"size": "int64"}), "statement_id")
    return joint[~true(joint["size"] >= 2)]


@rule("account-sides-disagree", "statement_actors", "role", "speaker of another state than the account of an own_side row",
      "own_side means the speaker's own government tells: correct account_kind, speaker or account")  # fmt: skip
def own_side_foreign(t: Tables) -> Frame:
    return _sides(t, ("own_side",), own=False)


@rule("account-sides-disagree", "statement_actors", "role",
      "speaker of the same state as the account of a counterpart_by_other_side row",
      "the other side tells: correct account_kind, speaker or account")  # fmt: skip
def counterpart_own(t: Tables) -> Frame:
    return _sides(t, ("counterpart_by_other_side",), own=True)


def _sides(t: Tables, kinds: tuple[str, ...], *, own: bool) -> Frame:
    rows = join(_roles(t, "speaker"), t["statements"][["statement_id", "account_kind"]], "statement_id")
    wanted = rows["account_kind"].map(dict.fromkeys(kinds, True)).notna()
    return rows[wanted & true(rows["own_side_account"] == own)]


@rule("asserted-by-nobody", "statement_treaties", "asserted_by",
      "an asserted status needs asserted_by, and the other way round",
      "say whose assertion it is")  # fmt: skip
def asserted_by_nobody(t: Tables) -> Frame:
    r = t["statement_treaties"]
    return r[r["asserted_status"].isna() != r["asserted_by"].isna()]


@rule("relay-unnamed", "statement_treaties", "relay_id", "asserted_by relay names its relay, asserted_by speaker names none",
      "add or remove relay_id")  # fmt: skip
def relay_unnamed(t: Tables) -> Frame:
    r = t["statement_treaties"]
    return r[true(r["asserted_by"] == "relay") == r["relay_id"].isna()]


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
