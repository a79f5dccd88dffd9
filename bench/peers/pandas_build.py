"""The straightforward way: pandas, pandera, to_sql.  ``python pandas_build.py CSV_FOLDER OUT_FOLDER``

What a build does and leaves, on whole frames: the same columns derived by the same folds, the same models, keys, references
and rules asked, the same Parquet files (the joined ones too), and a keyed, searchable SQLite database with its views.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pandas as pd

from communique.derive import derive
from communique_schema.projections import sql
from communique_schema.projections.view_sql import create_view
from communique_schema.projections.views import views
from communique_schema.rules import RULES
from communique_schema.spec import ARROW, TableSpec
from communique_schema.spec import tables as contract

DTYPES = {kind: pd.ArrowDtype(ARROW["text" if kind == "date32" else kind]) for kind in ARROW}
"""What a column is read as; days are parsed afterwards."""


def main() -> None:
    csv, out = Path(sys.argv[1]), Path(sys.argv[2])
    specs = dict(contract())
    tables = derive({name: _read(csv / f"{name}.csv", spec) for name, spec in specs.items()})
    _check(tables, specs)
    for name, df in tables.items():
        df.to_parquet(out / f"{name}.parquet", compression="zstd")
    (out / "peer.db").unlink(missing_ok=True)
    with closing(sqlite3.connect(out / "peer.db")) as db:
        for name, spec in specs.items():
            _write(db, spec, tables[name])
        for view in views(specs).values():
            db.execute(create_view(view, specs))
            joined = pd.read_sql(f"SELECT * FROM {view.spec.name}", db)  # noqa: S608 (names of the contract)
            joined.to_parquet(out / f"{view.spec.name}.parquet", compression="zstd")
        db.commit()


def _read(path: Path, spec: TableSpec) -> pd.DataFrame:
    days = [c.name for c in spec.columns.values() if c.kind == "date32"]
    df = pd.read_csv(path, dtype={c.name: DTYPES[c.kind] for c in spec.columns.values()}, keep_default_na=False,
                     na_values=[""])  # fmt: skip
    for name in days:
        df[name] = pd.to_datetime(df[name]).astype("date32[day][pyarrow]")
    return df[list(spec.columns)]


def _check(tables: dict[str, pd.DataFrame], specs: dict[str, TableSpec]) -> None:
    """Models, keys and references stop it, as in a build; of the rules only errors do."""
    for name, spec in specs.items():
        spec.model.to_schema().validate(tables[name], lazy=True)
        if tables[name].duplicated(list(spec.primary_key)).any():
            raise SystemExit(f"{name}: a key stands twice")
        for column in spec.columns.values():
            if column.fk in specs:
                known = tables[column.fk][specs[column.fk].primary_key[0]]
                if not tables[name][column.name].dropna().isin(known).all():
                    raise SystemExit(f"{name}.{column.name}: a reference leads nowhere")
    broken = {rule.code for rule in RULES if len(rule.find(tables)) and rule.level == "error"}
    if broken:
        raise SystemExit(f"rules broken: {', '.join(sorted(broken))}")


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
