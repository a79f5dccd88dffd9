"""Arrow schemas: types, nullability, and all that the model says, in metadata that travels inside each Parquet file."""

import json
from collections.abc import Mapping

import pyarrow as pa

from ..spec import ARROW, ColumnSpec, Kind, TableSpec
from . import Specs, target

CONTRACT = "1"
"""Which contract a file is written for: raised when readers of the last one could not make sense of it."""
_PANDAS: dict[Kind, tuple[str, str]] = {
    "text": ("unicode", "string"),
    "int32": ("int32", "Int32"),
    "bool": ("bool", "boolean"),
    "date32": ("date", "date32[pyarrow]"),
}
"""Pandas' name of a logical type, and the dtype a plain ``pd.read_parquet`` gives it (pandas 2.2 to 3.x)."""


def arrow_schema(spec: TableSpec, specs: Specs, release: Mapping[str, str] | None = None) -> pa.Schema:
    """Arrow schema of a table or joined view, described.

    ``release`` (title, version, licence, citation, data_through) goes into the table's metadata and into
    ``PANDAS_ATTRS``, which pandas shows as ``df.attrs``. Keys are sorted: their order changes a file's bytes.
    """
    fields = [
        pa.field(c.name, ARROW[c.kind], c.nullable, metadata=_described(c, spec, specs)) for c in spec.columns.values()
    ]
    return pa.schema(fields, metadata=_footer(spec, dict(release or {})))


def _described(column: ColumnSpec, spec: TableSpec, specs: Specs) -> dict[str, str]:
    said = {
        "claim": "yes" if column.claim else None,
        "description": column.doc,
        "hashed": "yes" if column.hashed else None,
        "key": "primary" if column.name in spec.primary_key else None,
        "origin": column.origin,
        "prefix": column.prefix,
        "references": f"{column.fk}.{target(column, specs).name}" if column.fk else None,
        "rights": column.rights,
        "title": column.title,
        "vocabulary": column.vocabulary,
    }
    return {name: value for name, value in sorted(said.items()) if value}


def _footer(spec: TableSpec, release: dict[str, str]) -> dict[str | bytes, str | bytes]:
    about = {"contract": CONTRACT, "table": spec.name, "description": spec.doc,
             "primary_key": ",".join(spec.primary_key), "room": spec.room}  # fmt: skip
    about |= {"label": spec.label} if spec.label in spec.columns else {}
    attrs = release | {"table": spec.name, "description": spec.doc}
    footer: dict[str, str] = release | about | {"pandas": _json(_pandas(spec)), "PANDAS_ATTRS": _json(attrs)}
    return {name: footer[name] for name in sorted(footer)}


def _pandas(spec: TableSpec) -> dict[str, object]:
    """The block pandas reads dtypes from, written by hand: pandas' own names its version and pyarrow's."""
    columns = [
        {"name": c.name, "field_name": c.name, "pandas_type": _PANDAS[c.kind][0], "numpy_type": _PANDAS[c.kind][1],
         "metadata": None}
        for c in spec.columns.values()
    ]  # fmt: skip
    return {"columns": columns, "column_indexes": [], "index_columns": []}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
