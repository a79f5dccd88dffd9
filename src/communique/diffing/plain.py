"""A diff as JSON-able mappings and lists."""

import datetime as dt
from dataclasses import fields, is_dataclass
from typing import Any

from . import policy
from .model import Diff, RowChange


def as_dict(diff: Diff) -> dict[str, Any]:
    """All of a diff, in a stable order; days are ISO texts. ``rows`` is table -> kind of change -> rows.

    Where the releases lie is left out: the same two releases give the same document anywhere.
    """
    tables: dict[str, dict[str, list[Any]]] = {}
    for change in diff.rows:
        tables.setdefault(change.table, {}).setdefault(change.kind, []).append(_row(change))
    return {
        "from": diff.a.version,
        "to": diff.b.version,
        "data_through": {"from": diff.a.data_through, "to": diff.b.data_through},
        "bump": diff.bump,
        "required": diff.required(diff.a.version),
        "refusals": plain(diff.refusals),
        "rules": {code: {"bump": policy.RULES[code].bump, "count": n} for code, n in diff.rules.items()},
        "schema": plain(diff.schema),
        "rows": {name: dict(sorted(kinds.items())) for name, kinds in sorted(tables.items())},
        "retired": plain(diff.retired),
        "moved": plain(diff.moved),
        "reasons": plain(diff.reasons),
    }


def _row(change: RowChange) -> dict[str, Any]:
    said = {"key": plain(change.key), "label": change.label, "rule": change.rule}
    said |= {"cells": plain(change.cells)} if change.kind == "changed" else {"row": plain(change.row)}
    return said | ({"reasons": plain(change.reasons)} if change.reasons else {})


def plain(value: Any) -> Any:
    """Dataclasses as mappings, days as ISO texts, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
