"""What a diff says, in sections: what is refused and what decides first, then each kind of change."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..reading.described import Described
from . import policy
from .model import Diff, Moved, Reason, RowChange, SchemaChange, Step
from .wording import Wording, short

ANCHORS = "anchors"
Owner = tuple[str, str]
"""(table, id) of a row."""


@dataclass
class Item:
    """A line and what stands below it."""

    head: str
    below: "list[Item]" = field(default_factory=list)


@dataclass
class Section:
    """A heading and its lines."""

    title: str
    items: list[Item]


class Sections:
    """The sections of one diff, those that have something to say; at most ``cap`` lines of a kind are listed."""

    def __init__(self, diff: Diff, wording: Wording, cap: int) -> None:
        self.diff, self.wording, self.cap = diff, wording, cap

    def all(self) -> list[Section]:
        """Every section with lines, in reading order."""
        made: dict[str, Callable[[], list[Item]]] = {
            "Refused": self.refused,
            "What decides the version": self.decides,
            "Added": self.added,
            "Corrected": self.corrected,
            "Reworded": self.reworded,
            "Re-anchored": self.reanchored,
            "Retracted": self.retracted,
            "Proposals that moved": self.moved,
            "Tables, columns and vocabularies": self.schema,
            "Other rows": self.others,
            "Computed anew, and the ledger": self.computed,
        }
        sections = [Section(title, make()) for title, make in made.items()]
        return [section for section in sections if section.items]

    def capped(self, items: Sequence[Item]) -> list[Item]:
        """The first lines, and how many more there are."""
        more = len(items) - self.cap
        return [*items[: self.cap], Item(f"and {more:,} more")] if more > 0 else list(items)

    # What comes of it

    def refused(self) -> list[Item]:
        """What no version makes right."""
        pen = self.wording.pen
        return self.capped([Item(f"{pen.plain(refusal.where)}: {pen.plain(refusal.message)}; {pen.plain(refusal.fix)} "
                                 f"({pen.code(refusal.code)})") for refusal in self.diff.refusals])  # fmt: skip

    def decides(self) -> list[Item]:
        """The rules that take the strictest bump, with how often each was met."""
        bump = self.diff.bump
        if bump == "none":
            return []
        return [Item(counted(code, n)) for code, n in self.diff.rules.items() if policy.RULES[code].bump == bump]

    # Rows

    @cached_property
    def _groups(self) -> dict[str, list[RowChange]]:
        """Section -> its rows; each row is in one."""
        new: set[tuple[str, object]] = {
            (row.table, row.key[0]) for row in self.diff.rows if row.kind == "added" and self._has_id(row)
        }
        gone: set[tuple[str, object]] = {
            (row.table, row.key[0]) for row in self.diff.rows if row.kind == "removed" and self._has_id(row)
        }
        groups: dict[str, list[RowChange]] = {}
        for row in self.diff.rows:
            groups.setdefault(self._group(row, new, gone), []).append(row)
        return groups

    def _group(self, row: RowChange, new: set[tuple[str, object]], gone: set[tuple[str, object]]) -> str:
        if policy.highest(row.rules) == "none":
            return "computed"
        if self._has_id(row) and row.kind != "changed":
            return row.kind
        owner = self.owner(row)
        if row.rule == "tombstone-added":
            return "within"  # told of under what was retracted
        if owner is None:
            return "others"
        if not self._has_id(row) and owner in new | gone:
            return "within"  # it came or went with the row it belongs to
        if row.table == ANCHORS:
            return "reanchored"
        return "reworded" if policy.highest(row.rules) == "patch" else "corrected"

    def _spec(self, row: RowChange) -> Described:
        return self.diff.releases[row.kind != "removed"].spec(row.table)

    def _has_id(self, row: RowChange) -> bool:
        return bool(self._spec(row).prefix)

    def owner(self, row: RowChange) -> Owner | None:
        """The row a change is shown under: itself, or the one it is nested in; None for rows that are only counted."""
        spec = self._spec(row)
        if spec.prefix or (row.kind == "changed" and not spec.parent):
            return row.table, ".".join(map(str, row.key))
        return (spec.parent[0], str(row.row.get(spec.parent[1]))) if spec.parent else None

    def added(self) -> list[Item]:
        """New rows that have an id, by table; what is nested in them is not told apart."""
        tables: dict[str, list[RowChange]] = {}
        for row in self._groups.get("added", []):
            tables.setdefault(row.table, []).append(row)
        return [Item(f"{self.wording.pen.code(table)}: {len(rows):,}", self._owned(rows, lambda _: []))
                for table, rows in tables.items()]  # fmt: skip

    def corrected(self) -> list[Item]:
        """Rows of which what is claimed changed, in themselves or in what is nested in them."""
        return self._owned(self._groups.get("corrected", []), self._lines)

    def reworded(self) -> list[Item]:
        """Rows of which only other cells changed."""
        return self._owned(self._groups.get("reworded", []), self._lines)

    def reanchored(self) -> list[Item]:
        """Statements whose words are found in another place."""
        return self._owned(self._groups.get("reanchored", []), self._lines)

    def _owned(self, rows: Iterable[RowChange], lines: Callable[[RowChange], list[str]]) -> list[Item]:
        owners: dict[Owner, list[RowChange]] = {}
        for row in rows:
            if (owner := self.owner(row)) is not None:
                owners.setdefault(owner, []).append(row)
        items = []
        for (table, key), mine in list(owners.items())[: self.cap]:
            said = [line for row in mine for line in lines(row)] + self._reasons(r for row in mine for r in row.reasons)
            items.append(Item(self.wording.named(table, key), self.capped([Item(line) for line in said])))
        more = len(owners) - len(items)
        return [*items, Item(f"and {more:,} more")] if more else items

    def _lines(self, row: RowChange) -> list[str]:
        spec = self._spec(row)
        if spec.prefix or not spec.parent:
            return self.wording.cells(row)
        return self.wording.nested(row, spec.parent[1])

    def _reasons(self, reasons: Iterable[Reason]) -> list[str]:
        return [self.wording.reason(reason) for reason in dict.fromkeys(reasons)]

    def retracted(self) -> list[Item]:
        """Rows that have a tombstone now, with what stands for them."""
        pen, items = self.wording.pen, []
        for row in self.diff.retired[: self.cap]:
            instead = f"{row.replaced_by} stands for it now" if row.replaced_by else "nothing stands for it"
            note = f" {pen.plain(row.note)}" if row.note else ""
            line = f"{self.wording.term('retire_reason', row.reason)}; {instead}.{note}"
            head = pen.strong(short(row.label)) if row.label else pen.code(row.table)
            items.append(Item(f"{head} ({row.id})", [Item(line)]))
        more = len(self.diff.retired) - len(items)
        return [*items, Item(f"and {more:,} more")] if more else items

    def others(self) -> list[Item]:
        """Rows that are only counted."""
        return self._counted("others")

    def computed(self) -> list[Item]:
        """Rows of which only computed values changed, and those of the ledger: they take no version."""
        return self._counted("computed")

    def _counted(self, group: str) -> list[Item]:
        tables: dict[str, Counter[str]] = {}
        for row in self._groups.get(group, []):
            tables.setdefault(row.table, Counter())[row.kind] += 1
        return [Item(f"{self.wording.pen.code(name)}: {', '.join(f'{n:,} {kind}' for kind, n in sorted(kinds.items()))}")
                for name, kinds in tables.items()]  # fmt: skip

    # Proposals

    def moved(self) -> list[Item]:
        """Each proposal that stands otherwise, and on which evidence."""
        return self.capped([self._moved(row) for row in self.diff.moved[: self.cap + 1]])

    def _moved(self, row: Moved) -> Item:
        before, after = row.folds["headline"]
        stand = self.wording.stand
        turned = f"{stand(before)} → {stand(after)}" if before != after else f"still {stand(after)}"
        below = []
        for fold, side in (("per_ru", "Russia"), ("per_us", "the United States")):
            was, now = row.folds[fold]
            if was != now:
                below.append(Item(f"By the accounts of {side} alone: {stand(was)} → {stand(now)}"))
        below += [self._step(step) for step in row.steps] or [Item(self._unmoved(row))]
        return Item(f"{self.wording.pen.strong(row.title)} ({row.proposal_id}): {turned}", below)

    def _unmoved(self, row: Moved) -> str:
        if row.statements:
            return f"No step of its log changed, but statements behind it did: {', '.join(row.statements)}"
        if self.diff.a.data_through != self.diff.b.data_through:
            return f"No step of its log changed: the data now reach to {self.diff.b.data_through}"
        return "No step of its log changed: it is computed otherwise"

    def _step(self, step: Step) -> Item:
        words = {"added": "new", "removed": "no longer in the log", "changed": "changed"}
        by = f", by {self.wording.pen.plain(step.by)}" if step.by else ""
        event = self.wording.term("proposal_event", step.event)
        head = f"{event}, {step.happened_edtf}{by} ({words[step.change]}): {self.wording.pen.plain(short(step.note))}"
        return Item(head[0].upper() + head[1:], [Item(self._told(row)) for row in step.statements])

    def _told(self, row: dict[str, Any]) -> str:
        speakers, accounts = (" and ".join(row[who]) or "nobody named" for who in ("speakers", "accounts"))
        account = "own account" if speakers == accounts else f"by the account of {accounts}"
        page = f"{row['publisher'] or 'unknown page'}, {row['published_edtf'] or 'no day'}, {row['statement_id']}"
        return self.wording.pen.plain(f"{speakers}, {account}: {short(row['paraphrase'] or '')} ({page})")

    # The contract

    def schema(self) -> list[Item]:
        """Changes of the contract: one line each, the values of a vocabulary together."""
        return self.capped([Item(self._contract(change), [Item(line) for line in self._reasons(change.reasons)])
                            for change in self.diff.schema])  # fmt: skip

    def _contract(self, change: SchemaChange) -> str:
        rule, pen = policy.RULES[change.rule], self.wording.pen
        said = [pen.plain(short(side)) for side in (change.before, change.after) if side is not None]
        return f"{pen.code(change.where)}: {rule.noun} {rule.done}" + (f" ({' → '.join(said)})" if said else "")


def counted(code: str, n: int) -> str:
    """A rule with how often it was met: 2 rows added."""
    rule = policy.RULES[code]
    noun = rule.noun if n == 1 else _PLURAL.get(rule.noun, f"{rule.noun}s")
    return f"{n:,} {noun} {rule.done}"


_PLURAL = {"table or column": "tables or columns"}
