"""The days an EDTF text bounds, for every date group of a table."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.edtf import EdtfError, bounds
from communique_schema.spec import TableSpec

DATE = pd.ArrowDtype(pa.date32())


def with_dates(spec: TableSpec, df: pd.DataFrame) -> pd.DataFrame:
    """``df`` with ``<group>_earliest``, ``_latest`` and ``_date`` filled from ``<group>_edtf``.

    Each distinct text is parsed once. A text that does not parse leaves its days null; the reader has reported it.
    """
    for group in spec.groups:
        encoded = pa.array(df[f"{group}_edtf"], pa.string()).dictionary_encode()
        encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
        pairs = [_bounds(text) for text in encoded.dictionary.to_pylist()]
        earliest, latest = (
            pa.array(list(side), pa.date32()) for side in (zip(*pairs, strict=True) if pairs else ((), ()))
        )
        days = {
            "earliest": earliest.take(encoded.indices),
            "latest": latest.take(encoded.indices),
        }
        days["date"] = pc.coalesce(days["latest"], days["earliest"])
        df = df.assign(**{f"{group}_{part}": pd.Series(pd.array(array, dtype=DATE), index=df.index)
                          for part, array in days.items()})  # fmt: skip
    return df


def _bounds(text: str) -> tuple[object, object]:
    try:
        return bounds(text)
    except EdtfError:
        return None, None
