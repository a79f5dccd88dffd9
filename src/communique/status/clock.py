"""Days as whole numbers, so that logs can be sorted, accumulated and compared as columns."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

Days = npt.NDArray[np.int64]
NEVER = 2**31 - 1
"""Later than any day: an event that never happens, evidence that was never published."""
_EPOCH = date(1970, 1, 1).toordinal()


def to_days(column: "pd.Series[Any]") -> Days:
    """Days since 1970-01-01 of a date32 column; null becomes :data:`NEVER`."""
    array = pa.array(column, pa.date32()) if not isinstance(column.dtype, pd.ArrowDtype) else pa.array(column)
    return np.asarray(array.cast(pa.int32()).fill_null(NEVER)).astype(np.int64)


def to_dates(days: Any) -> "pd.Series[Any]":
    """The date32 column of days since 1970-01-01; :data:`NEVER` becomes null."""
    numbers = np.asarray(days, dtype=np.int64)
    array = pa.array(numbers.astype(np.int32), pa.int32(), mask=numbers >= NEVER).cast(pa.date32())
    return pd.Series(array, dtype=pd.ArrowDtype(pa.date32()))


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH
