"""What a model says of its table and columns, as plain data for everything projected from it."""

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal

import pyarrow as pa

from .columns import Table
from .models import MODELS
from .pandas_alone import pandas_alone

Kind = Literal["text", "int32", "bool", "date32"]
ARROW: dict[Kind, pa.DataType] = {"text": pa.string(), "int32": pa.int32(), "bool": pa.bool_(), "date32": pa.date32()}
_KINDS: dict[pa.DataType, Kind] = {arrow: kind for kind, arrow in ARROW.items()}


@dataclass(frozen=True)
class ColumnSpec:
    """One column: name, type and everything the model's field says of it."""

    name: str
    kind: Kind
    title: str
    doc: str
    nullable: bool
    origin: str
    rights: str
    key: bool = False
    prefix: str | None = None
    fk: str | None = None
    vocabulary: str | None = None
    group: str | None = None
    edtf: bool = False
    default: bool | None = None
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    hashed: bool = True
    claim: bool = False

    @property
    def written(self) -> bool:
        """Whether a record may write it (``filled`` values are written by the formatter)."""
        return self.origin in ("record", "filled")

    @property
    def field(self) -> str:
        """The name inside a record: a date group's columns stand in a nested mapping."""
        return self.name if self.group is None else self.name.removeprefix(self.group + "_")


@dataclass(frozen=True)
class TableSpec:
    """One table: its columns in order, its key, and where its records live."""

    name: str
    doc: str
    room: str
    columns: dict[str, ColumnSpec]
    primary_key: tuple[str, ...]
    parent: str | None
    nested: str | None
    label: str | None
    derived: bool
    model: type[Table] = field(repr=False)

    @cached_property
    def parent_key(self) -> str | None:
        """The column that holds the id of the record this one is nested in."""
        return next((c.name for c in self.columns.values() if c.origin == "parent"), None)

    @cached_property
    def groups(self) -> dict[str, bool]:
        """Date groups by prefix, with whether the whole group may be absent."""
        return {c.group: c.nullable for c in self.columns.values() if c.group and c.edtf}

    @cached_property
    def arrow(self) -> pa.Schema:
        """The table's Arrow schema, without metadata."""
        return pa.schema([pa.field(c.name, ARROW[c.kind], c.nullable) for c in self.columns.values()])


def _column(name: str, column: Any) -> ColumnSpec:
    meta = dict(column.metadata or {})
    statistics = {k: v for check in column.checks for k, v in check.statistics.items()}
    kind = _KINDS[column.dtype.type.pyarrow_dtype]
    hashed = meta["origin"] != "derived" and meta.get("hashed", True)
    coded = any(meta.get(name) for name in ("fk", "vocabulary", "edtf", "key")) or kind == "bool"
    return ColumnSpec(
        name=name,
        kind=kind,
        title=column.title,
        doc=column.description,
        nullable=column.nullable,
        origin=meta["origin"],
        rights=meta["rights"],
        key=bool(meta.get("key")),
        prefix=meta.get("prefix"),
        fk=meta.get("fk"),
        vocabulary=meta.get("vocabulary"),
        group=meta.get("group"),
        edtf=bool(meta.get("edtf")),
        default=meta.get("default"),
        pattern=getattr(statistics.get("pattern"), "pattern", statistics.get("pattern")),
        minimum=statistics.get("min_value") if kind == "int32" else None,
        maximum=statistics.get("max_value") if kind == "int32" else None,
        max_length=statistics.get("max_value") if kind == "text" else None,
        hashed=hashed,
        claim=hashed and bool(meta.get("claim", coded)),
    )


def spec_of(model: type[Table]) -> TableSpec:
    """Read one model; any subclass of :class:`Table` will do."""
    with pandas_alone():
        schema = model.to_schema()
    columns = {name: _column(name, column) for name, column in schema.columns.items()}
    meta = dict(model.Config.metadata or {})
    minted = tuple(c.name for c in columns.values() if c.prefix)
    return TableSpec(
        name=str(model.Config.name),
        doc=(model.__doc__ or "").strip(),
        room=meta["room"],
        columns=columns,
        primary_key=minted or tuple(c.name for c in columns.values() if c.key),
        parent=meta.get("parent"),
        nested=meta.get("nested"),
        label=meta.get("label"),
        derived=bool(meta.get("derived")),
        model=model,
    )


@cache
def tables() -> dict[str, TableSpec]:
    """Every table of the contract by name, in reading order."""
    return {spec.name: spec for spec in map(spec_of, MODELS)}


def children(name: str, specs: dict[str, TableSpec] | None = None) -> list[TableSpec]:
    """Tables whose records nest inside records of table ``name``."""
    return [spec for spec in (specs or tables()).values() if spec.parent == name]


def roots(specs: dict[str, TableSpec] | None = None) -> list[TableSpec]:
    """Tables whose records stand in files of their own."""
    return [s for s in (specs or tables()).values() if s.parent is None and not s.derived and s.name not in FROM_TERMS]


FROM_TERMS = ("terms", "term_links")
"""Tables read from the schema's own code book file, not from the dataset folder."""
