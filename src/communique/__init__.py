"""communique: what Russia and the United States said and proposed to each other on strategic stability.

    import communique as cq
    ds = cq.load()                                  # the bundled release; offline, nothing written
    ds.proposals                                    # a pandas DataFrame
    ds.as_of("2021-05-01").proposals                # as things stood
    ds.cite("st-5mn4b", style="bibtex")
    cq.extract(pyarrow_table_of_texts)["statements"]   # rules code texts of your own in the same tables

Reading a release needs pandas and pyarrow only; neither is imported before a table is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import errors
    from .dataset import Dataset, load
    from .diffing import Diff, diff
    from .extracting import extract
    from .problems import CommuniqueError
    from .proving import Proof
    from .reading.at_hand import at_hand
    from .reading.entities import Record
    from .reading.why import Why

__all__ = [
    "CommuniqueError",
    "Dataset",
    "Diff",
    "Proof",
    "Record",
    "Why",
    "at_hand",
    "diff",
    "errors",
    "extract",
    "load",
]

_HOME = {
    "CommuniqueError": "problems", "Dataset": "dataset", "Diff": "diffing", "Record": "reading.entities",
    "Proof": "proving", "Why": "reading.why", "at_hand": "reading.at_hand", "diff": "diffing", "extract": "extracting",
    "load": "dataset",
}  # fmt: skip
"""Public name -> the module it lives in: loaded when first used, for the build starts here too and must be quick."""


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module(".errors", __name__)
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
