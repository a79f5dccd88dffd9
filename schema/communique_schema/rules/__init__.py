"""The cross-table rules of the contract, in the same rooms as the tables.

A rule takes all tables (derived columns filled) and returns the rows of its table that break it: a frame whose index
holds row numbers of that table and whose columns fill the rule's message.
"""

from . import accounts, articles, claims, ledger, people, proposals, statements, treaties
from .base import RULES, Rule

__all__ = ["RULES", "Rule", "accounts", "articles", "claims", "ledger", "people", "proposals", "statements", "treaties"]
