"""Whose accounts carry an event, and since when: the part of the rule that makes one capital's word one-sided."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from communique_schema.terms import links

from ..tables import Tables, yes
from .clock import NEVER, to_days

Frame = pd.DataFrame

MUTE_ACCOUNTS = ("outlet", "unnamed_source", "leaked_text")
"""Account kinds that never move a status: nobody answers for them."""
SECOND_HAND_TIERS = ("reprint", "machine_translation")
"""Tiers that count only where no better page carries the same event for the same side."""
SIDES = ("ru", "us")


def sides_of_actors(tables: Tables) -> Frame:
    """``actor_id``, ``side``: "ru", "us", another country's code in lower case, or null for actors of no state."""
    actors = tables["actors"]
    states = actors.loc[actors["country_code"].notna(), ["actor_id", "country_code"]]
    out = actors[["actor_id", "state_id"]].merge(
        states.rename(columns={"actor_id": "state_id"}), on="state_id", how="left"
    )
    return out.assign(side=out["country_code"].str.lower())[["actor_id", "side"]]


def accounts(tables: Tables) -> Frame:
    """One row per statement that can move a status: ``statement_id``, ``published`` (day), ``low``, and the flags
    ``ru``, ``us`` (that side's account) and ``third`` (a record of neither side)."""
    statements, articles = tables["statements"], tables["articles"]
    rules = tables["coders"].loc[tables["coders"]["coder_kind"] == "rules", "coder_id"]
    rows = statements[["statement_id", "article_id", "account_kind", "coder_id"]]
    for kind in MUTE_ACCOUNTS:
        rows = rows[rows["account_kind"] != kind]
    rows = rows.merge(rules.to_frame().assign(by_rules=True), on="coder_id", how="left")
    rows = rows[rows["by_rules"].isna()]
    page = articles[["article_id", "source_tier", "published_date"]]
    rows = rows.merge(page, on="article_id")
    rows["published"] = to_days(rows["published_date"])
    rows["low"] = np.logical_or.reduce([yes(rows["source_tier"] == tier) for tier in SECOND_HAND_TIERS])
    tellers = tables["statement_actors"]
    tellers = tellers.loc[tellers["role"] == "account", ["statement_id", "actor_id"]].merge(
        sides_of_actors(tables), on="actor_id"
    )
    third = yes(rows["account_kind"] == "third_party")
    for side in SIDES:
        told = tellers.loc[tellers["side"] == side, ["statement_id"]].drop_duplicates()
        carries = rows[["statement_id"]].merge(told.assign(yes=True), on="statement_id", how="left")["yes"].notna()
        rows[side] = carries.to_numpy(bool) & ~third
    rows["third"] = third | (_third_party(tables, rows) & ~rows["ru"] & ~rows["us"])
    return rows[["statement_id", "published", "low", "ru", "us", "third"]].reset_index(drop=True)


def _third_party(tables: Tables, rows: Frame) -> "npt.NDArray[np.bool_]":
    """Whether an account of each row is of another state or of an organisation; a person of no state is neither."""
    tellers = tables["statement_actors"]
    tellers = tellers.loc[tellers["role"] == "account", ["statement_id", "actor_id"]]
    tellers = tellers.merge(sides_of_actors(tables), on="actor_id").merge(
        tables["actors"][["actor_id", "actor_kind"]], on="actor_id"
    )
    others = tellers["side"].notna().to_numpy(bool) & ~yes(tellers["side"] == "ru") & ~yes(tellers["side"] == "us")
    own = tellers[others | yes(tellers["actor_kind"] == "organisation")][["statement_id"]].drop_duplicates()
    return (
        rows[["statement_id"]].merge(own.assign(yes=True), on="statement_id", how="left")["yes"].notna().to_numpy(bool)
    )


def first_published(tables: Tables) -> Frame:
    """Per proposal event the first day each kind of account was published: ``event_id``, ``ru``, ``us``, ``third`` and
    ``any`` (days; :data:`NEVER` where there is none)."""
    linked = tables["event_evidence"].merge(accounts(tables), on="statement_id")
    out = tables["proposal_events"][["event_id"]].copy()
    for kind in (*SIDES, "third"):
        carried = linked[linked[kind]]
        better = carried.loc[~carried["low"], ["event_id"]].drop_duplicates().assign(better=True)
        carried = carried.merge(better, on="event_id", how="left")
        carried = carried[~carried["low"] | carried["better"].isna()]
        first = carried.groupby("event_id")["published"].min().rename(kind).reset_index()
        out = out.merge(first, on="event_id", how="left")
    out = out.fillna(dict.fromkeys((*SIDES, "third"), NEVER)).astype(dict.fromkeys((*SIDES, "third"), np.int64))
    out["any"] = out[[*SIDES, "third"]].min(axis=1)
    return out


def event_clocks(tables: Tables) -> Frame:
    """Every proposal event with its clocks, in log order.

    Columns: ``event_id``, ``proposal_id``, ``place``, ``event``, ``effect``, ``mutual`` (whether it takes both sides),
    ``moves_to``, ``side`` (of the actor), ``effective``, ``known``, ``ru``, ``us``, ``counted`` (days).
    """
    events = tables["proposal_events"]
    rows = events[["event_id", "proposal_id", "position", "event", "actor_id"]].copy()
    for name, link in (("effect", "effect"), ("moves_to", "moves_to")):
        rows[name] = rows["event"].map({c: t[0] for c, t in links(link, "proposal_event").items() if t})
    rows = rows.merge(sides_of_actors(tables), on="actor_id", how="left")
    rows = rows.merge(first_published(tables), on="event_id").rename(columns={"any": "known", "position": "place"})
    latest = events[["event_id", "happened_latest"]]
    rows = rows.merge(latest, on="event_id").sort_values(["proposal_id", "place"], kind="stable")
    stated = to_days(rows["happened_latest"])
    own = np.where(stated < NEVER, stated, rows["known"])
    rows["effective"] = pd.Series(own, index=rows.index).groupby(rows["proposal_id"]).cummax()
    # An act of one party counts by that party's own account, a mutual act by both; a third party's record serves both.
    actor_told = np.select([yes(rows["side"] == "ru"), yes(rows["side"] == "us")], [rows["ru"], rows["us"]], NEVER)
    rows["mutual"] = yes(rows["effect"] == "mutual_act") | (
        yes(rows["effect"] == "either_act") & rows["actor_id"].isna()
    )
    told = np.where(rows["mutual"], rows[list(SIDES)].max(axis=1), actor_told)
    rows["counted"] = np.minimum(told, rows["third"])
    return rows.drop(columns=["actor_id", "happened_latest"]).reset_index(drop=True)
