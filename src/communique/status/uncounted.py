"""Which statements behind a step move nothing, and why: the rule of :mod:`communique.status.evidence` in a few words."""

from typing import Any

from ..tables import Tables
from .evidence import MUTE_ACCOUNTS, SECOND_HAND_TIERS, SIDES, accounts

KINDS = (*SIDES, "third")
MUTE = dict(zip(MUTE_ACCOUNTS, ("an outlet's word", "an unnamed source", "a leaked text"), strict=True))
SECOND_HAND = dict(zip(SECOND_HAND_TIERS, ("a reprint", "a machine translation"), strict=True))
NEEDED = ("statements", "articles", "coders", "statement_actors", "actors")
"""Tables the rule looks at."""


class Uncounted:
    """The rule over one set of tables, worked out once.

    ``carried``: statement_id -> its row of :func:`~communique.status.evidence.accounts`, for those that can move a status.
    """

    def __init__(self, tables: Tables) -> None:
        carried = accounts(tables)
        self.carried = {str(row["statement_id"]): row for row in carried.to_dict("records")}
        self._tiers = dict(zip(tables["articles"]["article_id"], tables["articles"]["source_tier"], strict=True))
        coders = tables["coders"]
        self._rules = set(coders.loc[coders["coder_kind"] == "rules", "coder_id"])

    def reasons(self, evidence: list[dict[str, Any]]) -> dict[str, str]:
        """statement_id -> why it does not count, for those of one step's ``evidence`` that do not."""
        known = {row["statement_id"]: self.carried.get(row["statement_id"]) for row in evidence}
        better = {kind for row in known.values() if row and not row["low"] for kind in KINDS if row[kind]}
        out = {}
        for row in evidence:
            account = known[row["statement_id"]]
            if row["account_kind"] in MUTE:
                out[row["statement_id"]] = MUTE[row["account_kind"]]
            elif row["coder_id"] in self._rules:
                out[row["statement_id"]] = "coded by rules alone"
            elif account is None or not any(account[kind] for kind in KINDS):
                out[row["statement_id"]] = "an account of neither side"
            elif account["low"] and all(kind in better for kind in KINDS if account[kind]):
                out[row["statement_id"]] = f"{SECOND_HAND[self._tiers[row['article_id']]]}, and a better page has it"
        return out
