"""What rules stand on: joins that give what a merge gives, and pandera without Dask, which is there again afterwards."""

import sys
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from communique.check.run import usable
from communique_schema import spec
from communique_schema.pandas_alone import DASK, pandas_alone
from communique_schema.rules.base import has, join

TEXT = pd.ArrowDtype(pa.string())
LEFT = pd.DataFrame(
    {
        "one": pd.Series(["b", None, "a", "z", "b"], dtype=TEXT),
        "two": pd.Series([2, 1, 1, 2, 1], dtype="int32[pyarrow]"),
        "kept": range(5),
    }
).set_index(pd.Index([7, 3, 3, 9, 1]))
RIGHT = pd.DataFrame(
    {
        "one": pd.Series(["a", "b", None, "b"], dtype=TEXT),
        "two": pd.Series([1, 1, 1, 2], dtype="int32[pyarrow]"),
        "text": pd.Series(["A", None, "N", "B"], dtype=TEXT),
        "flag": [True, False, True, False],
    }
)


def merged(left: pd.DataFrame, right: pd.DataFrame, on: list[str], how: Any) -> pd.DataFrame:
    """pandas' own merge, with the left frame's row numbers."""
    rows = left.assign(at=np.arange(len(left))).merge(right, on=on, how=how)
    return rows.set_index(left.index.take(rows["at"].to_numpy("int64"))).drop(columns="at")


@pytest.mark.parametrize("how", ["left", "inner"])
@pytest.mark.parametrize("right", [RIGHT, RIGHT.iloc[:3], RIGHT.iloc[:0], RIGHT[["one", "two"]]])
@pytest.mark.parametrize("on", [["one"], ["two"], ["one", "two"]])
def test_a_join_gives_what_a_merge_gives(on: list[str], right: pd.DataFrame, how: str) -> None:
    """Nulls meet nulls, a key that stands twice gives two rows, and what is missing is null."""
    right = right.drop(columns={"one", "two"} - set(on))
    pd.testing.assert_frame_equal(merged(LEFT, right, on, how), join(LEFT, right, on, how))
    wanted = merged(LEFT[on], right[on].drop_duplicates().assign(there=True), on, "left")["there"].notna()
    assert wanted.tolist() == has(LEFT, right, on).tolist()


@pytest.mark.parametrize(
    ("statements", "starts", "wanted"),
    [
        (["a", "a", "b"], [1, 2, 1], [True, True, True]),
        (["a", "a", "a"], [1, 2, 1], [True, True, False]),
        (["a", None, None], [1, 2, 2], [True, False, False]),
        ([], [], []),
    ],
)
def test_a_key_is_usable_that_is_whole_and_stands_in_no_row_above(
    statements: list[str | None], starts: list[int], wanted: list[bool]
) -> None:
    anchors = spec.tables()["anchors"]
    assert anchors.primary_key == ("statement_id", "char_start")
    rows = pd.DataFrame({"statement_id": pd.Series(statements, dtype=TEXT),
                         "char_start": pd.Series(starts, dtype="int32[pyarrow]")})  # fmt: skip
    assert usable(anchors, rows).tolist() == wanted


def test_dask_is_hidden_only_while_pandera_looks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not importable inside, as before outside, and untouched where somebody has it already."""
    monkeypatch.delitem(sys.modules, DASK, raising=False)
    with pytest.raises(RuntimeError), pandas_alone():  # noqa: PT012 (the block is what is tested)
        assert sys.modules[DASK] is None
        raise RuntimeError
    assert DASK not in sys.modules
    monkeypatch.setitem(sys.modules, DASK, sys)
    with pandas_alone():
        assert sys.modules[DASK] is sys
    assert sys.modules[DASK] is sys
