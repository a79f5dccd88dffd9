"""The straightforward way: pandas, pandera, to_sql.  ``python pandas_build.py CSV_FOLDER OUT_FOLDER``

The same tables, the same models, the same outputs as a build: Parquet files and a keyed, searchable SQLite database.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pandas as pd

from communique_schema.projections import sql
from communique_schema.spec import ARROW, TableSpec
from communique_schema.spec import tables as contract

DTYPES = {kind: pd.ArrowDtype(ARROW["text" if kind == "date32" else kind]) for kind in ARROW}
"""What a column is read as; days are parsed afterwards."""


def main() -> None:
    csv, out = Path(sys.argv[1]), Path(sys.argv[2])
    specs = {name: spec for name, spec in contract().items() if (csv / f"{name}.csv").exists()}
    tables = {name: _read(csv / f"{name}.csv", spec) for name, spec in specs.items()}
    for name, spec in specs.items():
        spec.model.to_schema().validate(tables[name], lazy=True)
        if tables[name].duplicated(list(spec.primary_key)).any():
            raise SystemExit(f"{name}: a key stands twice")
        for column in spec.columns.values():
            if column.fk in specs:
                known = tables[column.fk][specs[column.fk].primary_key[0]]
                if not tables[name][column.name].dropna().isin(known).all():
                    raise SystemExit(f"{name}.{column.name}: a reference leads nowhere")
    for name, df in tables.items():
        df.sort_values(list(specs[name].primary_key)).to_parquet(out / f"{name}.parquet", compression="zstd")
    (out / "peer.db").unlink(missing_ok=True)
    with closing(sqlite3.connect(out / "peer.db")) as db:
        for name, spec in specs.items():
            _write(db, spec, tables[name])
        db.commit()


def _read(path: Path, spec: TableSpec) -> pd.DataFrame:
    days = [c.name for c in spec.columns.values() if c.kind == "date32"]
    df = pd.read_csv(path, dtype={c.name: DTYPES[c.kind] for c in spec.columns.values()}, keep_default_na=False,
                     na_values=[""])  # fmt: skip
    for name in days:
        df[name] = pd.to_datetime(df[name]).astype("date32[day][pyarrow]")
    return df[list(spec.columns)]


def _write(db: sqlite3.Connection, spec: TableSpec, df: pd.DataFrame) -> None:
    df.astype(object).where(df.notna(), None).to_sql(spec.name, db, index=False, chunksize=20_000)
    keys = ", ".join(spec.primary_key)
    db.execute(f"CREATE UNIQUE INDEX {spec.name}_key ON {spec.name} ({keys})")
    for statement in sql.create_indexes(spec):
        db.execute(statement)
    if full_text := sql.create_full_text(spec):
        db.execute(full_text)
        db.execute(sql.fill_full_text(spec))


if __name__ == "__main__":
    main()
