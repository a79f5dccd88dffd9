"""What a table is, as its own Parquet file says: the contract a release carries with it, for readers without pandera."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from .errors import DamagedReleaseError, NotAReleaseError
from .files import Files

KINDS = {"text": pa.string(), "int32": pa.int32(), "bool": pa.bool_(), "date32": pa.date32()}
"""The types a column may have; the same words as in the contract."""


@dataclass(frozen=True)
class Column:
    """One column. ``hashed``: it enters the row's hash; ``claim``: a change of it takes a minor version."""

    name: str
    kind: str
    nullable: bool
    title: str
    doc: str
    origin: str
    references: tuple[str, str] | None
    vocabulary: str | None
    prefix: str | None
    hashed: bool
    claim: bool


@dataclass(frozen=True)
class Described:
    """One table: its key, its columns in order, the subject (``room``) it belongs to, the column people know it by."""

    name: str
    doc: str
    room: str
    key: tuple[str, ...]
    label: str | None
    columns: dict[str, Column]

    @property
    def parent(self) -> tuple[str, str] | None:
        """(table this one is nested in, the column that says in which row of it)."""
        nested = (c for c in self.columns.values() if c.origin == "parent" and c.references)
        return next(((c.references[0], c.name) for c in nested if c.references), None)

    @property
    def hashed(self) -> tuple[str, ...]:
        """Columns that enter a row's hash; none of a derived table."""
        return tuple(c.name for c in self.columns.values() if c.hashed)

    @property
    def derived(self) -> tuple[str, ...]:
        """Columns computed at every build."""
        return tuple(c.name for c in self.columns.values() if c.origin == "derived")

    @property
    def prefix(self) -> str | None:
        """How the permanent ids of its rows begin; None for rows without ids of their own."""
        return self.columns[self.key[0]].prefix


def described(schema: pa.Schema, where: str) -> Described:
    """A table as the metadata of its Arrow schema describe it; ``where`` names the file in an error.

    Raises :class:`~communique.reading.errors.NotAReleaseError` where the metadata are not ours, and
    :class:`~communique.reading.errors.DamagedReleaseError` for a type no table has.
    """
    about = _texts(schema.metadata)
    key = tuple(about.get("primary_key", "").split(","))
    if "table" not in about or not {*key} <= {*schema.names}:
        raise NotAReleaseError(
            f"{where}: not a table of a communique release; name a release folder, such as dist/0.1.0"
        )
    kinds = {kind: name for name, kind in KINDS.items()}
    if strange := [field.name for field in schema if field.type not in kinds]:
        raise DamagedReleaseError(
            f"{where}: no column of a release has the type of {', '.join(strange)}; {Files.way_out}"
        )
    columns = {field.name: _column(field, kinds) for field in schema}
    return Described(
        about["table"], about.get("description", ""), about.get("room", ""), key, about.get("label"), columns
    )


def _column(field: pa.Field, kinds: Mapping[pa.DataType, str]) -> Column:
    said = _texts(field.metadata)
    target = said.get("references", "").split(".")
    return Column(
        name=field.name,
        kind=kinds[field.type],
        nullable=field.nullable,
        title=said.get("title", field.name),
        doc=said.get("description", ""),
        origin=said.get("origin", ""),
        references=(target[0], target[1]) if len(target) == 2 else None,
        vocabulary=said.get("vocabulary"),
        prefix=said.get("prefix"),
        hashed=said.get("hashed") == "yes",
        claim=said.get("claim") == "yes",
    )


def _texts(metadata: Mapping[bytes, bytes] | None) -> dict[str, str]:
    return {k.decode(errors="replace"): v.decode(errors="replace") for k, v in (metadata or {}).items()}


def parts(name: str, tables: Mapping[str, Described]) -> list[tuple[Described, str]]:
    """Tables whose rows belong to the record of a row of ``name``, outermost first, each with the column of its parent.

    A record is a row with all that is nested in it within its subject: a statement with its actors, anchors and links, a
    proposal with its whole log; but an article without its statements, which are cited by themselves.
    """
    found: list[tuple[Described, str]] = []
    for table in tables.values():
        if table.parent and table.parent[0] == name and table.room == tables[name].room:
            found += [(table, table.parent[1]), *parts(table.name, tables)]
    return found
