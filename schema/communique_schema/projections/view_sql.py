"""Joined views as SQL."""

from ..spec import TableSpec
from . import Specs, target
from .sql import literal, quoted
from .views import SEPARATOR, Listed, Named, View, end_of, shared_key


def create_view(view: View, specs: Specs) -> str:
    """``CREATE VIEW`` of one joined view."""
    joins: dict[tuple[str, ...], str] = {}
    shown = []
    for column in view.columns:
        if isinstance(column, str):
            shown.append(f'"t".{quoted(column)}')
        elif isinstance(column, Named):
            shown.append(f"{_follow(column, view.base, specs, joins)} AS {quoted(column.name)}")
        else:
            shown.append(f"({_list(column, view.base, specs)}) AS {quoted(column.name)}")
    tables = "\n".join([f'FROM {quoted(view.base.name)} AS "t"', *joins.values()])
    listed = ",\n  ".join(shown)
    return f"CREATE VIEW {quoted(view.spec.name)} AS\nSELECT\n  {listed}\n{tables}"


def _follow(named: Named, base: TableSpec, specs: Specs, joins: dict[tuple[str, ...], str]) -> str:
    """The value at the end of a path; adds the joins it needs. LEFT: SQLite then skips those no one asks for."""
    spec, alias = base, '"t"'
    for depth, name in enumerate(named.path, 1):
        column = spec.columns[name]
        if not column.fk:
            return f"{alias}.{quoted(name)}"
        path = named.path[:depth]
        below = quoted("_".join(part.removesuffix("_id") for part in path))
        key = quoted(target(column, specs).name)
        joins.setdefault(path, f"LEFT JOIN {quoted(column.fk)} AS {below} ON {below}.{key} = {alias}.{quoted(name)}")
        spec, alias = specs[column.fk], below
    return f"{alias}.{quoted(str(spec.label))}"


def _list(listed: Listed, base: TableSpec, specs: Specs) -> str:
    """The names of linked rows as one text. SQLite keeps the order of a subquery that feeds group_concat."""
    column, end = specs[listed.table].columns[listed.column], end_of(listed, specs)
    key, shared = (quoted(name) for name in shared_key(listed, base, specs))
    tables, where = f'{quoted(listed.table)} AS "c"', f'"c".{key} = "t".{key}'
    if listed.through:
        tables = f'{quoted(listed.through)} AS "l" JOIN {tables} ON "c".{shared} = "l".{shared}'
        where = f'"l".{key} = "t".{key}'
    value = f'"c".{quoted(column.name)}'
    if end is not column and column.fk:
        tables += f' JOIN {quoted(column.fk)} AS "n" ON "n".{quoted(target(column, specs).name)} = {value}'
        value = f'"n".{quoted(end.name)}'
    if listed.only:
        where += f' AND "c".{quoted(listed.only[0])} = {literal(listed.only[1])}'
    inner = f'SELECT DISTINCT {value} AS "value" FROM {tables} WHERE {where} ORDER BY 1'  # noqa: S608 (names of the contract)
    return f'SELECT group_concat("value", {literal(SEPARATOR)}) FROM ({inner})'  # noqa: S608
