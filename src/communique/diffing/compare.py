"""Two releases, compared: contract, rows, ids, proposals, version."""

from dataclasses import replace

from ..reading.release import Release
from .ids import Ids, refusals, retired, version_refusals
from .model import Diff, End, Reason, RowChange
from .moved import moved
from .rows import Compared, Reasons
from .schema import schema_changes, view_changes, vocabulary_changes


def compare(old: Release, new: Release) -> Diff:
    """What changed from ``old`` to ``new``; see :func:`communique.diffing.diff`."""
    given = _reasons(new)
    reasons = Reasons(given)
    ids = Ids(old), Ids(new)
    rows = _rows(old, new, reasons, frozenset(ids[1].tombstones))
    values, rows["terms"] = vocabulary_changes(rows.get("terms", []))
    found = Diff(
        a=_end(old),
        b=_end(new),
        schema=(*schema_changes(old.specs, new.specs, reasons), *view_changes(old, new, reasons), *values),
        rows=tuple(change for name in sorted(rows) for change in rows[name]),
        retired=tuple(retired(*ids)),
        moved=tuple(moved(old, new, rows)),
        refusals=tuple(refusals(*ids)),
        reasons=given,
        releases=(old, new),
    )
    if not found:
        return found
    return replace(found, refusals=(*found.refusals, *version_refusals(old, new, found.required(old.version))))


def _rows(old: Release, new: Release, reasons: Reasons, gone: frozenset[str]) -> dict[str, list[RowChange]]:
    """Table -> its changes, of every table both releases have."""
    old_specs, new_specs = old.specs, new.specs
    found = {}
    for name in new.tables:
        if name in old_specs:
            found[name] = Compared(old_specs, new_specs, name, reasons, gone).changes(old.arrow(name), new.arrow(name))
    return found


def _reasons(new: Release) -> tuple[Reason, ...]:
    """What the ledger says of the new release's own version, by subject."""
    rows = new.arrow("release_reasons").to_pylist() if "release_reasons" in new.tables else []
    mine = [row for row in rows if row.get("version") == new.version]
    listed = [
        Reason(row["subject"], row.get("change_reason") or "", row.get("note")) for row in mine if row.get("subject")
    ]
    return tuple(sorted(listed, key=lambda reason: reason.subject))


def _end(release: Release) -> End:
    return End(release.version, release.data_through, str(release.path))
