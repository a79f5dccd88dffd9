"""Tables in memory: one pandas frame per table, every column backed by Arrow."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

if TYPE_CHECKING:
    from communique_schema.spec import TableSpec

Tables = dict[str, pd.DataFrame]
"""Table name -> frame with the table's columns in order, Arrow dtypes, and a plain RangeIndex."""


def frame(spec: "TableSpec", rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Frame of ``spec`` from row mappings; a missing column is null."""
    listed = list(rows)
    arrays = {f.name: pa.array([r.get(f.name) for r in listed], f.type) for f in spec.arrow}
    return from_arrow(pa.table(arrays, schema=pa.schema([pa.field(f.name, f.type) for f in spec.arrow])))


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """Frame with an Arrow dtype for every column."""
    df: pd.DataFrame = table.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    return df


def empty() -> Tables:
    """Every table of the contract, without rows."""
    from communique_schema.spec import tables  # noqa: PLC0415 (readers of a release have no pandera)

    return {name: frame(spec, []) for name, spec in tables().items()}


def complete(spec: "TableSpec", df: pd.DataFrame) -> pd.DataFrame:
    """The frame with exactly the columns of ``spec``, in order and typed, sorted by primary key."""
    out = df.reindex(columns=list(spec.columns))
    for name in spec.columns:
        out[name] = out[name].astype(pd.ArrowDtype(spec.arrow.field(name).type))
    return out.sort_values(list(spec.primary_key), kind="stable").reset_index(drop=True)


def yes(mask: Any) -> npt.NDArray[np.bool_]:
    """A column comparison as plain booleans: where either side was null, the answer is no."""
    return np.asarray(mask.fillna(False), dtype=bool)
