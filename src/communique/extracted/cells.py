"""What the reader of records would refuse in a value, asked of whole columns: no key, empty texts, no dates."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from communique_schema.edtf import EdtfError, bounds
from communique_schema.spec import ColumnSpec
from communique_schema.spec import tables as contract

from ..check.run import MOST, Failure, more
from ..tables import yes


def refused(table: str, df: pd.DataFrame) -> Iterator[Failure]:
    """Failures of the written columns of extracted rows that neither their model nor a rule tells."""
    spec = contract()[table]
    for column in spec.columns.values():
        values = df[column.name]
        if column.name in spec.primary_key:
            yield from _rows(table, column, "missing-id", values.isna().to_numpy(bool),
                             f"{column.name} is missing", "every row needs its key")  # fmt: skip
        if column.kind == "text" and column.origin != "derived":
            yield from _rows(table, column, "empty-text", yes(values == ""), f"{column.field} is an empty text",
                             "leave out what is absent (null)")  # fmt: skip
        if column.edtf:
            for text, said in _no_dates(values).items():
                yield from _rows(table, column, "bad-edtf", yes(values == text), said, column.doc)


def _no_dates(values: "pd.Series[str]") -> dict[str, str]:
    """Text -> what is wrong with it, for each different text that is no date of the subset."""
    wrong = {}
    for text in pa.array(values, pa.string()).unique().drop_null().to_pylist():
        try:
            bounds(text)
        except EdtfError as error:
            wrong[text] = str(error)
    return wrong


def _rows(
    table: str, column: ColumnSpec, code: str, mask: "np.typing.NDArray[np.bool_]", said: str, fix: str
) -> Iterator[Failure]:
    found = np.flatnonzero(mask)
    yield from (Failure(table, int(row), column.name, code, said, fix) for row in found[:MOST])
    if len(found) > MOST:
        yield Failure(table, -1, column.name, code, more(table, len(found) - MOST), fix, rest=len(found) - MOST)
