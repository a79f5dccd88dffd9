"""The version policy: which change takes which version, and what no version makes right.

A release is cited by version and row. So a change after which a reader's program or citation may no longer work takes a
major version; one that adds, or that changes what is claimed, a minor one; any other cell a patch. What is computed is
told and takes nothing, for it moves with time and rules; so are the ledger's own tables. Versions are raised by the
letter, also below 1.0.0: major to x+1.0.0, minor to x.y+1.0, patch to x.y.z+1.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from ..reading.described import Column, Described
from ..reading.errors import ReleaseError

Bump = Literal["major", "minor", "patch", "none"]
BUMPS: tuple[Bump, ...] = ("major", "minor", "patch", "none")
"""Strictest first."""
OWN = ("releases", "release_reasons")
"""The ledger's own tables: every release changes them."""
RETIRED = "retired_ids"
FROZEN = ("table_name", "since_version", "last_record_sha256")
"""What a published tombstone says for good. Where it leads may be set anew, once that row is retired in its turn."""


@dataclass(frozen=True)
class Rule:
    """One rule: its name, the version it takes, and how to count what it classified (``2 rows added``)."""

    code: str
    bump: Bump
    noun: str
    done: str


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        # A reader's program or citation may break.
        Rule("table-removed", "major", "table", "removed or renamed"),
        Rule("column-removed", "major", "column", "removed or renamed"),
        Rule("type-changed", "major", "column", "of another type"),
        Rule("made-optional", "major", "required column", "made optional"),
        Rule("key-changed", "major", "table", "with another key"),
        Rule("hash-scope-changed", "major", "table or column", "that entered or left the hash of a row or record"),
        Rule("licence-changed", "major", "licence", "changed"),
        Rule("vocabulary-value-removed", "major", "vocabulary value", "removed or renamed"),
        # More is said, or what is claimed changed.
        Rule("table-added", "minor", "table", "added"),
        Rule("column-added", "minor", "column", "added"),
        Rule("type-widened", "minor", "column", "of a wider type"),
        Rule("made-required", "minor", "optional column", "made required"),
        Rule("meaning-changed", "minor", "table or column", "with another reference, vocabulary, origin or claim"),
        Rule("vocabulary-value-added", "minor", "vocabulary value", "added"),
        Rule("row-added", "minor", "row", "added"),
        Rule("row-removed", "minor", "row", "removed"),
        Rule("entity-retired", "minor", "row", "retired with a tombstone"),
        Rule("tombstone-added", "minor", "tombstone", "added"),
        Rule("claim-changed", "minor", "row", "with a claim-bearing cell changed"),
        Rule("child-added", "minor", "nested or linked row", "added"),
        Rule("child-removed", "minor", "nested or linked row", "removed"),
        Rule("child-changed", "minor", "nested or linked row", "changed"),
        # Nothing of what is claimed changed.
        Rule("reworded", "patch", "row", "with another cell changed"),
        Rule("order-changed", "patch", "row", "in another place of its list"),
        Rule("tombstone-repointed", "patch", "tombstone", "that leads elsewhere"),
        Rule("data-through-moved", "patch", "last day", "moved"),
        Rule("description-changed", "patch", "table or column", "described in other words"),
        # Told, never gated.
        Rule("computed", "none", "row", "computed anew"),
        Rule("ledger", "none", "row", "of the ledger"),
    )
}
REFUSALS: dict[str, str] = {
    "entity-gone": "a row with a permanent id is gone without a tombstone",
    "id-moved": "a permanent id stands in another table",
    "retired-id-in-use": "a retired id is in use again",
    "tombstone-gone": "a published tombstone is gone",
    "tombstone-altered": "a published tombstone says something else",
    "tombstone-of-nothing": "a tombstone names an id the last release did not have",
    "tombstone-wrong-table": "a tombstone names another table than the row stood in",
    "tombstone-wrong-version": "a tombstone names another version than the first without the row",
    "tombstone-wrong-hash": "a tombstone does not carry the hash the record last had",
    "version-not-higher": "something differs, and the version is no higher",
    "version-too-low": "the version is lower than the changes take",
}


def highest(rules: Iterable[str]) -> Bump:
    """The strictest bump of the rules with these codes; ``none`` of none."""
    return min((RULES[code].bump for code in rules), key=BUMPS.index, default="none")


def strictest(rules: Iterable[str]) -> str:
    """Of rules with these codes the one that takes most; of equals the one the policy names first."""
    return min(rules, key=list(RULES).index)


def raised(version: str, bump: Bump, *, differs: bool = True) -> str:
    """The lowest version after ``version`` that a bump allows; one that takes no bump still needs a version of its own.

    ``differs``: whether anything does; if not, ``version`` itself. Raises
    :class:`~communique.reading.errors.ReleaseError` for what is no version.
    """
    x, y, z = parsed(version)
    if not differs:
        return version
    return {"major": f"{x + 1}.0.0", "minor": f"{x}.{y + 1}.0"}.get(bump, f"{x}.{y}.{z + 1}")


def parsed(version: str) -> tuple[int, int, int]:
    """A version as three numbers. Raises :class:`~communique.reading.errors.ReleaseError`."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version, re.ASCII):
        raise ReleaseError(f"{version!r} is no version; write it as 0.2.0")
    x, y, z = (int(part) for part in version.split("."))
    return x, y, z


def computed(table: Described) -> bool:
    """Whether all of a table is computed."""
    return not table.hashed


def child(table: Described, tables: Mapping[str, Described]) -> bool:
    """Whether rows have no id of their own and their key points to a row that has: an actor of a statement."""
    if table.prefix or computed(table) or table.name in OWN:
        return False
    targets = (table.columns[name].references for name in table.key if name in table.columns)
    return any(target and target[0] in tables and tables[target[0]].prefix for target in targets)


def row_rule(table: Described, tables: Mapping[str, Described], *, added: bool, retired: bool = False) -> str:
    """The rule for a row that is there in one release only; ``retired``: its id has a tombstone in the new one."""
    if table.name in OWN:
        return "ledger"
    if computed(table):
        return "computed"
    if table.name == "terms":
        return "vocabulary-value-added" if added else "vocabulary-value-removed"
    if table.name == RETIRED and added:
        return "tombstone-added"
    if child(table, tables):
        return "child-added" if added else "child-removed"
    if added:
        return "row-added"
    return "entity-retired" if retired else "row-removed"


def cell_rule(table: Described, tables: Mapping[str, Described], before: Column, after: Column) -> str:
    """The rule for a cell that changed in a row both releases have."""
    if table.name in OWN:
        return "ledger"
    if after.origin == before.origin == "derived":
        return "computed"
    if table.name == RETIRED and after.name == "replaced_by":
        return "tombstone-repointed"
    if not (before.hashed or after.hashed):
        return "order-changed"
    if child(table, tables):
        return "child-changed"
    return "claim-changed" if before.claim or after.claim else "reworded"


def column_rules(before: Column, after: Column) -> list[tuple[str, str, str]]:
    """What changed of a column both releases have: (rule, before, after)."""
    found = []
    if before.kind != after.kind:
        found.append(("type-widened" if widened(before, after) else "type-changed", before.kind, after.kind))
    if before.nullable != after.nullable:
        words = {True: "optional", False: "required"}
        rule = "made-optional" if after.nullable else "made-required"
        found.append((rule, words[before.nullable], words[after.nullable]))
    if before.hashed != after.hashed:
        words = {True: "in the row hash", False: "not in the row hash"}
        found.append(("hash-scope-changed", words[before.hashed], words[after.hashed]))
    for name in ("references", "vocabulary", "origin", "claim"):
        was, now = (_said(getattr(column, name)) for column in (before, after))
        if was != now:
            found.append(("meaning-changed", f"{name} {was}", f"{name} {now}"))
    found += [("description-changed", getattr(before, name), getattr(after, name)) for name in ("title", "doc")
              if getattr(before, name) != getattr(after, name)]  # fmt: skip
    return found


def table_rules(before: Described, after: Described) -> list[tuple[str, str, str]]:
    """What changed of a table both releases have, its columns apart: (rule, before, after)."""
    found = []
    if (before.key, before.prefix) != (after.key, after.prefix):
        found.append(("key-changed", _key(before), _key(after)))
    if before.room != after.room:
        found.append(("hash-scope-changed", f"room {before.room}", f"room {after.room}"))
    if before.parent != after.parent:  # a record is a row with what is nested in it
        found.append(("hash-scope-changed", f"nested in {_said(before.parent)}", f"nested in {_said(after.parent)}"))
    found += [("description-changed", getattr(before, name) or "none", getattr(after, name) or "none")
              for name in ("doc", "label") if getattr(before, name) != getattr(after, name)]  # fmt: skip
    return found


def widened(before: Column, after: Column) -> bool:
    """The one change of type that loses nothing and breaks nothing."""
    return (before.kind, after.kind) == ("int32", "int64")


def _key(table: Described) -> str:
    return ", ".join(table.key) + (f" ({table.prefix}-…)" if table.prefix else "")


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ".".join(value) if isinstance(value, tuple) else str(value or "none")
