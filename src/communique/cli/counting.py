"""Which statements behind a step move nothing, and why: the rule of :mod:`communique.status.evidence` in a few words."""

from typing import Any

import pandas as pd

from ..status.evidence import MUTE_ACCOUNTS, SECOND_HAND_TIERS, SIDES, accounts
from .built import Built

KINDS = (*SIDES, "third")
MUTE = dict(zip(MUTE_ACCOUNTS, ("an outlet's word", "an unnamed source", "a leaked text"), strict=True))
SECOND_HAND = dict(zip(SECOND_HAND_TIERS, ("a reprint", "a machine translation"), strict=True))


def uncounted(built: Built, evidence: list[dict[str, Any]]) -> dict[str, str]:
    """statement_id -> why it does not count, for those of one step's ``evidence`` that do not."""
    ids = [row["statement_id"] for row in evidence]
    carried = _carried(built, ids)
    tiers = dict(zip(built["articles"]["article_id"], built["articles"]["source_tier"], strict=True))
    coders = built["coders"]
    by_rules = set(coders.loc[coders["coder_kind"] == "rules", "coder_id"])
    better = {kind for row in carried.values() if not row["low"] for kind in KINDS if row[kind]}
    out = {}
    for row in evidence:
        account = carried.get(row["statement_id"])
        if row["account_kind"] in MUTE:
            out[row["statement_id"]] = MUTE[row["account_kind"]]
        elif row["coder_id"] in by_rules:
            out[row["statement_id"]] = "coded by rules alone"
        elif account is None or not any(account[kind] for kind in KINDS):
            out[row["statement_id"]] = "an account of neither side"
        elif account["low"] and all(kind in better for kind in KINDS if account[kind]):
            out[row["statement_id"]] = f"{SECOND_HAND[tiers[row['article_id']]]}, and a better page has it"
    return out


def _carried(built: Built, ids: list[str]) -> dict[str, dict[str, Any]]:
    """What each statement carries: for which side, and whether on a page of second hand."""
    if "accounts" not in built.tables:
        needed = built.some("statements", "articles", "coders", "statement_actors", "actors")
        built.tables["accounts"] = accounts(needed)
    rows: pd.DataFrame = built.tables["accounts"]
    rows = rows[rows["statement_id"].isin(ids)]
    return {str(row["statement_id"]): {str(k): v for k, v in row.items()} for row in rows.to_dict("records")}
