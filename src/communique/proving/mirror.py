"""The CSV mirror read as Arrow: every column as text, for the hashes to make of it what the contract says."""

import io

import pyarrow as pa
from pyarrow import csv

HEAD = 2**16
"""Bytes within which the header row must end."""


def csv_table(data: bytes) -> pa.Table:
    """A CSV file (RFC 4180, UTF-8, a header row) as texts; an empty field is null, a text may hold line breaks.

    Raises ``pyarrow.ArrowInvalid`` or ``ValueError`` where it is none.
    """
    names = _header(data)
    # One block: a row that straddles two, with a line break inside a value, is read wrongly or refused.
    whole = csv.ReadOptions(block_size=max(len(data), 1) + 1, use_threads=False)
    quoting = csv.ParseOptions(newlines_in_values=True, double_quote=True)
    texts = csv.ConvertOptions(
        column_types={name: pa.string() for name in names},
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    return csv.read_csv(io.BytesIO(data), whole, quoting, texts)


def _header(data: bytes) -> list[str]:
    first = data[:HEAD].split(b"\n", 1)[0].rstrip(b"\r").decode()
    return [name.strip('"') for name in first.split(",")]
