"""Rows of Arrow columns as documents: of a Parquet file, or of a table somebody has in memory."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from ..model import Document, SetAside
from .decoding import utf8
from .pieces import LARGEST
from .records import NAMES, document
from .refusals import Refused, aside


def columns(schema: Any) -> list[str]:
    """The columns that are read. Raises :class:`Refused` (no-text, wrong-type) where text is missing or is no text."""
    names = [name for name in dict.fromkeys(NAMES) if schema.get_field_index(name) >= 0]
    if len(schema.get_all_field_indices("text")) > 1:
        raise Refused("wrong-type", "has more than one column text")
    if "text" not in names:
        raise Refused("no-text", "has no column text")
    kind = schema.field("text").type
    if not (is_text(kind) or pa.types.is_null(kind)):
        raise Refused("wrong-type", f"its column text is {kind}, not text")
    return names


def is_text(kind: Any) -> bool:
    """Whether a column holds texts, each by itself or by its number in a dictionary."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def rows(batch: Any, place: str, first: int) -> Iterator[Document | SetAside]:
    """The documents of a batch with the columns that are read; a row's place is ``place`` and its number from ``first``."""
    held = {key: _values(batch.column(key)) for key in batch.schema.names}
    for row in range(batch.num_rows):
        where = f"{place}{first + row}"
        try:
            yield document(where, {key: _text(values[row]) for key, values in held.items()})
        except Refused as error:
            yield aside(where, error.code, error.reason)


def _values(column: Any) -> list[Any]:
    """Strings as bytes, for Arrow's are not always UTF-8; a number of a whole day or an instant as Python has it."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if is_text(column.type):
        wide = pa.types.is_large_string(column.type)
        return list(column.cast(pa.large_binary() if wide else pa.binary()).to_pylist())
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)  # Python has no nanoseconds
    try:
        return list(column.to_pylist())
    except (OverflowError, ValueError):  # a day that Python's calendar does not have: Arrow can still say it
        return list(column.cast(pa.string()).to_pylist())


def _text(value: Any) -> object:
    if not isinstance(value, bytes):
        return value
    if len(value) > LARGEST:
        raise Refused("too-large", f"the text is longer than {LARGEST:,} bytes")
    return utf8(value)
