"""The vocabulary for saying what a table and a column are.

Every table is a pandera model built from the helpers here. A helper returns a pandera ``Field`` whose metadata
carries what pandera itself has no word for: key, foreign key, vocabulary, origin, rights. Everything else the
project publishes about a column (Arrow type, SQL, JSON Schema, data dictionary) is a projection of that one field.

Origins of a column's value: ``record`` (a curator writes it), ``order`` (the place in the record's list),
``filled`` (computed from a text at hand and stored in the record) and ``derived`` (computed at every build).

Two marks say what a release owes a cited row. Every column but derived ones enters the row's hash, save an order that
is for showing only (``hashed=False``). A change of a *claim-bearing* column (``claim``) is more than a correction of
wording: codes, references, flags, dates and the place and hashes of words are so unless they say otherwise.
"""

import inspect
from dataclasses import dataclass
from typing import Any, ClassVar

import pandera.pandas as pa
from pandera.engines import pandas_engine as engine
from pandera.typing.pandas import Series

from .terms import codes

Text = Series[engine.ArrowString]
Int = Series[engine.ArrowInt32]
Flag = Series[engine.ArrowBool]
Day = Series[engine.ArrowDate32]

RIGHTS = {
    "own": "our own work",
    "fact": "a fact about the source",
    "quoted": "words of the source, at most seven in a row",
}


class EventDate:
    """Annotation for a group of columns that together say when something happened, and how we know."""


@dataclass(frozen=True)
class Dated:
    """A date group before it is spread into columns; see :func:`dated`."""

    title: str
    doc: str
    nullable: bool
    weekday: bool


def _field(title: str, doc: str, *, nullable: bool, origin: str, rights: str = "own", **more: Any) -> Any:
    checks = {name: more.pop(name) for name in ("isin", "str_matches", "str_length", "ge", "le") if name in more}
    metadata = {"origin": origin, "rights": rights, "optional": nullable, **more}
    return pa.Field(nullable=nullable, title=title, description=doc, metadata=metadata, **checks)


def key(prefix: str, title: str) -> Any:
    """Primary key: a minted, permanent id ``<prefix>-xxxxx`` that says nothing about what it names."""
    return _field(
        title,
        f"Permanent id, {prefix}- and five letters or digits (sixteen where rules made the row); never reused, never changed.",
        nullable=False,
        origin="record",
        key=True,
        prefix=prefix,
        str_matches=id_pattern(prefix),
    )


_SIGN = "[0-9abcdefghjkmnpqrstvwxyz]"


def id_pattern(prefix: str) -> str:
    """Regular expression of an id: Crockford's base 32, so no i, l, o or u to misread; sixteen of it on extracted rows."""
    return rf"^{prefix}-{_SIGN}{{5}}(?:{_SIGN}{{11}})?$"


def ref(target: str, title: str, doc: str, *, nullable: bool = False, origin: str = "record", **more: Any) -> Any:
    """Foreign key to the single-column primary key of table ``target``."""
    return _field(title, doc, nullable=nullable, origin=origin, fk=target, **more)


def parent(target: str) -> Any:
    """Foreign key a record never writes: the record it is nested in."""
    return _field(
        (target.removesuffix("ies") + "y" if target.endswith("ies") else target[:-1]).replace("_", " ").capitalize(),
        f"The row of {target} this belongs to.",
        nullable=False,
        origin="parent",
        fk=target,
        key=True,
    )


def coded(vocabulary: str, title: str, doc: str, *, nullable: bool = False, **more: Any) -> Any:
    """One term of a controlled vocabulary (table ``terms``)."""
    origin = more.pop("origin", "record")
    allowed = list(codes(vocabulary))
    return _field(title, doc, nullable=nullable, origin=origin, vocabulary=vocabulary, isin=allowed, **more)


def text(title: str, doc: str, *, nullable: bool = False, **more: Any) -> Any:
    """Free text; never empty: absent is null."""
    return _field(title, doc, nullable=nullable, origin=more.pop("origin", "record"), **more)


def digest(title: str, doc: str, *, nullable: bool = True, origin: str = "filled") -> Any:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    pattern = r"^[0-9a-f]{64}$"
    return _field(title, doc, nullable=nullable, origin=origin, rights="fact", str_matches=pattern, claim=True)


def number(title: str, doc: str, *, nullable: bool = False, **more: Any) -> Any:
    """Whole number, never negative."""
    return _field(title, doc, nullable=nullable, origin=more.pop("origin", "record"), ge=0, **more)


def order(*, hashed: bool = True) -> Any:
    """The place in the record's list, from 1: an order to show rows in, never a key.

    In a log or a chain the order is part of what is claimed. Where it only says how to list rows (``hashed=False``), a
    row put in above must not change the hash of a cited one below.
    """
    return _field("Position", "Order within its parent, from 1.", nullable=False, origin="order", ge=1, hashed=hashed,
                  claim=hashed)  # fmt: skip


def flag(title: str, doc: str, *, nullable: bool = False, default: bool | None = None, **more: Any) -> Any:
    """Yes or no; a record may leave out a flag that has a default."""
    return _field(title, doc, nullable=nullable, origin=more.pop("origin", "record"), default=default, **more)


def day(title: str, doc: str, *, nullable: bool = False, **more: Any) -> Any:
    """One calendar day known for certain (bookkeeping, not history: history uses :func:`dated`)."""
    return _field(title, doc, nullable=nullable, origin=more.pop("origin", "record"), **more)


def dated(title: str, doc: str, *, nullable: bool = False, weekday: bool = False) -> Any:
    """A group of date columns sharing a prefix, written in records as one nested mapping."""
    return Dated(title, doc, nullable, weekday)


def _spread(prefix: str, group: Dated) -> dict[str, tuple[Any, Any]]:
    """The columns of one date group, in order: name -> (annotation, field)."""
    t, null = group.title, group.nullable
    more: dict[str, Any] = {"group": prefix}
    columns = {
        "edtf": (
            Text,
            text(
                f"{t} (EDTF)", f"{group.doc} Extended Date/Time Format, as claimed.", nullable=null, edtf=True, **more
            ),
        ),
        "earliest": (
            Day,
            day(f"{t}, earliest", "First possible day (null: open).", nullable=True, origin="derived", **more),
        ),
        "latest": (
            Day,
            day(f"{t}, latest", "Last possible day (null: open).", nullable=True, origin="derived", **more),
        ),
        "certainty": (
            Text,
            coded("date_certainty", f"{t}, certainty", "How the date is known.", nullable=null, **more),
        ),
        "basis": (
            Text,
            text(
                f"{t}, basis",
                "The reasoning behind the date, in our own words; an outside source is named by its article id.",
                nullable=True,
                **more,
            ),
        ),
        "date": (
            Day,
            day(
                f"{t}, sort day",
                "The latest possible day, else the earliest: for sorting only.",
                nullable=True,
                origin="derived",
                **more,
            ),
        ),
    }
    if group.weekday:
        columns["weekday"] = (
            Text,
            coded("weekday", f"{t}, weekday", "The weekday the page names.", nullable=True, **more),
        )
    return {f"{prefix}_{suffix}": pair for suffix, pair in columns.items()}


class Table(pa.DataFrameModel):
    """Base of every model: spreads date groups into columns before pandera collects them."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        annotations: dict[str, Any] = {}
        for name, annotation in inspect.get_annotations(cls).items():
            group = cls.__dict__.get(name)
            if not isinstance(group, Dated):
                annotations[name] = annotation
                continue
            delattr(cls, name)
            for column, (kind, field) in _spread(name, group).items():
                annotations[column] = kind
                setattr(cls, column, field)
                field.__set_name__(cls, column)
        cls.__annotations__ = annotations
        super().__init_subclass__(**kwargs)  # type: ignore[no-untyped-call]

    class Config:
        name: str | None = None
        strict = True
        ordered = True
        metadata: ClassVar[dict[str, Any]] = {}
