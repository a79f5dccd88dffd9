"""Building a searchable, keyed SQLite database from the same CSV files, by the commands each peer's own users would type.

Every peer is given a folder of CSV files, a file per table, and the contract's keys, foreign keys and searched columns.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from communique_schema.projections import sql
from communique_schema.spec import TableSpec
from communique_schema.spec import tables as contract

ROOT = Path(__file__).resolve().parents[2]
VENVS = ROOT / ".venv-bench"
REQUIREMENTS = Path(__file__).parent
Commands = Iterator[list[str]]


def environment(peer: str) -> Path:
    """The ``bin`` of the peer's environment, made once from its pinned requirements."""
    venv = VENVS / peer
    made = venv / ".made"
    if not made.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(REQUIREMENTS / f"{peer}.txt")], check=True)
        made.touch()
    return venv / "bin"


def _specs(csv: Path) -> dict[str, TableSpec]:
    """Tables of which there are rows: no peer makes a table of a header."""
    return {name: spec for name, spec in contract().items() if _rows(csv / f"{name}.csv")}


def _rows(path: Path) -> bool:
    return path.exists() and path.read_bytes().count(b"\n", 0, 100_000) > 1


def sqlite_utils(csv: Path, out: Path) -> Commands:
    """sqlite-utils: a table at a time, then foreign keys (indexed) and full text."""
    tool, db, specs = str(environment("sqlite-utils") / "sqlite-utils"), str(out / "peer.db"), _specs(csv)
    for name, spec in specs.items():
        keys = [option for key in spec.primary_key for option in ("--pk", key)]
        yield [tool, "insert", db, name, str(csv / f"{name}.csv"), "--csv", *keys]
    links = [(name, c.name, c.fk) for name, spec in specs.items() for c in spec.columns.values() if c.fk in specs]
    keys = [part for name, column, target in links if target for part in (name, column, target, _key(specs[target]))]
    yield [tool, "add-foreign-keys", db, *keys]
    yield [tool, "index-foreign-keys", db]
    for name, spec in specs.items():
        if columns := sql.searched(spec):
            yield [tool, "enable-fts", db, name, *columns]


def frictionless_csvs(csv: Path, out: Path) -> Commands:
    """frictionless checks the package of tables, csvs-to-sqlite loads it with keys, indexes and full text."""
    tools, specs = environment("frictionless"), _specs(csv)
    package = {"name": "bench", "resources": [_resource(spec, specs) for spec in specs.values()]}
    (csv / "datapackage.json").write_text(json.dumps(package))
    yield [str(tools / "frictionless"), "validate", str(csv / "datapackage.json"), "--limit-errors", "10"]
    for name, spec in specs.items():
        keys = [option for key in spec.primary_key for option in ("-pk", key)]
        links = [option for c in spec.columns.values() if c.fk in specs for option in ("-i", c.name)]
        search = [option for column in sql.searched(spec) for option in ("-f", column)]
        yield [str(tools / "csvs-to-sqlite"), str(csv / f"{name}.csv"), str(out / "peer.db"), *keys, *links, *search]


def pandas_to_sql(csv: Path, out: Path) -> Commands:
    """pandas reads, pandera checks with the same models, foreign keys by isin, Parquet and to_sql, indexes, full text."""
    yield [sys.executable, str(REQUIREMENTS / "pandas_build.py"), str(csv), str(out)]


def _key(spec: TableSpec) -> str:
    return spec.primary_key[0]


def _resource(spec: TableSpec, specs: dict[str, TableSpec]) -> dict[str, object]:
    kinds = {"text": "string", "int32": "integer", "bool": "boolean", "date32": "date"}
    fields = []
    for c in spec.columns.values():
        limits: dict[str, object] = {"required": True} if not c.nullable else {}
        if c.pattern:
            limits["pattern"] = c.pattern.removeprefix("^").removesuffix("$")
        fields.append({"name": c.name, "type": kinds[c.kind], "constraints": limits})
    links = [{"fields": [c.name], "reference": {"resource": c.fk, "fields": [_key(specs[c.fk])]}}
             for c in spec.columns.values() if c.fk in specs and c.fk != spec.name]  # fmt: skip
    schema = {"fields": fields, "primaryKey": list(spec.primary_key), "foreignKeys": links, "missingValues": [""]}
    return {"name": spec.name, "path": f"{spec.name}.csv", "schema": schema}


PEERS: dict[str, Callable[[Path, Path], Commands]] = {
    "sqlite-utils": sqlite_utils,
    "frictionless + csvs-to-sqlite": frictionless_csvs,
    "pandas + pandera + to_sql": pandas_to_sql,
}


def run(peer: str, csv: Path, out: Path) -> float:
    """Wall seconds of a peer's commands, one after the other; raises ``RuntimeError`` with a command that failed."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "peer.db").unlink(missing_ok=True)
    commands = list(PEERS[peer](csv, out))  # environments are made before the clock starts
    began = time.perf_counter()
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {(done.stderr or done.stdout).strip()[-500:]}")
    return time.perf_counter() - began
