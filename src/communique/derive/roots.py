"""Roots: account and occasion of a telling. Two pages with one root are one source."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.rules.base import array

from ..tables import Tables, yes

Frame = pd.DataFrame
TEXT = pd.ArrowDtype(pa.string())


def roots(tables: Tables) -> Frame:
    """``statement_id``, ``root``: the account actors and the told encounter, or the article where no encounter is known."""
    statements, tellers = tables["statements"], tables["statement_actors"]
    tellers = tellers.loc[yes(tellers["role"] == "account"), ["statement_id", "actor_id"]]
    told = pa.table({name: _texts(tellers[name]) for name in tellers})
    told = told.sort_by([("statement_id", "ascending"), ("actor_id", "ascending")])
    runs = pc.run_end_encode(told["statement_id"].combine_chunks())
    ends = pa.concat_arrays([pa.array([0], pa.int32()), runs.run_ends])
    names = pc.binary_join(pa.ListArray.from_arrays(ends, told["actor_id"].combine_chunks()), "+")
    accounts = names.take(pc.index_in(_texts(statements["statement_id"]), value_set=runs.values))
    occasion = pc.coalesce(_texts(statements["told_encounter_id"]), _texts(statements["article_id"]))
    root = pc.binary_join_element_wise(pc.fill_null(accounts, "none"), occasion, "@")
    return pd.DataFrame({"statement_id": statements["statement_id"], "root": pd.array(root, dtype=TEXT)})


def _texts(column: "pd.Series[str]") -> pa.Array:
    return array(column, pa.string())


def own_side(tables: Tables, sides: Frame) -> Frame:
    """``statement_actors`` with ``own_side_account``: whether an account of the statement comes from the actor's state."""
    rows = tables["statement_actors"].drop(columns="own_side_account").merge(sides, on="actor_id", how="left")
    told = rows.loc[(rows["role"] == "account") & rows["side"].notna(), ["statement_id", "side"]].drop_duplicates()
    rows = rows.merge(told.assign(same=True), on=["statement_id", "side"], how="left")
    same = rows["same"].notna().to_numpy(bool)
    rows["own_side_account"] = pd.Series(same, index=rows.index, dtype=object).where(rows["side"].notna())
    return rows.drop(columns=["side", "same"])
