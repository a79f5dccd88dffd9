"""What a diff holds: every change with the rule that classified it, every refusal, and what decides the version."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from . import policy

if TYPE_CHECKING:
    from ..reading.release import Release

Value = str | int | bool | dt.date | None
Key = tuple[Value, ...]
FOLDS = ("headline", "per_ru", "per_us")
"""Whose accounts a status rests on; the words of the data."""


@dataclass(frozen=True)
class Reason:
    """Why something changed, as the new release's ledger gives it for an id, a table or a ``table.column``."""

    subject: str
    change_reason: str
    note: str | None


@dataclass(frozen=True)
class Refusal:
    """What no version makes right. ``code`` is one of :data:`~communique.diffing.policy.REFUSALS`."""

    code: str
    where: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message} [{self.code}] Fix: {self.fix}"


@dataclass(frozen=True)
class SchemaChange:
    """A change of a table, a column (``where`` is ``table.column``) or a vocabulary (``vocabulary.code``)."""

    rule: str
    where: str
    before: str | None
    after: str | None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A value that changed in a row both releases have."""

    column: str
    before: Value
    after: Value
    claim: bool
    derived: bool
    rule: str


@dataclass(frozen=True)
class RowChange:
    """A row added, removed or changed. ``rule``: of a changed row the strictest of its cells' rules.

    ``label``: what the table is known by, or None. ``row``: the values without nulls, as the new release has them (of a
    removed row the old one); left out of changed rows of computed tables.
    """

    kind: Literal["added", "removed", "changed"]
    table: str
    key: Key
    label: str | None
    rule: str
    cells: tuple[Cell, ...] = ()
    row: dict[str, Value] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()

    @property
    def rules(self) -> frozenset[str]:
        """Every rule that classified something of it."""
        return frozenset({self.rule, *(cell.rule for cell in self.cells)})


@dataclass(frozen=True)
class Retired:
    """An id retired since the old release, as its new tombstone has it."""

    id: str
    table: str
    label: str | None
    reason: str
    replaced_by: str | None
    since_version: str
    note: str | None
    last_record_sha256: str | None


@dataclass(frozen=True)
class Stand:
    """A status at the end of a release's data."""

    status: str
    since: dt.date
    one_sided: bool


@dataclass(frozen=True)
class Step:
    """An event of a log that is new, gone, or changed in itself or in its evidence; ``statements`` carry it.

    A statement has ``statement_id``, ``speakers``, ``accounts``, ``paraphrase``, ``publisher``, ``published_edtf``.
    """

    change: Literal["added", "removed", "changed"]
    event_id: str
    event: str
    happened_edtf: str
    by: str | None
    note: str
    statements: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Moved:
    """A proposal that stands otherwise at the end of the new release's data than at the end of the old one's.

    ``folds``: fold -> (before, after), None where nothing was known. ``statements``: ids of statements behind its log that
    changed themselves, when no step did.
    """

    proposal_id: str
    title: str
    folds: dict[str, tuple[Stand | None, Stand | None]]
    steps: tuple[Step, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True)
class End:
    """One end of a diff."""

    version: str
    data_through: str
    where: str


@dataclass(frozen=True, repr=False)
class Diff:
    """What changed from release ``a`` to release ``b``, and what version that takes.

    ``schema``, ``rows`` (by table, then key) and ``moved`` are the changes; ``retired`` tells of the tombstones among
    them; ``reasons`` are those the ledger of ``b`` gives for its version. True where anything differs.
    """

    a: End
    b: End
    schema: tuple[SchemaChange, ...]
    rows: tuple[RowChange, ...]
    retired: tuple[Retired, ...]
    moved: tuple[Moved, ...]
    refusals: tuple[Refusal, ...]
    reasons: tuple[Reason, ...]
    releases: "tuple[Release, Release]" = field(compare=False)

    def __bool__(self) -> bool:
        return bool(self.schema or self.rows or self.a.data_through != self.b.data_through)

    @property
    def rules(self) -> dict[str, int]:
        """Rule -> how many changes it classified, in the order of the policy; a row counts once for each of its rules."""
        counted = Counter(self._classified())
        return {code: counted[code] for code in policy.RULES if counted[code]}

    def _classified(self) -> Iterator[str]:
        if self.a.data_through != self.b.data_through:
            yield "data-through-moved"
        for change in self.schema:
            yield change.rule
        for row in self.rows:
            yield from row.rules

    @property
    def bump(self) -> policy.Bump:
        """What the changes take: ``major``, ``minor``, ``patch``, or ``none`` where nothing gated differs."""
        return policy.highest(self.rules)

    def required(self, previous: str) -> str:
        """The lowest version after ``previous`` these changes allow; ``previous`` itself where nothing differs.

        Raises :class:`~communique.reading.errors.ReleaseError` for what is no version.
        """
        return policy.raised(previous, self.bump, differs=bool(self))

    def as_dict(self) -> dict[str, Any]:
        """All of it as JSON-able mappings and lists, in a stable order; days are ISO texts."""
        from .plain import as_dict  # noqa: PLC0415 (only for machines)

        return as_dict(self)

    def as_text(self, cap: int = 20) -> str:
        """All of it for people, in lines; at most ``cap`` of a kind are listed, the others counted."""
        from .shown import text  # noqa: PLC0415 (only to look at)

        return text(self, cap)

    def as_markdown(self, cap: int = 100) -> str:
        """The same as Markdown: the ``CHANGES.md`` of release ``b``."""
        from .shown import markdown  # noqa: PLC0415

        return markdown(self, cap)

    def __repr__(self) -> str:
        from .shown import summary  # noqa: PLC0415

        return "\n".join(summary(self))

    def _repr_html_(self) -> str:
        from .shown import summary_html  # noqa: PLC0415

        return summary_html(self)
