"""Joined views: names beside ids, one row per statement, proposal or step, so that nobody joins eight tables to read.

A view is its base table's columns in order, after each foreign key the name of what it points to, and at the end
lists: names of linked rows, each once, in alphabetical order, joined by ``; ``. Declared here as data; the SQL view
and the flat file are two readings of the same declaration.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..spec import ColumnSpec, TableSpec
from . import Specs

SEPARATOR = "; "


@dataclass(frozen=True)
class Named:
    """A value reached by following foreign keys from the base row; a last foreign key gives its target's label."""

    name: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """Values of linked rows: ``column`` of ``table`` (a foreign key gives its target's label).

    ``table`` is linked by the base's key, or over ``through`` (base key -> the key that ``table`` shares with it).
    ``only`` keeps rows with one value in one column.
    """

    name: str
    title: str
    doc: str
    table: str
    column: str
    only: tuple[str, str] | None = None
    through: str | None = None
    labels: bool = True


@dataclass(frozen=True)
class Joined:
    """Declaration of one view over ``base``; ``beside`` stands after the foreign key its path begins with."""

    name: str
    base: str
    doc: str
    beside: tuple[Named, ...]
    lists: tuple[Listed, ...]


@dataclass(frozen=True)
class View:
    """A declared view read against a contract: ``columns`` in order, own ones by name; ``spec`` describes them."""

    spec: TableSpec
    base: TableSpec
    columns: tuple[str | Named | Listed, ...]


def _by_role(table: str, of: str, **roles: str) -> tuple[Listed, ...]:
    return tuple(
        Listed(name, name.capitalize(), f"Names of its {name}.", table, "actor_id", (of, code))
        for code, name in roles.items()
    )


def _links(**links: str) -> tuple[Listed, ...]:
    doc = "Titles of the proposals this one {}."
    return tuple(
        Listed(code, title, doc.format(title.lower()), "proposal_links", "target_id", ("link", code))
        for code, title in links.items()
    )


DECLARED = (
    Joined(
        "statements_joined",
        "statements",
        "One statement with the names of all it points to.",
        (
            Named("article_url", ("article_id", "url")),
            Named("article_language", ("article_id", "language")),
            Named("article_published_date", ("article_id", "published_date")),
            Named("publisher_name", ("article_id", "publisher_id")),
        ),
        (
            *_by_role("statement_actors", "role", speaker="speakers", addressee="addressees", account="accounts"),
            Listed("treaties", "Treaties", "Treaties it names or implies.", "statement_treaties", "treaty_id"),
            Listed("proposals", "Proposals", "Proposals it bears on.", "statement_proposals", "proposal_id"),
        ),
    ),
    Joined(
        "proposals_joined",
        "proposals",
        "One proposal with the names of its parties and of the proposals it is tied to.",
        (),
        (
            *_by_role("proposal_parties", "role", proposer="proposers", addressee="addressees", guarantor="guarantors"),
            *_links(continues="Continues", counters="Counters", supersedes="Supersedes", part_of="Is part of"),
        ),
    ),
    Joined(
        "events_joined",
        "proposal_events",
        "One step of a proposal with its title, whose act it was and by whose accounts we know.",
        (),
        (
            Listed(
                "evidence",
                "Evidence",
                "Statements that carry it, by id.",
                "event_evidence",
                "statement_id",
                labels=False,
            ),
            Listed(
                "accounts",
                "Accounts",
                "By whose accounts we know it.",
                "statement_actors",
                "actor_id",
                only=("role", "account"),
                through="event_evidence",
            ),
        ),
    ),
)


def views(specs: Specs, declared: Sequence[Joined] = DECLARED) -> dict[str, View]:
    """The joined views of a contract by name."""
    return {joined.name: _read(joined, specs) for joined in declared}


def _read(joined: Joined, specs: Specs) -> View:
    base = specs[joined.base]
    columns: list[str | Named | Listed] = []
    for column in base.columns.values():
        columns.append(column.name)
        label = specs[column.fk].label if column.fk else None
        if label:
            columns.append(Named(f"{column.name.removesuffix('_id')}_{label}", (column.name,)))
        columns += [named for named in joined.beside if named.path[0] == column.name]
    columns += joined.lists
    described = [_described(column, base, specs) for column in columns]
    spec = replace(base, name=joined.name, doc=joined.doc, columns={c.name: c for c in described}, parent=None,
                   nested=None, derived=True)  # fmt: skip
    return View(spec, base, tuple(columns))


def _described(column: str | Named | Listed, base: TableSpec, specs: Specs) -> ColumnSpec:
    if isinstance(column, str):
        return base.columns[column]
    if isinstance(column, Listed):
        end = end_of(column, specs)
        rights = end.rights if column.labels else "own"
        return ColumnSpec(column.name, "text", column.title, column.doc, nullable=True, origin="derived", rights=rights)
    spec, nullable = base, False
    for name in column.path[:-1]:
        nullable |= spec.columns[name].nullable
        spec = specs[str(spec.columns[name].fk)]
    last = spec.columns[column.path[-1]]
    nullable |= last.nullable
    end = label_of(last, specs)
    above = base.columns[column.path[0]].title if len(column.path) > 1 or last.fk else ""
    return ColumnSpec(
        column.name, end.kind, f"{above}: {(last if len(column.path) > 1 else end).title.lower()}", end.doc,
        nullable=nullable or end.nullable, origin="derived", rights=end.rights, vocabulary=end.vocabulary,
    )  # fmt: skip


def label_of(column: ColumnSpec, specs: Specs) -> ColumnSpec:
    """What a reader sees for a column: of a foreign key its target's label, else the column itself."""
    label = specs[column.fk].label if column.fk else None
    return specs[str(column.fk)].columns[label] if label else column


def end_of(listed: Listed, specs: Specs) -> ColumnSpec:
    """The column whose values a list shows."""
    column = specs[listed.table].columns[listed.column]
    return label_of(column, specs) if listed.labels else column


def shared_key(listed: Listed, base: TableSpec, specs: Specs) -> tuple[str, str]:
    """(column of the base's key in the linking table, column that ``listed.table`` shares with the linking table)."""
    key = base.primary_key[0]
    if listed.through is None:
        return key, key
    ours = specs[listed.through].columns
    return key, next(c.name for c in specs[listed.table].columns.values() if c.name in ours and c.name != key and c.fk)
