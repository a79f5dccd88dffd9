"""Proposals that moved: their status at the end of each release's data, and the evidence that moved them."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc

from ..reading.release import Release
from ..reading.why import rows as rows_of
from .model import FOLDS, Moved, RowChange, Stand, Step

Kind = Literal["added", "removed", "changed"]
Row = Mapping[str, Any]
Changes = Mapping[str, list[RowChange]]
NEEDED = {
    "proposals": {"proposal_id", "title"},
    "proposal_status": {"proposal_id", "fold", "status", "status_since", "one_sided", "valid_from", "valid_to",
                        "known_from", "known_to"},
    "proposal_events": {"event_id", "proposal_id", "position", "event", "happened_edtf", "actor_id", "note"},
    "event_evidence": {"event_id", "statement_id"},
    "statements": {"statement_id", "article_id", "paraphrase"},
    "statement_actors": {"statement_id", "actor_id", "role"},
    "articles": {"article_id", "publisher_id", "published_edtf"},
    "actors": {"actor_id", "name"},
}  # fmt: skip
"""What is looked at; where either release lacks some of it, nothing is said here, and the change of schema is."""


def moved(old: Release, new: Release, changes: Changes) -> list[Moved]:
    """Proposals of both releases with another status, since or one-sidedness in any fold, by title."""
    if not (_whole(old) and _whole(new)):
        return []
    before, after = standing(old), standing(new)
    known, titles = (dict(_pairs(r.arrow("proposals"), "proposal_id", "title")) for r in (old, new))
    turned = {key for key in titles if key in known and before.get(key, {}) != after.get(key, {})}
    if not turned:
        return []
    logs = _Logs(old, new, turned, changes)
    found = []
    for key in sorted(turned, key=lambda key: (titles[key], key)):
        folds = {fold: (before.get(key, {}).get(fold), after.get(key, {}).get(fold)) for fold in FOLDS}
        steps = logs.steps(key)
        found.append(Moved(key, titles[key], folds, steps, () if steps else logs.restated(key)))
    return found


def standing(release: Release) -> dict[str, dict[str, Stand]]:
    """Proposal -> fold -> what held on the last day of the data, as known then."""
    through = dt.date.fromisoformat(release.data_through)
    table = release.arrow("proposal_status")
    held = None
    for clock in ("valid", "known"):
        begun = pc.less_equal(table.column(f"{clock}_from"), through)
        lasts = pc.and_(begun, pc.greater(table.column(f"{clock}_to"), through))
        held = lasts if held is None else pc.and_(held, lasts)
    found: dict[str, dict[str, Stand]] = {}
    for row in table.filter(held).to_pylist():
        stand = Stand(row["status"], row["status_since"], row["one_sided"])
        found.setdefault(row["proposal_id"], {})[row["fold"]] = stand
    return found


def _whole(release: Release) -> bool:
    specs = release.specs
    return all(name in specs and columns <= set(specs[name].columns) for name, columns in NEEDED.items())


class _Logs:
    """What changed in the logs of some proposals. Only what changed is looked up, each table once."""

    def __init__(self, old: Release, new: Release, proposals: set[str], changes: Changes) -> None:
        self._steps: dict[str, list[Step]] = {}
        listed = [said for said in _events(new, changes) if said[0] in proposals]
        sides = {True: old, False: new}
        for gone, release in sides.items():
            events = [row for _, kind, row in listed if (kind == "removed") == gone]
            told = _Told(release, [row["event_id"] for row in events])
            for proposal, kind, row in listed:
                if (kind == "removed") == gone:
                    self._steps.setdefault(proposal, []).append(told.step(kind, row))
        self._order = {row["event_id"]: row["position"] or 0 for _, _, row in listed}
        self._restated = _restated(new, changes)

    def steps(self, proposal: str) -> tuple[Step, ...]:
        """Events that are new, gone, or changed in themselves or in their evidence, in the order of the log."""
        return tuple(sorted(self._steps.get(proposal, ()), key=lambda s: (self._order[s.event_id], s.event_id)))

    def restated(self, proposal: str) -> tuple[str, ...]:
        """Statements behind the log that changed, or whose page or actors did."""
        return tuple(sorted(self._restated.get(proposal, ())))


def _events(new: Release, changes: Changes) -> list[tuple[str, Kind, Row]]:
    """(proposal, what became of it, its row) of every event that changed in itself or in its evidence."""
    found: dict[tuple[str, str], tuple[str, Kind, Row]] = {}
    for change in changes.get("proposal_events", []):
        if change.rule == "computed":
            continue
        row: Row = dict.fromkeys(NEEDED["proposal_events"]) | change.row  # nulls are left out of a change
        found[row["proposal_id"], row["event_id"]] = (row["proposal_id"], change.kind, row)
        for cell in change.cells:
            if cell.column == "proposal_id":  # it moved from another log
                found[str(cell.before), row["event_id"]] = (str(cell.before), "removed", row)
    seen = {event for _, event in found}
    carried = {change.row["event_id"] for change in changes.get("event_evidence", [])} - seen
    for row in _some(new, "proposal_events", "event_id", carried):
        found[row["proposal_id"], row["event_id"]] = (row["proposal_id"], "changed", row)
    return list(found.values())


def _restated(new: Release, changes: Changes) -> dict[str, set[str]]:
    """Proposal -> statements behind its log that changed, or whose page or actors did."""
    said = [*changes.get("statements", []), *changes.get("statement_actors", [])]
    ids = {row.row["statement_id"] for row in said if row.rule != "computed"}
    pages = {row.key[0] for row in changes.get("articles", []) if row.rule != "computed"}
    ids |= _all(_some(new, "statements", "article_id", pages), "statement_id")
    evidence = _grouped(_some(new, "event_evidence", "statement_id", ids), "event_id")
    found: dict[str, set[str]] = {}
    for row in _some(new, "proposal_events", "event_id", evidence):
        found.setdefault(row["proposal_id"], set()).update(_all(evidence[row["event_id"]], "statement_id"))
    return found


class _Told:
    """Some events of one release with the statements that carry them."""

    def __init__(self, release: Release, events: Collection[str]) -> None:
        self._names = dict(_pairs(release.arrow("actors"), "actor_id", "name"))
        self._evidence = _grouped(_some(release, "event_evidence", "event_id", events), "event_id")
        rows = [row for listed in self._evidence.values() for row in listed]
        self._said = {row["statement_id"]: row
                      for row in _some(release, "statements", "statement_id", _all(rows, "statement_id"))}  # fmt: skip
        pages = _some(release, "articles", "article_id", _all(self._said.values(), "article_id"))
        self._pages = {row["article_id"]: row for row in pages}
        self._people = _grouped(_some(release, "statement_actors", "statement_id", self._said), "statement_id")

    def step(self, change: Kind, row: Row) -> Step:
        """An event as a step, its statements in the order their pages came out."""
        carried = [self._told(line["statement_id"]) for line in self._evidence.get(row["event_id"], ())
                   if line["statement_id"] in self._said]  # fmt: skip
        carried.sort(key=lambda told: (told["published_edtf"] or "", told["statement_id"]))
        return Step(change, row["event_id"], row["event"], row["happened_edtf"], self._name(row["actor_id"]), row["note"] or "",
                    tuple(carried))  # fmt: skip

    def _told(self, statement: str) -> dict[str, Any]:
        row = self._said[statement]
        page = self._pages.get(row["article_id"], {})
        people = self._people.get(statement, ())
        who = {
            role: [self._name(p["actor_id"]) for p in people if p["role"] == role] for role in ("speaker", "account")
        }
        return {
            "statement_id": statement,
            "speakers": who["speaker"],
            "accounts": who["account"],
            "paraphrase": row["paraphrase"],
            "publisher": self._name(page.get("publisher_id")),
            "published_edtf": page.get("published_edtf"),
        }

    def _name(self, actor: str | None) -> str | None:
        """An actor's name; where the release has none, the id."""
        return self._names.get(actor, actor)


def _pairs(table: pa.Table, key: str, value: str) -> Iterable[tuple[Any, Any]]:
    return zip(table.column(key).to_pylist(), table.column(value).to_pylist(), strict=True)


def _some(release: Release, table: str, key: str, values: Collection[Any]) -> list[Row]:
    """Rows of a table whose ``key`` is among some values, which may be none."""
    if not values:
        return []
    return list(rows_of(release.arrow(table), key, sorted(values)))


def _all(rows: Iterable[Row], key: str) -> set[Any]:
    return {row[key] for row in rows}


def _grouped(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found
