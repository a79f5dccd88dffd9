"""Publishing a version: what is written, what is refused, and that nothing published ever changes."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import minimal
import pyarrow.parquet as pq
import pytest

import communique
from communique.cli import main
from communique.problems import PublishError
from communique.publish.swap import replacing
from communique.release.provenance import provenance

ROOT = Path(__file__).parents[2]
Run = Any
FIRST = "release_stage: published\n  released_on: 2021-07-01"
NEXT = "\n- version: {version}\n  release_stage: published\n  released_on: 2021-08-01\n  data_through: 2021-07-31\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project whose version 0.1.0 is published; never changed by a test."""
    root = tmp_path_factory.mktemp("shop")
    minimal.dataset(root)
    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "LICENSES", root / "LICENSES")
    minimal.edit(root / "dataset/releases.yml", "release_stage: working", FIRST)
    with pytest.raises(SystemExit) as left:
        main(["release", "--dataset", str(root / "dataset")])
    assert left.value.code == 0
    return root


@pytest.fixture
def project(shop: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(shop, tmp_path / "project"))


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the project: (exit code, standard output)."""
    monkeypatch.delenv("COMMUNIQUE_SOURCES", raising=False)

    def call(*args: str) -> tuple[int | str | None, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([*args, "--dataset", str(project / "dataset")])
        return left.value.code, capsys.readouterr().out

    return call


def declare(project: Path, version: str) -> None:
    """Add a published version to the ledger."""
    with (project / "dataset/releases.yml").open("a", encoding="utf-8") as file:
        file.write(NEXT.format(version=version))


def bytes_of(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_release_holds_what_it_should(shop: Path) -> None:
    """Every kind of file the design lists, all of them in SHA256SUMS, and the folder's own sum beside it."""
    folder = shop / "dist/0.1.0"
    found = bytes_of(folder)
    wanted = {
        "CHANGES.md", "CITATION.cff", "CONTENT.json", "LICENSES/CC-BY-4.0.txt", "PROVENANCE.json", "README.md", "RIGHTS.md",
        "annotations.jsonl", "changes.json", "croissant.json", "csv/statements.csv", "datapackage.json",
        "joined/proposals_joined.parquet", "metadata/citation.bib", "metadata/citation.csl.json", "metadata/citation.ris",
        "metadata/datacite.json", "metadata/schema-org.jsonld", "recompute.py", "tables/statements.parquet",
    }  # fmt: skip
    assert wanted - found.keys() == set()
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sums == {name: digest for name, digest in found.items() if name != "SHA256SUMS"}
    assert (shop / "dist/SHA256SUMS").read_text() == f"{found['SHA256SUMS']}  0.1.0/SHA256SUMS\n"
    assert [path.name for path in (shop / "dist").iterdir() if path.name.startswith(".building")] == []


def test_it_loads_cites_and_proves(shop: Path) -> None:
    """The folder is a release for readers: published, citable, and true of itself."""
    ds = communique.load(shop / "dist/0.1.0")
    assert (ds.version, ds.release.published, str(ds.data_through)) == ("0.1.0", True, "2021-06-30")
    assert ds.verify()
    assert ds.get("st-0ne00").sha256 in ds.cite("st-0ne00", "bibtex")


def test_the_same_bytes_in_another_folder(shop: Path, project: Path, run: Run, tmp_path: Path) -> None:
    """The same records published elsewhere give every file byte for byte."""
    code, _ = run("release", "--dist", str(tmp_path / "dist"))
    assert code == 0
    assert bytes_of(tmp_path / "dist") == bytes_of(shop / "dist")


def test_publishing_again_does_nothing(project: Path, run: Run) -> None:
    """The version stands and the records say the same: not a byte is written."""
    before = {path: path.stat().st_mtime_ns for path in (project / "dist").rglob("*") if path.is_file()}
    code, said = run("release")
    assert (code, "nothing to do" in said) == (0, True)
    after = {path: path.stat().st_mtime_ns for path in (project / "dist").rglob("*") if path.is_file()}
    assert {path: time for path, time in after.items() if path.name != ".lock"} == {
        path: time for path, time in before.items() if path.name != ".lock"
    }


@pytest.mark.parametrize("name", ["README.md", "tables/statements.parquet", "SHA256SUMS"])
def test_an_altered_folder_is_refused(project: Path, run: Run, name: str) -> None:
    """One byte more in any file of a published folder, its sums too, stops every release and names the file."""
    with (project / "dist/0.1.0" / name).open("ab") as file:
        file.write(b"\n")
    for command in (["release"], ["release", "--check"]):
        code, said = run(*command)
        assert (code, f"dist/0.1.0/{name}: altered" in said) == (1, True)


def test_a_lost_or_added_file_is_refused(project: Path, run: Run) -> None:
    """A published folder is whole, and nothing is put into it afterwards."""
    (project / "dist/0.1.0/RIGHTS.md").unlink()
    (project / "dist/0.1.0/mine.txt").write_text("mine")
    code, said = run("release", "--check")
    assert (code, "RIGHTS.md: gone" in said, "mine.txt: was not part of it" in said) == (1, True, True)


def test_a_lost_folder_is_refused(project: Path, run: Run) -> None:
    """A published version that is no longer there is missed."""
    shutil.rmtree(project / "dist/0.1.0")
    code, said = run("release", "--check")
    assert (code, "dist/0.1.0: a published version is gone" in said) == (1, True)


def test_changed_records_need_a_version(project: Path, run: Run) -> None:
    """A record changed after its version came out: the gate names the step and the next version."""
    minimal.edit(project / "dataset/proposals.yml", "title: Resume the ice talks", "title: Take up the ice talks again")
    code, said = run("release", "--check")
    assert (code, "have changed since (patch)" in said, "add version 0.1.1" in said) == (1, True, True)


def test_too_low_a_version_is_refused(project: Path, run: Run) -> None:
    """A changed act takes a minor version; a patch is refused with the version it takes, and dist stays as it was."""
    minimal.edit(project / "dataset/articles/answer.yml", "act: assess", "act: inform")
    declare(project, "0.1.1")
    before = bytes_of(project / "dist")
    code, said = run("release")
    assert (code, "0.2.0" in said) == (1, True)
    assert bytes_of(project / "dist") == before


def test_the_next_version_follows(project: Path, run: Run) -> None:
    """The right step is published beside the first, with notes of what changed; both prove themselves."""
    minimal.edit(project / "dataset/articles/answer.yml", "act: assess", "act: inform")
    declare(project, "0.2.0")
    first = bytes_of(project / "dist/0.1.0")
    code, said = run("release")
    assert (code, "published 0.2.0, minor" in said) == (0, True)
    assert bytes_of(project / "dist/0.1.0") == first
    assert len((project / "dist/SHA256SUMS").read_text().splitlines()) == 2
    assert "st-three" in (project / "dist/0.2.0/CHANGES.md").read_text("utf-8")
    changes = json.loads((project / "dist/0.2.0/changes.json").read_text("utf-8"))
    assert changes == json.loads(json.dumps(communique.diff(project / "dist/0.1.0", project / "dist/0.2.0").as_dict()))
    assert run("release", "--check")[0] == 0


def test_a_row_gone_without_a_tombstone_is_refused(project: Path, run: Run) -> None:
    """A conflict removed from the records needs its line in retired_ids.csv; with it, the version passes."""
    hash_ = communique.load(project / "dist/0.1.0").get("cf-1ce00").sha256
    (project / "dataset/conflicts.yml").unlink()
    declare(project, "0.2.0")
    code, said = run("release")
    assert (code, "cf-1ce00" in said, "retired_ids" in said) == (1, True, True)
    with (project / "dataset/retired_ids.csv").open("a", encoding="utf-8") as file:
        file.write(f"cf-1ce00,conflicts,error,,0.2.0,{hash_},Never was one.\n")
    assert run("release")[0] == 0
    with pytest.raises(communique.errors.RetiredIdError, match="Never was one"):
        communique.load(project / "dist/0.2.0").get("cf-1ce00")


def test_a_working_version_is_not_published(project: Path, run: Run) -> None:
    """What the ledger calls working stays in dist/current; the way out is named."""
    with (project / "dataset/releases.yml").open("a", encoding="utf-8") as file:
        file.write(NEXT.format(version="0.2.0").replace("published\n  released_on: 2021-08-01", "working"))
    code, said = run("release")
    assert (code, "still working" in said, "release_stage" in said) == (1, True, True)
    assert run("release", "--check")[0] == 0


@pytest.mark.parametrize("change", ["released_on: 2021-07-02", "released_on: 2021-07-01\n  doi: 10.5072/ice"])
def test_what_was_published_stays_in_the_ledger(project: Path, run: Run, change: str) -> None:
    """The day or the DOI of a published version is not rewritten, neither alone nor under cover of the next version."""
    minimal.edit(project / "dataset/releases.yml", "released_on: 2021-07-01", change)
    code, said = run("release")
    assert (code, "0.1.0: published with version 0.1.0 and changed since" in said) == (1, True)
    declare(project, "0.2.0")
    assert run("release")[0] == 1


def test_a_reason_for_nothing_is_refused(project: Path, run: Run) -> None:
    """A reason names an id, a table or a column that there is; a slip of the pen does not get into a release."""
    minimal.edit(project / "dataset/articles/answer.yml", "act: assess", "act: inform")
    declare(project, "0.2.0")
    with (project / "dataset/releases.yml").open("a", encoding="utf-8") as file:
        file.write("  reasons:\n    - {subject: st-zzzzz, change_reason: recoded}\n")
    code, said = run("release", "--check")
    assert (code, "st-zzzzz" in said) == (1, True)
    minimal.edit(project / "dataset/releases.yml", "subject: st-zzzzz", "subject: statements.act")
    assert run("release", "--check")[0] == 0


def test_a_withdrawal_leaves_a_notice(project: Path, run: Run) -> None:
    """A version is withdrawn once a later one is out: its files give way to a notice, and the gate is content with that."""
    ledger, folder = project / "dataset/releases.yml", project / "dist/0.1.0"
    minimal.edit(ledger, "stage: published", "stage: withdrawn")
    assert run("release", "--check")[0] == 1, "nothing later is out"
    minimal.edit(ledger, "stage: withdrawn", "stage: published")
    minimal.edit(project / "dataset/proposals.yml", "title: Resume the ice talks", "title: Take up the ice talks again")
    declare(project, "0.1.1")
    assert run("release")[0] == 0
    text = ledger.read_text("utf-8").replace("stage: published", "stage: withdrawn", 1)
    ledger.write_text(text, "utf-8")
    code, said = run("release", "--check")
    assert (code, "its tables are still here" in said) == (1, True)
    for path in [path for path in folder.iterdir() if path.name != "SHA256SUMS"]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (folder / "WITHDRAWN.md").write_text("Withdrawn.", "utf-8")
    assert run("release", "--check")[0] == 0


def test_a_joined_view_is_part_of_the_contract(project: Path) -> None:
    """A column less in a joined view takes a major version, like one of a table; a view less is damage."""
    folder = project / "dist/0.1.0"
    other = Path(shutil.copytree(folder, project / "other"))
    (other / "SHA256SUMS").unlink()
    path = other / "joined/statements_joined.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["speakers"]), path)
    found = communique.diff(folder, other)
    assert (found.bump, [change.where for change in found.schema]) == ("major", ["statements_joined.speakers"])
    (folder / "joined/events_joined.parquet").unlink()
    with pytest.raises(communique.errors.MissingTableError):
        communique.load(folder).joined("events")


@pytest.mark.parametrize("line", ["{0}  0.1.0/README.md", "{0}  0.1.0/SHA256SUMS", "nonsense", ""], ids=str)
def test_a_broken_list_of_sums_is_one_line(project: Path, run: Run, line: str) -> None:
    """A strange, a second or a senseless line of dist/SHA256SUMS is refused with its place."""
    with (project / "dist/SHA256SUMS").open("a", encoding="utf-8") as file:
        file.write(line.format("0" * 64) + "\n")
    code, said = run("release", "--check")
    assert (code, "dist/SHA256SUMS" in said, "version control" in said) == (1, True, True)


@pytest.mark.parametrize("name", ["LICENSES/CC-BY-4.0.txt", "requirements.lock", "pyproject.toml"])
def test_a_release_needs_its_project(project: Path, run: Run, name: str, tmp_path: Path) -> None:
    """Without a licence text, the lock or the project's words nothing is published, and the file is named."""
    (project / name).unlink()
    with pytest.raises(SystemExit) as left:
        main(["release", "--dataset", str(project / "dataset"), "--dist", str(tmp_path / "new")])
    assert left.value.code == 3
    assert not (tmp_path / "new").exists()


def test_what_is_published_is_never_replaced(project: Path) -> None:
    """Were a version published by another meanwhile, the second one gives way."""
    before = bytes_of(project / "dist")
    with pytest.raises(PublishError, match="is there already"), replacing(project / "dist", "0.1.0") as folder:
        (folder / "mine.txt").write_text("mine")
    assert bytes_of(project / "dist") == before


@pytest.mark.parametrize("version", ["00.2.0", "0.1000.0", "0.2.0-rc1", "0.2"])
def test_a_version_has_one_form(project: Path, run: Run, version: str) -> None:
    """No leading zeros, no part of four digits, no suffix: a problem with its line, never a defect."""
    declare(project, version)
    code, said = run("release", "--check")
    assert (code, "bad-form" in said) == (1, True)


def test_refusals_for_machines(project: Path, run: Run) -> None:
    """--json has every refusal in a list."""
    minimal.edit(project / "dataset/proposals.yml", "title: Resume the ice talks", "title: Take up the ice talks again")
    code, said = run("release", "--check", "--json")
    told = json.loads(said)
    assert (code, told["ok"], len(told["refused"])) == (1, False, 1)


def test_provenance_names_every_record(shop: Path) -> None:
    """PROVENANCE.json has the hash of each record file and of the lock, and no clock or place."""
    told = json.loads((shop / "dist/0.1.0/PROVENANCE.json").read_text("utf-8"))
    assert told == provenance(shop / "dataset", shop / "requirements.lock")
    text = json.dumps(told)
    assert hashlib.sha256((shop / "dataset/proposals.yml").read_bytes()).hexdigest() in text
    assert str(shop) not in text
