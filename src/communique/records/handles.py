"""Handles: the names a new record goes by until ``communique fmt`` mints its id."""

import re
from functools import cache

from communique_schema.columns import id_pattern
from communique_schema.spec import tables

HANDLE = re.compile(r"@[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", re.ASCII)
"""``@`` and words of letters and digits, joined by single hyphens or underscores."""
_INSIDE = re.compile(rf"(?<![\w@.]){HANDLE.pattern}", re.ASCII)
ID = re.compile(id_pattern("[a-z]{2}").strip("^$"))
"""An id of any table, wherever it stands."""


@cache
def prefixes() -> frozenset[str]:
    """Prefixes of all minted ids."""
    return frozenset(c.prefix for spec in tables().values() for c in spec.columns.values() if c.prefix)


def inside(text: str) -> list[str]:
    """Handles named inside a text: those that begin with an id's prefix, so that nobody's @account is taken for one."""
    if "@" not in text:
        return []
    return [found for found in _INSIDE.findall(text) if "-" in found and found[1:].partition("-")[0] in prefixes()]


def replaced(text: str, ids: dict[str, str]) -> str:
    """The text with every handle that has an id replaced by it."""
    return _INSIDE.sub(lambda found: ids.get(found[0], found[0]), text) if "@" in text else text
