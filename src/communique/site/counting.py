"""Rows of a large table that fit a filter, or of a view, are not counted: it takes as long as a query may, page by page."""

from typing import Any
from urllib.parse import parse_qsl

from .served import Served

COUNTED_UP_TO = 50_000


def uncounted(scope: dict[str, Any], one: Served, name: str) -> dict[str, Any]:
    """The request for a table or view, asking for no count where that would keep everybody waiting.

    The rows of a whole table are known without counting.
    """
    query: bytes = scope.get("query_string", b"")
    names = {key for key, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)}
    whole, view = f"n_{name}" in one.said, name.endswith("_joined")
    filtered = any(not key.startswith("_") or "__" in key or key in ("_search", "_where") for key in names)
    # A view may have as many rows as the largest table.
    rows = max(int(n) for key, n in one.said.items() if key.startswith("n_")) if view else one.count(name)
    if rows <= COUNTED_UP_TO or not (view or (whole and filtered)) or "_nocount" in names:
        return scope
    return {**scope, "query_string": b"&".join(filter(None, [query, b"_nocount=1"]))}
