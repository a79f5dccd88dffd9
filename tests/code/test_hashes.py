"""Hashes: what a plain reading of the definition gives, out of any format, and nothing that is only computed."""

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import released
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.hashes import derived_hash, record_hashes, row_hashes, table_hash
from communique.proving.database import database_table
from communique.proving.mirror import csv_table
from communique.reading.described import KINDS, Column, Described, parts
from communique.reading.release import Release
from communique.release.csvs import csv_of

COLUMNS = {"thing_id": "text", "b": "text", "a": "text", "n": "int32", "yes": "bool", "day": "date32", "Z": "int32"}
WORDS = st.text(st.sampled_from('ab",\\/\r\n\t\b\f\0\x01\x1f\x7f<é\u0301\u2028\u2029\U0001f9ca жщ') | st.characters(
    exclude_categories=["Cs"]), min_size=1, max_size=12)  # fmt: skip
INT32 = st.integers(-(2**31), 2**31 - 1) | st.sampled_from([-(2**31), 2**31 - 1, 0])
ROW = st.fixed_dictionaries({
    "b": WORDS | st.none(), "a": WORDS | st.none(), "n": INT32 | st.none(), "yes": st.booleans() | st.none(),
    "day": st.dates(date(1000, 1, 1), date(9999, 12, 31)) | st.none(), "Z": INT32 | st.none(),
})  # fmt: skip
ROWS = st.dictionaries(WORDS, ROW, max_size=6).map(lambda by: [{"thing_id": k, **v} for k, v in by.items()])
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def described(derived: tuple[str, ...] = (), **more: str) -> Described:
    """A table "things" with a column of every kind."""
    columns = {
        name: Column(name, kind, True, name, "", "derived" if name in derived else "record", None, None, None,
                     name not in derived, False)
        for name, kind in (COLUMNS | more).items()
    }  # fmt: skip
    return Described("things", "", "", ("thing_id",), None, columns)


def arrow(rows: list[dict[str, Any]], of: Described) -> pa.Table:
    """The rows as Arrow, a column of the contract's type each."""
    return pa.table({c.name: pa.array([r.get(c.name) for r in rows], KINDS[c.kind]) for c in of.columns.values()})


def canonical(value: Any) -> str:
    """The definition, read anew."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Key and ``row1`` of each row, the slow and simple way."""
    said = [{k: v.isoformat() if isinstance(v, date) else v for k, v in r.items() if v is not None} for r in rows]
    hashes = [sha256(f"row1\nthings\n{canonical(row)}".encode()).hexdigest() for row in said]
    return [(canonical([row["thing_id"]]), hash_) for row, hash_ in zip(said, hashes, strict=True)]


@QUICK
@given(ROWS)
def test_whole_columns_hash_as_a_plain_reading_of_the_definition(rows: list[dict[str, Any]]) -> None:
    """No value, however odd, makes the quick way differ from json.dumps."""
    of = described()
    assert row_hashes(arrow(rows, of), of) == plain(rows)
    lines = sorted(f"{key}\t{row}\n" for key, row in plain(rows))
    assert table_hash("things", plain(rows)) == sha256(("table1\nthings\n" + "".join(lines)).encode()).hexdigest()


def disguises(table: pa.Table) -> dict[str, pa.Table]:
    """The same values as other libraries hand them over."""
    texts = [name for name, kind in COLUMNS.items() if kind == "text"]

    def cast(kind: pa.DataType) -> pa.Table:
        schema = pa.schema([pa.field(f.name, kind if f.name in texts else f.type) for f in table.schema])
        return table.cast(schema)

    coded = table
    for name in texts:
        coded = coded.set_column(coded.column_names.index(name), name, coded.column(name).dictionary_encode())
    wide = table.set_column(table.column_names.index("n"), "n", table.column("n").cast(pa.int64()))
    view = pa.table({n: table.column(n).cast(pa.string_view()) if n in texts else table.column(n) for n in COLUMNS})
    halves = [table.slice(0, table.num_rows // 2), table.slice(table.num_rows // 2)]
    return {
        "chunked": pa.concat_tables(halves),
        "dictionaries of each chunk": pa.concat_tables([
            half.set_column(0, "thing_id", half.column("thing_id").dictionary_encode()) for half in halves]),
        "dictionary": coded, "large_string": cast(pa.large_string()), "string_view": view, "int64": wide,
        "columns reversed": table.select(table.column_names[::-1]),
        "more columns": table.append_column("unknown", pa.nulls(table.num_rows)),
    }  # fmt: skip


@QUICK
@given(ROWS)
def test_how_values_are_stored_does_not_matter(rows: list[dict[str, Any]]) -> None:
    """Chunks, encodings, widths, column order and columns the contract does not know change no hash."""
    of = described()
    table = arrow(rows, of)
    expected = row_hashes(table, of)
    assert {name: row_hashes(other, of) for name, other in disguises(table).items()} == dict.fromkeys(
        disguises(table), expected
    )
    assert table_hash("things", row_hashes(table.take(pa.array(range(len(rows))[::-1], pa.int64())), of)) == table_hash(
        "things", expected
    )


@QUICK
@given(ROWS)
def test_a_new_column_without_values_leaves_every_hash(rows: list[dict[str, Any]]) -> None:
    """A nullable column of a later version breaks no citation, wherever it sorts."""
    wider = described(A="text", nn="int32", zz="date32")
    assert row_hashes(arrow(rows, wider), wider) == row_hashes(arrow(rows, described()), described())


@given(ROWS.filter(bool), INT32)
def test_a_computed_value_enters_the_computed_hash_alone(rows: list[dict[str, Any]], value: int) -> None:
    """What the passing of time changes is in ``derived1``, not in a row's hash."""
    of = described(derived=("n",))
    moved = [row | {"n": value} for row in rows]
    assert row_hashes(arrow(moved, of), of) == row_hashes(arrow(rows, of), of)
    same = [row["n"] for row in rows] == [value] * len(rows)
    assert (derived_hash(arrow(moved, of), of) == derived_hash(arrow(rows, of), of)) == same


@QUICK
@given(ROWS)
def test_the_csv_mirror_gives_back_every_text(rows: list[dict[str, Any]]) -> None:
    """Two readers of CSV agree on what the writer wrote, line breaks and quotation marks included."""
    of = described()
    table = arrow([row for row in rows if row["thing_id"].strip()], of)
    written = csv_of(table)
    text = io.StringIO(written.decode(), newline="")
    expected = [{k: v or None for k, v in row.items()} for row in csv.DictReader(text)]
    assert csv_table(written).to_pylist() == expected
    assert row_hashes(csv_table(written), of) == row_hashes(table, of)


# A small release with every kind of value


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release folder of the minimal dataset."""
    root = tmp_path_factory.mktemp("released")
    return released.release(released.build(root), root / "0.1.0")


@pytest.fixture(scope="module")
def opened(folder: Path) -> Release:
    """The same, opened."""
    return Release(folder)


def tables_of(release: Release) -> dict[str, pa.Table]:
    """All its tables."""
    return {name: release.arrow(name) for name in release.tables}


def changed(release: Release, table: str, column: str, value: Any, row: int = 0) -> dict[str, pa.Table]:
    """All tables of a release, with another value in one cell."""
    was = release.arrow(table)
    values = was.column(column).to_pylist()
    values[row] = value
    at = was.column_names.index(column)
    return tables_of(release) | {table: was.set_column(at, was.field(at), pa.array(values, was.field(at).type))}


PARTS = {
    "statements": {"anchors", "statement_actors", "statement_treaties", "statement_proposals"},
    "proposals": {"proposal_parties", "proposal_links", "proposal_events", "event_evidence"},
    "articles": {"article_ranges", "article_relays"},
}


@pytest.mark.parametrize("table", PARTS)
def test_a_record_covers_what_is_nested_in_it_and_nothing_else(opened: Release, table: str) -> None:
    """Losing a row of a part changes the record it belongs to, and no other; an article is cited without its statements."""
    assert {part.name for part, _ in parts(table, opened.specs)} == PARTS[table]
    before = record_hashes(table, tables_of(opened), opened.specs)
    moved = 0
    for part, column in parts(table, opened.specs):
        rows = opened.arrow(part.name)
        if not rows.num_rows:
            continue
        owner = rows.column(column)[0].as_py()
        if part.name == "event_evidence":
            owner = opened.frame("proposal_events").set_index("event_id").loc[owner, "proposal_id"]
        after = record_hashes(table, tables_of(opened) | {part.name: rows.slice(1)}, opened.specs)
        assert {key for key in before if before[key] != after[key]} == {owner}, part.name
        moved += 1
    assert moved >= 2
    other = record_hashes(table, changed(opened, "coders", "name", "Another"), opened.specs)
    assert other == before


def test_computed_columns_enter_no_record(opened: Release) -> None:
    """A proposal that moves on keeps the hash it was cited with."""
    assert "status" in opened.spec("proposals").derived
    moved = changed(opened, "proposals", "status", "withdrawn")
    assert record_hashes("proposals", moved, opened.specs) == record_hashes(
        "proposals", tables_of(opened), opened.specs
    )
    assert (
        derived_hash(moved["proposals"], opened.spec("proposals")) != opened.content["tables"]["proposals"]["derived1"]
    )


@pytest.mark.parametrize(
    ("table", "counts"), [("statements", False), ("proposal_events", True), ("treaty_events", True)]
)
def test_the_order_of_a_log_is_claimed_and_that_of_a_list_is_not(opened: Release, table: str, counts: bool) -> None:
    """A statement put in above a cited one leaves its hash; a step put in above another is another log."""
    of = opened.spec(table)
    before = row_hashes(opened.arrow(table), of)
    after = row_hashes(changed(opened, table, "position", 9)[table], of)
    assert (before != after) is counts


def sqlite_rows(folder: Path, of: Described) -> pa.Table:
    """A table out of the database."""
    with closing(sqlite3.connect(folder / "communique.db")) as db:
        return database_table(db, of.name, of)


FORMATS = {
    "CSV": lambda folder, of: csv_table((folder / "csv" / f"{of.name}.csv").read_bytes()),
    "SQLite": sqlite_rows,
    "DuckDB": lambda folder, of: duckdb.sql(f"SELECT * FROM '{folder}/tables/{of.name}.parquet'").to_arrow_table(),
    "Polars": lambda folder, of: pl.read_parquet(folder / "tables" / f"{of.name}.parquet").to_arrow(),
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_hashes(folder: Path, opened: Release, form: str) -> None:
    """The identity of the data is in no format."""
    for name, of in opened.specs.items():
        said = opened.content["tables"][name]
        table = FORMATS[form](folder, of)
        found = (table_hash(name, row_hashes(table, of)) if of.hashed else None, derived_hash(table, of))
        assert found == (said["table1"], said["derived1"]), name


def script(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The release's own script, run without the package; from CSV, with Python's own library alone."""
    alone = ("-S",) if "--csv" in words else ()
    given = [sys.executable, "-I", *alone, "-X", "utf8", str(folder / "recompute.py"), *words]
    return subprocess.run(given, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.mark.parametrize("form", [(), ("--csv",)])
def test_the_script_recomputes_the_whole(folder: Path, opened: Release, form: tuple[str, ...]) -> None:
    """A sceptic's sixty lines come to the hashes the package states."""
    ran = script(folder, *form)
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = [line.split() for line in ran.stdout.splitlines()]
    content = opened.content
    assert [content["dataset1"], "dataset1", "holds"] in lines
    assert [content["derived1"], "derived1", "holds"] in lines
    for name, said in content["tables"].items():
        assert [said["table1"] or "computed", *(() if said["table1"] else ("only",)), name, "holds"] in lines


def test_the_script_recomputes_a_record(folder: Path, opened: Release) -> None:
    """The hash a citation prints is found again, from either format, and another is not."""
    for table in PARTS:
        key, record = next(iter(record_hashes(table, tables_of(opened), opened.specs).items()))
        ran = script(folder, key, record, *(("--csv",) if table != "statements" else ()))
        assert (ran.returncode, ran.stdout) == (0, f"record1 {record} {key} holds\n")
    wrong = script(folder, "pr-1ce00", "0" * 64, "--csv")
    assert (wrong.returncode, f"DIFFERS from {'0' * 64}" in wrong.stdout) == (1, True)
    assert (
        script(
            folder,
            "pr-1ce00",
            "record1",
            record_hashes("proposals", tables_of(opened), opened.specs)["pr-1ce00"],
            "--csv",
        ).returncode
        == 0
    ), "as a citation prints it"
    for senseless in (["--help"], ["pr-1ce00", "abc"]):
        assert (script(folder, *senseless).returncode, script(folder, *senseless).stdout) == (2, "")
    assert script(folder, "pr-zzzzz", "--csv").returncode == 2


def test_the_script_sees_an_altered_value(folder: Path, tmp_path: Path) -> None:
    """One letter of one row is enough, and the table is named."""
    copy = shutil.copytree(folder, tmp_path / "copy")
    with released.rewritten(copy / "tables" / "proposals.parquet") as rows:
        rows[0]["title"] += "."
    ran = script(copy)
    differ = [line.split()[1] for line in ran.stdout.splitlines() if line.endswith("DIFFERS")]
    assert (ran.returncode, differ) == (1, ["proposals", "dataset1"])
    (copy / "csv" / "actors.csv").unlink()
    ran = script(copy, "--csv")
    assert (ran.returncode, ran.stderr.count("\n"), "actors.csv" in ran.stderr) == (1, 1, True)


def test_a_plain_reader_keeps_the_hashes(folder: Path, opened: Release, tmp_path: Path) -> None:
    """Rewritten with other settings, a file has other bytes and the same content."""
    path = folder / "tables" / "statements.parquet"
    table = pq.read_table(path)
    pq.write_table(table.take(list(range(table.num_rows))[::-1]), tmp_path / "again.parquet", compression="gzip")
    assert (tmp_path / "again.parquet").read_bytes() != path.read_bytes()
    of = opened.spec("statements")
    again = row_hashes(pq.read_table(tmp_path / "again.parquet"), of)
    assert table_hash("statements", again) == opened.content["tables"]["statements"]["table1"]
