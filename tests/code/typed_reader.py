"""What a type checker must know of the public face; checked by mypy in test_typing.py and never run."""

import datetime as dt
from pathlib import Path
from typing import Any, assert_type

import pandas as pd

import communique as cq
from communique.proving import Check, Proof

ds = cq.load()
assert_type(ds, cq.Dataset)
assert_type(cq.load("dist/0.1.0"), cq.Dataset)
assert_type(cq.load(Path("dist/0.1.0")), cq.Dataset)
assert_type(cq.load(version="0.1.0"), cq.Dataset)
assert_type(cq.at_hand(), dict[str, Path])

assert_type(ds.version, str)
assert_type(ds.data_through, dt.date)
assert_type(ds.day, dt.date)
assert_type(ds.known_by, dt.date)
assert_type(ds.tables, tuple[str, ...])
assert_type(list(ds), list[str])
assert_type(len(ds), int)
assert_type(ds.proposals, pd.DataFrame)
assert_type(ds["statements"], pd.DataFrame)
assert_type(ds.describe("statements"), pd.DataFrame)
assert_type(ds.joined("events"), pd.DataFrame)
assert_type(ds.labels("act"), dict[str, str])

assert_type(ds.as_of("2021-02-06"), cq.Dataset)
assert_type(ds.as_of(dt.date(2021, 2, 6), known_by="2021-03-01"), cq.Dataset)

record = ds.get("st-5mn4b")
assert_type(record, cq.Record)
assert_type(record.sha256, str)
assert_type(record["act"], Any)
assert_type(record.parts, dict[str, list[dict[str, Any]]])

why = ds.why("pr-0nfb7")
assert_type(why, cq.Why)
assert_type(why.events, list[dict[str, Any]])
assert_type(why.as_dict(), dict[str, Any])

assert_type(ds.cite(), str)
assert_type(ds.cite("st-5mn4b", style="bibtex"), str)
ds.cite("st-5mn4b", style="ibid")  # type: ignore[arg-type]

assert_type(ds.verify(), Proof)
assert_type(ds.verify(sources="~/articles", partial=True), Proof)
assert_type(ds.verify().checks, tuple[Check, ...])
assert_type(ds.verify().ok, bool)
assert_type(ds.diff("0.2.0"), cq.Diff)
assert_type(cq.diff("0.1.0", Path("dist/0.2.0")), cq.Diff)

ds.as_of(20210206)  # type: ignore[arg-type]
ds.get(5)  # type: ignore[arg-type]
try:
    ds.get("st-00000")
except cq.errors.RetiredIdError as error:
    assert_type(error.tombstone, dict[str, object])
except cq.CommuniqueError:
    pass
