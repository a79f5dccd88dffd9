"""Joined views as flat files: the same rows and values as the views of the database."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.projections import Specs, target
from communique_schema.projections.arrow import arrow_schema
from communique_schema.projections.views import SEPARATOR, Listed, Named, View, shared_key
from communique_schema.spec import ColumnSpec, TableSpec

ArrowTables = Mapping[str, pa.Table]


def joined(view: View, tables: ArrowTables, specs: Specs, release: Mapping[str, str]) -> pa.Table:
    """One view as a table in the order of its base table; whole columns, no row loop."""
    base = tables[view.base.name]
    columns = []
    for column in view.columns:
        if isinstance(column, str):
            columns.append(_one(base.column(column)))
        elif isinstance(column, Named):
            columns.append(_follow(column, view.base, tables, specs))
        else:
            columns.append(_list(column, view.base, tables, specs))
    return pa.Table.from_arrays(columns, schema=arrow_schema(view.spec, specs, release))


def _one(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _looked_up(ids: pa.Array, column: ColumnSpec, wanted: str, tables: ArrowTables, specs: Specs) -> pa.Array:
    """``wanted`` of the rows that foreign key ``column`` points to; null where it is null."""
    rows = tables[str(column.fk)]
    at = pc.index_in(ids, value_set=_one(rows.column(target(column, specs).name)), skip_nulls=True)
    return _one(rows.column(wanted)).take(at)


def _follow(named: Named, base: TableSpec, tables: ArrowTables, specs: Specs) -> pa.Array:
    """The value at the end of a path of foreign keys."""
    spec, values = base, _one(tables[base.name].column(named.path[0]))
    for depth, name in enumerate(named.path):
        column = spec.columns[name]
        if not column.fk:
            break
        below = specs[column.fk]
        wanted = named.path[depth + 1] if depth + 1 < len(named.path) else str(below.label)
        values = _looked_up(values, column, wanted, tables, specs)
        spec = below
    return values


def _list(listed: Listed, base: TableSpec, tables: ArrowTables, specs: Specs) -> pa.Array:
    """Names of linked rows, each once, in order, joined; null where a row has none."""
    column, rows = specs[listed.table].columns[listed.column], tables[listed.table]
    if listed.only:
        rows = rows.filter(pc.equal(rows.column(listed.only[0]), listed.only[1]))
    values = _one(rows.column(listed.column))
    label = specs[column.fk].label if column.fk and listed.labels else None
    if label:
        values = _looked_up(values, column, label, tables, specs)
    key, shared = shared_key(listed, base, specs)
    pairs = pa.table({"key": _one(rows.column(shared)), "value": values})
    if listed.through:
        links = (
            tables[listed.through].select([key, shared]).replace_schema_metadata(None).rename_columns(["base", "key"])
        )
        pairs = pairs.join(links, "key", join_type="inner").select(["base", "value"]).rename_columns(["key", "value"])
    pairs = pairs.filter(pc.is_valid(pairs.column("value"))).group_by(["key", "value"]).aggregate([])
    pairs = pairs.select(["key", "value"]).sort_by([("key", "ascending"), ("value", "ascending")])
    keys, values = _one(pairs.column("key")), _one(pairs.column("value"))
    counted = pc.run_end_encode(keys, run_end_type=pa.int32())
    ends = pa.concat_arrays([pa.array([0], pa.int32()), counted.run_ends])
    lists = pc.binary_join(pa.ListArray.from_arrays(ends, values), SEPARATOR)
    at = pc.index_in(_one(tables[base.name].column(base.primary_key[0])), value_set=counted.values)
    return lists.take(at)
