"""The minimal dataset as readers get it: a working build, a release folder, a wheel."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import minimal
import pyarrow as pa
import pyarrow.parquet as pq

from communique.content import as_text, content
from communique.derive import derive
from communique.publish import publish
from communique.reading.files import CONTENT, IN_WHEEL, SUMS
from communique.reading.release import Release
from communique.records import read
from communique.release import csvs, recompute
from communique.tables import Tables

META = {
    "title": "Ice, a trial",
    "version": "0.1.0",
    "licence": "CC-BY-4.0",
    "citation": "Ice, a trial (2021), version 0.1.0",
    "data_through": "2021-06-30",
}
HOSTILE = 'Said "no",\r\nthen left\\;\n<script>alert(1)</script>\t\x07\x1f\x7f é e\u0301 \u2028 \U0001f9ca'
"""A text with whatever JSON, CSV and HTML have to mind."""


def tables(root: Path) -> Tables:
    """Every table of the minimal dataset, derived; one summary is hostile."""
    records = read(minimal.dataset(root))
    assert records.problems == []
    records.tables["proposals"].loc[0, "summary"] = HOSTILE
    return derive(records.tables)


def build(root: Path, given: Tables | None = None, meta: Mapping[str, str] = META) -> Path:
    """A working build below ``root``."""
    return publish(tables(root) if given is None else given, root / "dist", meta)


def release(build: Path, folder: Path) -> Path:
    """A build as a release folder: tables, views, database, CSV mirror, CONTENT.json, script and sums."""
    shutil.copytree(build, folder)
    opened = Release(folder)
    arrow = {name: opened.arrow(name) for name in opened.tables}
    (folder / CONTENT).write_text(as_text(content(arrow, opened.specs, opened.about)), "utf-8")
    (folder / "csv").mkdir()
    for name, table in arrow.items():
        (folder / "csv" / f"{name}.csv").write_bytes(csvs.csv_of(table))
    shutil.copy(str(recompute.__file__), folder / "recompute.py")
    seal(folder)
    return folder


def seal(folder: Path) -> None:
    """Write SHA256SUMS anew: whoever does so after an alteration deceives all but the content hashes."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in (SUMS, "communique.db"))
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files]
    (folder / SUMS).write_text("".join(lines), "utf-8")


def wheel(folder: Path, path: Path) -> Path:
    """What a wheel carries of a release folder: tables, views, CONTENT.json and the sums."""
    carried = [
        p for p in sorted(folder.rglob("*")) if p.parent.name in ("tables", "joined") or p.name in (SUMS, CONTENT)
    ]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("communique/__init__.py", "")
        for part in carried:
            file.write(part, f"{IN_WHEEL}/{part.relative_to(folder).as_posix()}")
    return path


@contextmanager
def rewritten(path: Path) -> Iterator[list[dict[str, Any]]]:
    """The rows of a Parquet file, to be changed in the block and written back with the schema it had."""
    table = pq.read_table(path)
    rows = table.to_pylist()
    yield rows
    pq.write_table(pa.Table.from_pylist(rows, table.schema), path)


def flipped(path: Path, at: int) -> None:
    """Alter one byte of a file; a negative place counts from the end."""
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)
