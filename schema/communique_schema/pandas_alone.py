"""pandera with pandas alone: where dask can be imported, pandera imports it, most of a second for frames nobody has."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

DASK = "dask.dataframe"


@contextmanager
def pandas_alone() -> Iterator[None]:
    """While this lasts, dask's frames are not there to be imported.

    pandera looks for them when it first builds a schema and when it first validates, and keeps what it found: whoever wants
    it to take Dask's frames in the same process imports ``dask.dataframe`` first, and nothing is hidden. Everything else
    imports Dask as before once the block has ended.
    """
    if DASK in sys.modules:
        yield
        return
    sys.modules[DASK] = None  # type: ignore[assignment]  # not there: an import of it fails at once
    try:
        yield
    finally:
        sys.modules.pop(DASK, None)
