"""Rules about claims and conflicts."""

import pandas as pd

from .base import Frame, Tables, has, join, rule, true


@rule(
    "claim-without-statement", "claims", "claim_id", "no statement carries the claim", "link a statement or remove it"
)
def claim_without_statement(t: Tables) -> Frame:
    return t["claims"][~has(t["claims"], t["statements"], "claim_id")]


@rule("omission-unproven", "conflicts", "aspect", "an omission needs full coverage of the silent text",
      "read the whole text first, or choose another aspect")  # fmt: skip
def omission_unproven(t: Tables) -> Frame:
    c = t["conflicts"][true(t["conflicts"]["aspect"] == "omission")]
    coverage = t["articles"][["article_id", "coverage"]]
    bad = pd.Series(False, index=c.index)
    for side in ("a", "b"):
        renamed = coverage.rename(columns={"article_id": f"article_{side}_id"})
        silent = join(c[[f"article_{side}_id", f"statement_{side}_id"]], renamed, f"article_{side}_id")
        bad |= silent[f"statement_{side}_id"].isna() & true(silent["coverage"] != "full")
    return c[bad]


@rule("conflict-one-sided", "conflicts", "statement_a_id", "neither account is named", "name at least one statement")
def conflict_one_sided(t: Tables) -> Frame:
    c = t["conflicts"]
    return c[c["statement_a_id"].isna() & c["statement_b_id"].isna()]


def _wrong_page(t: Tables, side: str) -> Frame:
    owner = t["statements"][["statement_id", "article_id"]].rename(columns={"statement_id": f"statement_{side}_id"})
    rows = join(t["conflicts"], owner, f"statement_{side}_id")
    return rows[true(rows["article_id"] != rows[f"article_{side}_id"])]


@rule(
    "conflict-wrong-page",
    "conflicts",
    "statement_a_id",
    "{statement_a_id} stands in {article_id}",
    "correct article_a_id",
)
def conflict_wrong_page_a(t: Tables) -> Frame:
    return _wrong_page(t, "a")


@rule(
    "conflict-wrong-page",
    "conflicts",
    "statement_b_id",
    "{statement_b_id} stands in {article_id}",
    "correct article_b_id",
)
def conflict_wrong_page_b(t: Tables) -> Frame:
    return _wrong_page(t, "b")


@rule(
    "claim-told-differently",
    "statements",
    "claim_id",
    "reports of claim {claim_id} differ in {what}, and no conflict says so",
    "add a row to conflicts.yml, or part the claims",
    "warning",
)
def claim_told_differently(t: Tables) -> Frame:
    s = t["statements"][t["statements"]["claim_id"].notna()]
    s = s[~has(s, t["conflicts"], "claim_id")]
    speakers = t["statement_actors"][true(t["statement_actors"]["role"] == "speaker")].astype(object)
    sets = (
        speakers.sort_values("actor_id")
        .groupby("statement_id")["actor_id"]
        .agg("+".join)
        .rename("speakers")
        .reset_index()
    )
    s = join(s.astype({"statement_id": object}), sets, "statement_id")
    grouped = s.groupby("claim_id")
    people = grouped["speakers"].transform("nunique") > 1
    dates = grouped["said_earliest"].transform("max") > grouped["said_latest"].transform("min")
    what = people.map({True: "speakers", False: "dates"})
    return s.assign(what=what)[people | true(dates)].drop_duplicates("claim_id")
