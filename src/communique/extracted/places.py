"""Where a row of an extraction was written: its part, and its row there."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ..records.places import Places
from .folder import PART, ROW, Extraction


@dataclass
class PartPlaces(Places):
    """Places of records followed by rows of parts; an extraction has no lines, so the row stands in the file's name."""

    extraction: Extraction | None = None
    part: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    at: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    ids: pa.ChunkedArray | None = None

    @classmethod
    def after(cls, before: Places, extraction: Extraction, rows: pa.Table, key: str) -> "PartPlaces":
        """The places of ``before``, then those of ``rows``, which are known by their column ``key``."""
        return cls(before.files, before.lines, before.fields, before.records, extraction, rows[PART].to_numpy(),
                   rows[ROW].to_numpy(), rows[key])  # fmt: skip

    def of(self, row: int, column: str | None = None) -> tuple[str, int]:
        """File and line of a record's row; part and row, without a line, of an extracted one."""
        number = row - len(self.files)
        if number < 0 or self.extraction is None or number >= len(self.part):
            return super().of(row, column)
        return self.extraction.place(int(self.part[number]), int(self.at[number])), 0

    def record(self, row: int) -> str:
        """The id a reader knows the row by."""
        number = row - len(self.files)
        if number < 0 or self.ids is None or number >= len(self.ids):
            return super().record(row)
        return str(self.ids[number].as_py())
