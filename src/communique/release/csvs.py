"""The CSV mirror: the same values as the Parquet files, for any tool that reads text."""

import pyarrow as pa
import pyarrow.compute as pc

TO_QUOTE = '[",\r\n]'
"""Characters that make a value need quotation marks (RFC 4180)."""


def csv_of(table: pa.Table) -> bytes:
    """A table of two or more columns as RFC 4180 CSV in UTF-8: a header, then a row per line, each ended by a line feed.

    A null is an empty field. Yes and no are ``true`` and ``false``, days are ISO. A value is in quotation marks only if
    it holds a comma, a quotation mark or a line break, or is an empty text (the contract knows none). The bytes are made
    here from whole columns, for those of ``pyarrow.csv`` are not the same in every version.
    """
    head = ",".join(pc.fill_null(_fields(pa.array(table.column_names, pa.string())), "").to_pylist())
    columns = [pc.fill_null(_fields(_one(column)), "") for column in table.columns]
    rows = pc.binary_join_element_wise(*columns, ",") if table.num_rows else pa.array([], pa.string())
    return "".join(f"{line}\n" for line in (head, *rows.to_pylist())).encode()


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _fields(column: pa.Array) -> pa.Array:
    """Each value as it stands in the file; nulls stay null."""
    text = column.cast(pa.string())
    if column.type != pa.string():
        return text
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(text, '"', '""'), '"', "")
    needed = pc.or_(pc.match_substring_regex(text, TO_QUOTE), pc.equal(text, ""))
    return pc.if_else(needed, quoted, text)
