"""Roots: account and occasion of a telling. Two pages with one root are one source."""

import pandas as pd

from ..tables import Tables

Frame = pd.DataFrame


def roots(tables: Tables) -> Frame:
    """``statement_id``, ``root``: the account actors and the told encounter, or the article where no encounter is known."""
    statements = tables["statements"][["statement_id", "article_id", "told_encounter_id"]]
    tellers = tables["statement_actors"]
    tellers = tellers.loc[tellers["role"] == "account", ["statement_id", "actor_id"]].astype(object)
    tellers = tellers.sort_values(["statement_id", "actor_id"])
    joined = tellers.groupby("statement_id", as_index=False)["actor_id"].agg("+".join)
    out = statements.astype(object).merge(joined, on="statement_id", how="left")
    occasion = out["told_encounter_id"].where(out["told_encounter_id"].notna(), out["article_id"])
    out["root"] = out["actor_id"].fillna("none") + "@" + occasion
    return out[["statement_id", "root"]]


def own_side(tables: Tables, sides: Frame) -> Frame:
    """``statement_actors`` with ``own_side_account``: whether an account of the statement comes from the actor's state."""
    rows = tables["statement_actors"].drop(columns="own_side_account").merge(sides, on="actor_id", how="left")
    told = rows.loc[(rows["role"] == "account") & rows["side"].notna(), ["statement_id", "side"]].drop_duplicates()
    rows = rows.merge(told.assign(same=True), on=["statement_id", "side"], how="left")
    same = rows["same"].notna().to_numpy(bool)
    rows["own_side_account"] = pd.Series(same, index=rows.index, dtype=object).where(rows["side"].notna())
    return rows.drop(columns=["side", "same"])
