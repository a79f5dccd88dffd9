"""What a reader does with the wheel alone, in an environment that has only what the wheel asks for.

Run by ``run.py`` in environments of its own; ``tests/packaging`` runs it too, in one without an index.
"""

import datetime as dt
import importlib.util
import io
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import communique as cq
from communique.content import content
from communique.hashes import row_hashes

ROOT = Path(__file__).parents[2]
BUILDERS = ("pandera", "yaml", "datasette", "hypothesis")
DTYPES = {"string": "string", "int32": "Int32", "bool": "boolean", "date32[day]": "date32[day][pyarrow]"}


@pytest.fixture(scope="module")
def ds() -> cq.Dataset:
    """The release in the wheel."""
    return cq.load()


def test_it_is_the_installed_package(ds: cq.Dataset) -> None:
    """The wheel's own release is read, not a checkout's, and nothing that builds it is here."""
    assert ROOT not in Path(cq.__file__).parents or ".venv" in cq.__file__
    assert ds.release.path == Path(cq.__file__).parent / "_release"
    assert ds.release.published
    assert [name for name in BUILDERS if importlib.util.find_spec(name)] == []


def test_plain_pandas_gives_right_dtypes_and_attributes(ds: cq.Dataset) -> None:
    """Every column of every table has the dtype its Arrow type calls for, and the loader gives the same frame."""
    for name in ds:
        path = ds.release.path / "tables" / f"{name}.parquet"
        plain = pd.read_parquet(path)
        wanted = {field.name: DTYPES[str(field.type)] for field in pq.read_schema(path)}
        assert {column: str(dtype) for column, dtype in plain.dtypes.items()} == wanted
        assert plain.attrs["version"] == ds.version
        assert plain.attrs["licence"] == "CC-BY-4.0"
        pd.testing.assert_frame_equal(ds[name], plain)
        assert ds[name].attrs == plain.attrs


def test_nulls_and_days_are_what_they_should_be(ds: cq.Dataset) -> None:
    """A day compares with a day, a missing value is missing, a count is a whole number."""
    proposals = ds.proposals
    assert (proposals["checked_through"] <= ds.data_through).all()
    assert proposals["deadline_edtf"].isna().any()
    assert proposals["n_statements"].sum() == int(proposals["n_statements"].sum())
    assert isinstance(proposals["status_since"].dropna().iloc[0], dt.date)


def test_the_hashes_come_out_the_same(ds: cq.Dataset) -> None:
    """This pyarrow computes the hashes the release was published with."""
    release = ds.release
    computed = content({name: release.arrow(name) for name in release.tables}, release.specs, release.about)
    assert computed == release.content


def test_everything_a_reader_calls_works(ds: cq.Dataset) -> None:
    """As-of, joined views, evidence, records, citations and proof, on this pandas and this pyarrow."""
    then = ds.as_of("2021-02-06", "2021-02-06")
    war = then.proposals.set_index("proposal_id").loc["pr-0nfb7"]
    assert (war["status"], war["status_per_us"]) == ("proposed", "rejected")
    assert then.proposals.dtypes.equals(ds.proposals.dtypes)
    assert then.joined("proposals").dtypes.equals(ds.joined("proposals").dtypes)
    assert len(ds.joined("statements")) == len(ds.statements)
    assert len(then.why("pr-0nfb7").events) < len(ds.why("pr-0nfb7").events)
    record = ds.get("st-5mn4b")
    for style in ("text", "bibtex", "ris", "csl"):
        said = ds.cite("st-5mn4b", style)
        assert [
            part for part in (ds.version, "st-5mn4b", record.sha256, str(ds.data_through)) if part not in said
        ] == []
    assert ds.verify()
    assert "<table" in ds._repr_html_()
    assert ds.diff(ds).bump == "none"


def blocks(language: str) -> list[str]:
    """Code blocks of the README in one language."""
    text = (ROOT / "README.md").read_text("utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_readme_comes_out_as_printed(tmp_path: Path) -> None:
    """Each Python block of the README, run in a fresh interpreter, prints the text block that follows it."""
    code, printed = blocks("python"), blocks("text")
    assert len(code) == len(printed) > 0
    for source, wanted in zip(code, printed, strict=True):
        ran = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (ran.stdout, ran.stderr) == (wanted, "")


def test_duckdb_reads_the_same(ds: cq.Dataset) -> None:
    """Row hashes of what DuckDB reads out of the Parquet."""
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is installed in the last environment only")
    for name in ("statements", "proposals", "statement_actors"):
        read = duckdb.sql(f"SELECT * FROM '{ds.release.path}/tables/{name}.parquet'").arrow()
        table = read.read_all() if hasattr(read, "read_all") else read
        assert sorted(row_hashes(table, ds.release.spec(name))) == sorted(
            row_hashes(ds.release.arrow(name), ds.release.spec(name))
        )


def test_polars_reads_the_same(ds: cq.Dataset) -> None:
    """Row hashes of what Polars reads out of the Parquet."""
    polars = pytest.importorskip("polars", reason="Polars is installed in the last environment only")
    for name in ("statements", "proposals", "statement_actors"):
        table = polars.read_parquet(ds.release.path / "tables" / f"{name}.parquet").to_arrow()
        assert row_hashes(table, ds.release.spec(name)) == row_hashes(ds.release.arrow(name), ds.release.spec(name))


def test_the_command_line_says_what_it_needs(tmp_path: Path) -> None:
    """Without Click the command is one line with the way out; with it, it cites."""
    command = [sys.executable, "-m", "communique", "cite", "st-5mn4b", "--style", "bibtex"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    if importlib.util.find_spec("click"):
        assert (ran.returncode, "st-5mn4b" in ran.stdout) == (0, True)
        for reading in (["status"], ["why", "pr-0nfb7"], ["find", "Lavrov"], ["verify"], ["diff", "0.1.0", "0.1.0"]):
            read = subprocess.run([*command[:3], *reading], cwd=tmp_path, capture_output=True, text=True, check=False)
            assert (read.returncode, read.stderr) == (0, ""), reading
        builds = subprocess.run(
            [*command[:3], "release", "--dataset", str(ROOT / "dataset")],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (builds.returncode, 'pip install "communique[build]"' in builds.stderr) == (3, True)
    else:
        assert (ran.returncode, ran.stdout) == (3, "")
        assert ran.stderr == (
            'communique: the command line needs Click and Rich: pip install "communique[cli]" (in Python, '
            "communique.load() needs neither)\n"
        )


def test_a_frame_prints_without_harm(ds: cq.Dataset) -> None:
    """A notebook shows a frame with its text columns whole or cut, and never raises."""
    with redirect_stdout(io.StringIO()) as out:
        print(ds.statements.head(), ds, pa.__version__)
    assert ds.version in out.getvalue()
