"""CONTENT.json: what a release holds and the hashes it can be held against, with all that is needed to compute them."""

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from .hashes import dataset_hash, derived_hash, row_hashes, table_hash
from .reading.described import Described

DEFINITION = (
    "row1, record1, table1, dataset1: see the head of recompute.py. columns: name -> type of what enters row1; "
    "derived: name -> type of what is computed, hashed with the key in derived1; record: the table whose records these "
    "rows belong to, and the column that says to which."
)


def content(tables: Mapping[str, pa.Table], specs: Mapping[str, Described], about: Mapping[str, str]) -> dict[str, Any]:
    """CONTENT.json as a mapping, tables in the order of ``tables``.

    ``dataset1`` and, per table, ``table1`` cover what is claimed; ``derived1`` covers what is computed from it. A table
    wholly derived has no ``table1``.
    """
    listed = {name: _table(tables[name], specs[name], specs) for name in tables}
    return {
        "definition": DEFINITION,
        "title": about["title"],
        "version": about["version"],
        "data_through": about["data_through"],
        "dataset1": dataset_hash({name: t["table1"] for name, t in listed.items() if t["table1"]}),
        "derived1": dataset_hash({name: t["derived1"] for name, t in listed.items() if t["derived1"]}),
        "tables": listed,
    }


def _table(rows: pa.Table, of: Described, specs: Mapping[str, Described]) -> dict[str, Any]:
    above = of.parent if of.parent and specs[of.parent[0]].room == of.room else None
    return {
        "rows": rows.num_rows,
        "key": list(of.key),
        "prefix": of.prefix,
        "columns": {name: of.columns[name].kind for name in of.hashed},
        "derived": {name: of.columns[name].kind for name in of.derived},
        "record": {"table": above[0], "column": above[1]} if above else None,
        "table1": table_hash(of.name, row_hashes(rows, of)) if of.hashed else None,
        "derived1": derived_hash(rows, of),
    }


def as_text(said: Mapping[str, Any]) -> str:
    """A JSON document as releases carry it: the same text for the same value, whenever it is written."""
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
