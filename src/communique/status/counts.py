"""Corroboration and the present: how many tellings stand behind a claim or a proposal, and where things stand now."""

import numpy as np
import pandas as pd

from ..tables import Tables
from .clock import day_number, to_dates, to_days
from .evidence import SIDES, accounts, sides_of_actors

Frame = pd.DataFrame


def _counts(rows: Frame, key: str, **columns: str) -> Frame:
    """Distinct values per ``key``: result column -> counted column."""
    grouped = rows.groupby(key)
    return pd.DataFrame({name: grouped[column].nunique() for name, column in columns.items()}).reset_index()


def _zero(out: Frame) -> Frame:
    numbers = [c for c in out.columns if c.startswith("n_")]
    return out.assign(**{c: out[c].fillna(0).astype("int64") for c in numbers})


def claim_counts(tables: Tables) -> Frame:
    """Per claim: statements, articles, roots, sides whose accounts carry it, languages it is reported in."""
    statements = tables["statements"]
    rows = statements[statements["claim_id"].notna()].merge(
        tables["articles"][["article_id", "language"]], on="article_id"
    )
    out = _counts(rows, "claim_id", n_statements="statement_id", n_articles="article_id", n_roots="root",
                  n_languages="language")  # fmt: skip
    tellers = tables["statement_actors"]
    tellers = tellers[tellers["role"] == "account"].merge(sides_of_actors(tables), on="actor_id")
    told = rows[["claim_id", "statement_id"]].merge(tellers[["statement_id", "side"]], on="statement_id")
    out = out.merge(_counts(told[told["side"].notna()], "claim_id", n_sides="side"), on="claim_id", how="left")
    return _zero(tables["claims"][["claim_id"]].merge(out, on="claim_id", how="left"))


def proposal_counts(tables: Tables) -> Frame:
    """Per proposal: statements, articles and roots linked to it; sides and newest day of the evidence of its log."""
    linked = tables["statement_proposals"][["proposal_id", "statement_id"]].drop_duplicates()
    rows = linked.merge(tables["statements"][["statement_id", "article_id", "root"]], on="statement_id")
    out = tables["proposals"][["proposal_id"]].merge(
        _counts(rows, "proposal_id", n_statements="statement_id", n_articles="article_id", n_roots="root"),
        on="proposal_id", how="left",
    )  # fmt: skip
    log = tables["proposal_events"][["event_id", "proposal_id"]].merge(tables["event_evidence"], on="event_id")
    log = log.merge(accounts(tables), on="statement_id")
    carried = log.groupby("proposal_id").agg(last=("published", "max"), **{s: (s, "max") for s in (*SIDES, "third")})
    out = out.merge(carried.reset_index(), on="proposal_id", how="left")
    flags = {name: out[name].eq(True).to_numpy(bool) for name in (*SIDES, "third")}
    ru, us, third = flags["ru"], flags["us"], flags["third"]
    out["evidence_sides"] = np.select([ru & us, ru, us, third], ["both", "ru", "us", "third_party"], "none")
    known = out["last"].notna().to_numpy(bool)
    out["last_evidence"] = to_dates(out["last"].fillna(2**31 - 1).where(known, 2**31 - 1).astype("int64"))
    return _zero(out.drop(columns=["last", *SIDES, "third"]))


def standing_now(tables: Tables) -> list[tuple[str, str, Frame]]:
    """(table, key, derived columns) for what the interval tables say at the end of the data."""
    if not tables["releases"]["data_through"].notna().any():
        blank = tables["proposals"][["proposal_id"]].assign(one_sided=False)
        return [("proposals", "proposal_id", blank)]
    end = day_number(max(tables["releases"]["data_through"].dropna())) + 1
    status = _last(tables["proposal_status"], end, known=True)
    proposals = tables["proposals"][["proposal_id"]]
    headline = status[status["fold"] == "headline"]
    proposals = proposals.merge(
        headline[["proposal_id", "status", "status_since", "one_sided"]], on="proposal_id", how="left"
    )
    for side in SIDES:
        per = status.loc[status["fold"] == f"per_{side}", ["proposal_id", "status"]]
        proposals = proposals.merge(per.rename(columns={"status": f"status_per_{side}"}), on="proposal_id", how="left")
    proposals["one_sided"] = proposals["one_sided"].fillna(False)
    channels = _last(tables["channel_status"], end, known=True).rename(columns={"valid_from": "channel_since"})
    force = _last(tables["treaty_status"], end, known=False)
    force = force[force["track"] == "force"].rename(
        columns={"treaty_status": "force_status", "valid_from": "force_since"}
    )
    return [
        ("proposals", "proposal_id", proposals),
        ("channels", "channel_id", channels[["channel_id", "channel_status", "channel_since"]]),
        ("treaties", "treaty_id", force[["treaty_id", "force_status", "force_since"]]),
    ]


def _last(intervals: Frame, end: int, *, known: bool) -> Frame:
    held = to_days(intervals["valid_to"]) == end
    if known:
        held &= to_days(intervals["known_to"]) == end
    kept: Frame = intervals[held]
    return kept
