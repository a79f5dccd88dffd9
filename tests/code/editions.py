"""Two editions of one tiny release: tables in memory, and edits of them, each of one kind of change."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import world

from communique.derive import derive
from communique.diffing import Diff, diff
from communique.hashes import record_hashes
from communique.publish.parquet import as_arrow
from communique.reading.described import KINDS, Described, described, parts
from communique.reading.files import Files
from communique.reading.release import Release
from communique.tables import frame
from communique_schema.spec import tables as contract
from communique_schema.terms import rows as term_rows

Edition = dict[str, pa.Table]
Edit = Callable[[Edition], None]
FIRST, NEXT = "1.2.3", "9.0.0"
LOGS: dict[str, list[world.Event]] = {
    "A joint patrol": [("proposed", "ru", "2021-02-03", world.both("2021-02-04"))],
    "Count the buoys": [("proposed", "us", "2021-03-01", {"us": "2021-03-02"})],
}


def edition(
    logs: dict[str, list[world.Event]] = LOGS, through: str = "2022-01-01", version: str = FIRST, **proposal: Any
) -> Edition:
    """Every table of a small world, as a release has them."""
    tables = world.world(logs, through, **proposal)
    rows = {name: frame(contract()[name], listed) for name, listed in term_rows().items()}
    rows["anchors"] = frame(contract()["anchors"], [
        {"statement_id": world.mint("st", 0), "char_start": 10, "char_end": 50, "anchor_role": "primary"},
    ])  # fmt: skip
    rows["retired_ids"] = frame(contract()["retired_ids"], [
        {"old_id": "st-0d000", "table_name": "statements", "reason": "error", "since_version": "1.1.0",
         "last_record_sha256": "0" * 64},
    ])  # fmt: skip
    meta = {
        "title": "A trial",
        "version": version,
        "licence": "CC-BY-4.0",
        "citation": "Trial",
        "data_through": through,
    }
    specs = contract()
    return {name: as_arrow(specs[name], df, specs, meta) for name, df in derive(tables | rows).items()}


class Held(Release):
    """A release whose tables are in memory."""

    def __init__(self, tables: Edition, version: str | None = None) -> None:
        self.files, self.path, self.tables, self._names = Files("held"), Path("held"), tuple(tables), []
        self._specs, self._arrow = {}, dict(tables)
        about = {k.decode(): v.decode() for k, v in tables["releases"].schema.metadata.items()}
        self.about = {name: about[name] for name in ("title", "version", "licence", "citation", "data_through")}
        self.about["version"] = version or self.about["version"]

    def _schema(self, name: str, folder: str = "tables") -> pa.Schema:  # noqa: ARG002 (all of it is in memory)
        return self._arrow[name].schema

    def spec(self, name: str) -> Described:
        with pytest.MonkeyPatch.context() as patch:  # as a contract would read that had wider numbers
            patch.setitem(KINDS, "int64", pa.int64())
            return super().spec(name)

    def rows(self, name: str) -> int:
        return int(self._arrow[name].num_rows)


def written(folder: Path, tables: Edition) -> Path:
    """The edition as a folder."""
    (folder / "tables").mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, folder / "tables" / f"{name}.parquet")
    return folder


BASE = edition()


def edited(*edits: Edit, version: str = NEXT) -> Held:
    """The base with some edits."""
    tables = dict(BASE)
    for edit in edits:
        edit(tables)
    return Held(tables, version)


def compared(*edits: Edit, version: str = NEXT) -> Diff:
    """From the base to the base with some edits."""
    return diff(Held(BASE), edited(*edits, version=version))


# Edits


def cell(table: str, column: str, value: Any, row: int = 0) -> Edit:
    """Another value in one cell."""

    def edit(tables: Edition) -> None:
        old = tables[table]
        values = old.column(column).to_pylist()
        values[row] = value
        field = old.schema.field(column)
        at = old.column_names.index(column)
        tables[table] = old.set_column(at, field, pa.array(values, field.type)).replace_schema_metadata(
            old.schema.metadata
        )

    return edit


def row(table: str, **values: Any) -> Edit:
    """A new row: the first one with other values; of an empty table only these."""

    def edit(tables: Edition) -> None:
        old = tables[table]
        like = old.slice(0, 1).to_pylist()[0] if old.num_rows else dict.fromkeys(old.column_names)
        tables[table] = pa.concat_tables([old, pa.Table.from_pylist([like | values], schema=old.schema)])

    return edit


def without(table: str, column: str, value: Any) -> Edit:
    """Less the rows with a value."""

    def edit(tables: Edition) -> None:
        tables[table] = tables[table].filter(pc.not_equal(tables[table].column(column), value))

    return edit


def schema(table: str, column: str, said: dict[str, str] | None = None, **changes: Any) -> Edit:
    """Another ``type`` or ``nullable`` of a column, or other words in its metadata (None: taken away)."""

    def edit(tables: Edition) -> None:
        old = tables[table]
        at = old.column_names.index(column)
        field = old.schema.field(at)
        field = field.with_type(changes.get("type", field.type)).with_nullable(changes.get("nullable", field.nullable))
        metadata = {k.decode(): v.decode() for k, v in field.metadata.items()} | (said or {})
        field = field.with_metadata({name: value for name, value in metadata.items() if value is not None})
        tables[table] = old.set_column(at, field, old.column(at).cast(field.type))

    return edit


def footer(table: str, **said: str) -> Edit:
    """Other words about a table."""

    def edit(tables: Edition) -> None:
        old = tables[table]
        tables[table] = old.replace_schema_metadata(
            {**old.schema.metadata, **{k.encode(): v.encode() for k, v in said.items()}}
        )

    return edit


def more_columns(table: str, name: str, **said: str) -> Edit:
    """A new column, without values."""

    def edit(tables: Edition) -> None:
        old = tables[table]
        field = pa.field(name, pa.string(), True, metadata={"title": name, "description": "New.", **said})
        tables[table] = old.append_column(field, pa.nulls(old.num_rows, pa.string()))

    return edit


def fewer_columns(table: str, name: str) -> Edit:
    """Less a column."""

    def edit(tables: Edition) -> None:
        tables[table] = tables[table].drop_columns([name])

    return edit


def no_table(name: str) -> Edit:
    """Less a table."""

    def edit(tables: Edition) -> None:
        del tables[name]

    return edit


def new_table(name: str, like: str) -> Edit:
    """A table more, made like another."""

    def edit(tables: Edition) -> None:
        old = tables[like]
        tables[name] = old.replace_schema_metadata({**old.schema.metadata, b"table": name.encode()})

    return edit


def tombstone(id_: str, table: str, **values: Any) -> Edit:
    """A tombstone that tells the truth, save ``values``."""

    def edit(tables: Edition) -> None:
        specs = {name: described(t.schema, name) for name, t in BASE.items()}
        last = record_hashes(table, BASE, specs).get(id_) if table in BASE else None
        row("retired_ids", **{"old_id": id_, "table_name": table, "reason": "duplicate", "replaced_by": None, "note": None,
                              "since_version": NEXT, "last_record_sha256": last} | values)(tables)  # fmt: skip

    return edit


def gone(id_: str, table: str) -> Edit:
    """Less one row with all that is nested in it."""

    def edit(tables: Edition) -> None:
        specs = {name: described(t.schema, name) for name, t in BASE.items()}
        without(table, specs[table].key[0], id_)(tables)
        for part, column in parts(table, specs):
            without(part.name, column, id_)(tables)

    return edit


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(tables: Edition) -> None:
        for one in edits:
            one(tables)

    return edit
