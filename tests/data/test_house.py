"""What the project says of itself stays true: README, canonical records, identical bytes."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import communique
from communique.check import check, without_broken_keys
from communique.check.echoes import echoes
from communique.derive import derive
from communique.pipeline import meta
from communique.problems import errors
from communique.publish import publish
from communique.records import read
from communique.records.folder import tidy
from communique.release.gate import published
from communique.status.evidence import sides_of_actors
from communique.tables import Tables

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def build(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset published into an empty folder."""
    return publish(tables, tmp_path_factory.mktemp("one") / "dist", meta(tables))


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every Parquet file of a build."""
    found = sorted(folder.rglob("*.parquet"))
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def test_two_builds_have_the_same_bytes(tables: Tables, build: Path, tmp_path: Path) -> None:
    """The same records in another folder give every Parquet file byte for byte."""
    again = publish(tables, tmp_path / "dist", meta(tables))
    assert len(hashes(build)) == 42
    assert hashes(again) == hashes(build)


def test_readme_prints_what_it_says(tmp_path: Path) -> None:
    """Each Python block of the README, run anywhere, prints the text block that follows it."""
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL)
    assert len(found) == text.count("```python") >= 4
    for code, printed in found:
        run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (run.stdout, run.stderr) == (printed, "")


def test_figures_of_the_selection_are_counted_right(tables: Tables, build: Path) -> None:
    """Whose accounts the data lean on, counted a second way with pandas from the records."""
    told = tables["statement_actors"].query("role == 'account'").merge(sides_of_actors(tables), on="actor_id")
    sides = told.groupby("statement_id")["side"].agg(
        lambda column: "+".join(sorted({"ru", "us"} & set(column.dropna())))
    )
    counted = sides.value_counts()
    ru, us, both = (int(counted.get(key, 0)) for key in ("ru", "us", "ru+us"))
    others = len(tables["statements"]) - ru - us - both
    figures = communique.load(build).selection().query("dimension == 'accounts'")
    shown = dict(zip(figures["value"], figures["rows"], strict=True))
    assert shown == {"russian": ru, "american": us, "both": both, "others": others}


def test_no_published_file_was_ever_changed(tables: Tables) -> None:
    """The history knows only the one commit that added each file below a version's folder, withdrawn ones aside."""
    if not (ROOT / ".git").exists():
        pytest.skip("no history at hand: this is no clone")
    asked = ["git", "rev-parse", "--is-shallow-repository"]
    if subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "true":
        pytest.skip("a shallow clone has no history to ask; fetch all of it")
    command = ["git", "log", "--diff-filter=MDRT", "--name-only", "--format=", "--", "dist/[0-9]*"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    gone = tuple(f"dist/{version}/" for version in published(tables, "withdrawn"))
    assert [name for name in run.stdout.splitlines() if name and not name.startswith(gone or "-")] == []


def test_records_are_in_canonical_form() -> None:
    """`communique fmt` would change nothing."""
    tidied = tidy(ROOT / "dataset", [], None)
    assert [str(path) for path in tidied.changed] == []


@pytest.mark.parametrize("file", ["actors/institutions.yml", "claims.yml", "conflicts.yml"])
def test_one_unreadable_file_is_one_error(tmp_path: Path, file: str) -> None:
    """A file that cannot be read is told once; what leans on it in other files is not told as well."""
    dataset = tmp_path / "dataset"
    shutil.copytree(ROOT / "dataset", dataset)
    with (dataset / file).open("a", encoding="utf-8") as stream:
        stream.write("- [")
    records = read(dataset)
    found = records.problems + check(
        records.tables, derive(without_broken_keys(records.tables)), records.places, records.problems
    )
    left = set(errors(found)) - set(echoes(found, dataset))
    assert {(p.file, p.code) for p in left} == {(f"dataset/{file}", "malformed-yaml")}
