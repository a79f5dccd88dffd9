"""Proving: what holds is said in few lines, what does not is named, and damage never raises."""

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import released

import communique as cq
from communique.problems import CommuniqueError
from communique.proving import Proof, prove
from communique.reading.errors import NotAReleaseError, OtherReleaseError, ReleaseError, VersionNotAtHandError
from communique.reading.files import CONTENT, IN_WHEEL, SUMS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``dist/current``, the release ``0.1.0`` and ``texts``."""
    root = tmp_path_factory.mktemp("made")
    released.release(released.build(root), root / "0.1.0")
    return root


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the release to damage."""
    return Path(shutil.copytree(made / "0.1.0", tmp_path / "0.1.0"))


def failed(proof: Proof) -> dict[str, str]:
    """What failed, and what is said of it."""
    return {check.what: check.said for check in proof.failed}


def test_a_whole_release_is_proved_in_a_few_lines(made: Path) -> None:
    """Files, Parquet and CSV hold, and the hash of the whole is shown."""
    proof = prove(made / "0.1.0")
    content = json.loads((made / "0.1.0" / CONTENT).read_text())
    assert (proof.ok, bool(proof), proof.kind, proof.version) == (True, True, "release folder", "0.1.0")
    held = [check.what for check in proof.checks]
    assert held == [SUMS, "not listed", "tables/*.parquet", "dataset1 of tables/*.parquet", "derived1 of tables/*.parquet",
                    "csv/*.csv", "dataset1 of csv/*.csv", "derived1 of csv/*.csv"]  # fmt: skip
    assert proof.as_text().count(content["dataset1"]) == 2
    assert proof.as_text().endswith("all of it holds")
    assert json.loads(json.dumps(proof.as_dict()))["ok"] is True


def test_a_dataset_proves_itself(made: Path) -> None:
    """``ds.verify()`` is the same proof."""
    assert cq.load(made / "0.1.0").verify() == prove(made / "0.1.0")


def truncated(folder: Path) -> None:
    path = folder / "tables" / "actors.parquet"
    path.write_bytes(path.read_bytes()[:-40])


def no_table(folder: Path) -> None:
    (folder / "tables" / "actors.parquet").unlink()


def no_ledger(folder: Path) -> None:
    (folder / "tables" / "releases.parquet").unlink()


def resealed(folder: Path) -> None:
    with released.rewritten(folder / "tables" / "actors.parquet") as rows:
        rows[0]["name"] = "Somebody else"
    released.seal(folder)


def computed(folder: Path) -> None:
    with released.rewritten(folder / "tables" / "proposals.parquet") as rows:
        rows[0]["status"] = "withdrawn"
    released.seal(folder)


def mirror(folder: Path) -> None:
    path = folder / "csv" / "actors.csv"
    path.write_text(path.read_text("utf-8").replace("Ann Smith", "Anne Smith"), "utf-8")


def added(folder: Path) -> None:
    shutil.copy(folder / "tables" / "actors.parquet", folder / "tables" / "players.parquet")


def no_sums(folder: Path) -> None:
    (folder / SUMS).unlink()


def nonsense_sums(folder: Path) -> None:
    (folder / SUMS).write_bytes(b"\xff\xfe nonsense")


def no_content(folder: Path) -> None:
    (folder / CONTENT).unlink()


def broken_content(folder: Path) -> None:
    (folder / CONTENT).write_text('{"tables": [1]}')


def way_out_of_the_folder(folder: Path) -> None:
    with (folder / SUMS).open("a") as file:
        file.write(f"{'0' * 64}  ../../secret\n")


PARQUET = ("tables/actors.parquet", "dataset1 of tables/*.parquet")
ACTORS = "csv/actors.csv"
DAMAGE: list[tuple[Callable[[Path], None], set[str], str, str]] = [
    (truncated, {SUMS, *PARQUET, "tables/*.parquet"}, "tables/actors.parquet", "cannot be read"),
    (no_table, {"release", SUMS, *PARQUET, "tables/*.parquet"}, "release", "the table is not there"),
    (no_ledger, {"release", SUMS, "tables/releases.parquet", PARQUET[1], "tables/*.parquet"}, "release", "not there"),
    (resealed, {*PARQUET, "tables/*.parquet"}, PARQUET[0], "table1 is"),
    (computed, {"tables/proposals.parquet", "tables/*.parquet", "derived1 of tables/*.parquet"},
     "tables/proposals.parquet", "derived1 is"),
    (mirror, {SUMS, ACTORS, "csv/*.csv", "dataset1 of csv/*.csv"}, ACTORS, 'rows that differ: ["ac-sm1th"]'),
    (added, {"tables/players.parquet"}, "tables/players.parquet", "not listed"),
    (no_sums, {SUMS}, SUMS, "not there"),
    (nonsense_sums, {"release", SUMS}, SUMS, "cannot be read"),
    (no_content, {"release", SUMS, CONTENT}, CONTENT, "not there"),
    (broken_content, {"release", SUMS, CONTENT}, CONTENT, "not what a release states"),
    (way_out_of_the_folder, {SUMS, "../../secret"}, "../../secret", "not there"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "where", "named", "said"), DAMAGE, ids=lambda v: getattr(v, "__name__", ""))
def test_damage_is_named_and_never_raised(
    folder: Path, damage: Callable[[Path], None], where: set[str], named: str, said: str
) -> None:
    """Each kind of damage fails the checks it should, says what is wrong, and leaves the rest checked."""
    damage(folder)
    proof = prove(folder)
    assert (proof.ok, set(failed(proof))) == (False, where)
    assert any(said in check.said for check in proof.failed if check.what == named)
    assert "\n" not in "".join(failed(proof).values())
    assert proof.as_text().endswith("failed")


def test_other_bytes_with_the_same_content_fail_the_sums_alone(folder: Path) -> None:
    """A file some other tool wrote anew is not what was published, yet says the same."""
    path = folder / "tables" / "actors.parquet"
    pq.write_table(pq.read_table(path), path, compression="gzip")
    assert set(failed(prove(folder))) == {SUMS, "tables/actors.parquet"}
    assert "altered" in failed(prove(folder))["tables/actors.parquet"]


def test_a_wheel_proves_what_it_carries(made: Path, tmp_path: Path) -> None:
    """What stays in the folder is not missed; a table that should be there is."""
    wheel = released.wheel(made / "0.1.0", tmp_path / "communique-0.1.0-py3-none-any.whl")
    proof = prove(wheel)
    assert (proof.ok, proof.kind, proof.version) == (True, "wheel", "0.1.0")
    assert "more of the release folder are not carried here" in proof.as_text()
    short = tmp_path / "short.whl"
    with zipfile.ZipFile(wheel) as full, zipfile.ZipFile(short, "w") as cut:
        for name in full.namelist():
            if not name.endswith("/actors.parquet"):
                cut.writestr(name, full.read(name))
    assert "tables/actors.parquet" in failed(prove(short))
    data = wheel.read_bytes()
    at = data.index(f"{IN_WHEEL}/tables/actors.parquet".encode()) + 200
    (tmp_path / "broken.whl").write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
    assert "the wheel is damaged there" in failed(prove(tmp_path / "broken.whl"))["tables/actors.parquet"]


def test_a_working_build_has_nothing_to_be_held_against(made: Path) -> None:
    """Its hashes are computed all the same, and are those a release of it would state."""
    proof = prove(made / "dist" / "current")
    content = json.loads((made / "0.1.0" / CONTENT).read_text())
    assert (proof.ok, proof.kind) == (True, "working build")
    assert {check.what: check.said for check in proof.checks}["dataset1"] == content["dataset1"]
    assert "states nothing" in proof.as_text()


# Databases


def sql(path: Path, *statements: str) -> Path:
    """Change a database against its own rules."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON", "writable_schema = ON"):
            db.execute(f"PRAGMA {pragma}")
        for statement in statements:
            db.execute(statement)
    return path


def test_a_database_is_held_against_the_release_it_lies_in(folder: Path) -> None:
    """Its rows hash as the release states, and nothing is made beside it."""
    before = sorted(p.name for p in folder.iterdir())
    proof = prove(folder / "communique.db")
    assert (proof.ok, proof.kind, proof.version) == (True, "database", "0.1.0")
    assert json.loads((folder / CONTENT).read_text())["dataset1"] in proof.as_text()
    assert sorted(p.name for p in folder.iterdir()) == before


def test_a_database_elsewhere_needs_the_release_named_or_at_hand(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By ``against``, or by the folders of releases; else the version it lacks is named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("communique.reading.at_hand.bundled", lambda: None)
    monkeypatch.setattr("communique.reading.at_hand._here", list)
    (tmp_path / "x").mkdir()
    away = Path(shutil.copy(folder / "communique.db", tmp_path / "x" / "ü.sqlite"))
    sql(away, "PRAGMA user_version = 7000003")
    with pytest.raises(VersionNotAtHandError, match=r"ü\.sqlite: .* version 7\.0\.3 is not at hand"):
        prove(away)
    with pytest.raises(OtherReleaseError, match=r"a database of version 7\.0\.3, and .*0\.1\.0 is version 0\.1\.0"):
        prove(away, against=folder)
    sql(away, "PRAGMA user_version = 1000")
    assert prove(away, against=folder).ok
    assert prove(away, against=released.wheel(folder, tmp_path / "a.whl")).ok
    monkeypatch.setenv("COMMUNIQUE_RELEASES", str(tmp_path))
    assert prove(away).ok


ALTERED: list[tuple[str, str, str]] = [
    ("UPDATE actors SET name = 'X' WHERE actor_id = 'ac-sm1th'", "table actors", 'rows that differ: ["ac-sm1th"]'),
    ("DELETE FROM actors WHERE actor_id = 'ac-sm1th'", "table actors", 'rows missing: ["ac-sm1th"]'),
    ("INSERT INTO actors(actor_id, actor_kind, name, single_seat) VALUES ('ac-00000', 'person', 'X', 0)", "table actors",
     'rows too many: ["ac-00000"]'),
    ("UPDATE statements SET reiterates = 2", "table statements", "column reiterates: a value that is no bool"),
    ("UPDATE statements SET said_date = 'today'", "table statements", "cannot be read"),
    ("UPDATE anchors SET char_start = 9000000000", "table anchors", "column char_start: a value that is no int32"),
    ("UPDATE actors SET name = CAST(x'ff' AS TEXT)", "table actors", "cannot be read"),
    ("UPDATE proposals SET status = 'withdrawn'", "table proposals", "derived1 is"),
    ("DROP TABLE coders", "table coders", "the table is not there"),
    ("ALTER TABLE coders RENAME COLUMN description TO said", "table coders", "no column description"),
    ("UPDATE releases SET version = '0.0.9'", "table releases", "has no version 0.1.0"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "table", "said"), ALTERED, ids=range(len(ALTERED)))
def test_an_altered_database_fails_and_the_rows_are_named(folder: Path, statement: str, table: str, said: str) -> None:
    """Whatever was changed, the table is said, and by the release beside it the rows."""
    proof = prove(sql(folder / "communique.db", statement))
    assert any(said in check.said for check in proof.failed if check.what == table), proof.as_text()
    others = {check.what for check in proof.failed if not check.what.startswith("view ")}
    assert not others - {table, "table *", "dataset1 of table *", "derived1 of table *"}


@pytest.mark.parametrize(
    ("statements", "what"),
    [
        (
            "DROP VIEW proposals_joined; CREATE VIEW proposals_joined AS SELECT 'forged' AS title",
            "view proposals_joined",
        ),
        ("ALTER TABLE proposals ADD COLUMN verdict TEXT", "table proposals"),
        ("CREATE TABLE more (said TEXT)", "table more"),
        ("CREATE TRIGGER quiet AFTER UPDATE ON actors BEGIN DELETE FROM actors; END", "trigger quiet"),
    ],
    ids=["view", "column", "table", "trigger"],
)
def test_what_a_reader_would_take_for_ours_is_named(folder: Path, statements: str, what: str) -> None:
    """Views give the rows of the joined files, and nothing stands in the database that no build makes."""
    with closing(sqlite3.connect(folder / "communique.db")) as db:
        db.executescript(statements)
    assert failed(prove(folder / "communique.db")).keys() == {what}


def test_changes_beside_the_file_are_not_overlooked(folder: Path) -> None:
    """A write-ahead log that a reader would follow fails the proof: the file alone says something else."""
    (folder / "communique.db-wal").write_bytes(b"changes")
    assert [check.what.endswith("-wal") for check in prove(folder / "communique.db").failed] == [True]


def test_a_database_of_a_working_build_is_held_against_its_tables(made: Path) -> None:
    """Nothing is published, but the two formats of one build must say the same."""
    proof = prove(made / "dist" / "current" / "communique.db")
    assert proof.ok
    assert "working build" in proof.as_text()


def test_a_truncated_database_is_damage(folder: Path) -> None:
    """What can still be read is compared; the rest is named."""
    path = folder / "communique.db"
    path.write_bytes(path.read_bytes()[: 4096 * 30])
    proof = prove(path)
    assert not proof.ok
    assert any("cannot be read" in check.said for check in proof.failed)


# Texts, and what is no release


def test_anchors_are_proved_against_the_readers_own_texts(made: Path, folder: Path) -> None:
    """The release's own tables are enough; a text that was changed fails the proof."""
    proof = cq.load(folder).verify(made / "texts")
    assert proof.anchors is not None
    assert (proof.ok, proof.anchors.counts["held"]) == (True, 2)
    assert "2 anchors of 1 article: 2 held" in proof.as_text()
    other = folder.parent / "texts"
    other.mkdir()
    (other / "a.txt").write_text("Other words.")
    proof = prove(folder, other)
    assert (proof.ok, proof.failed) == (False, ())
    assert "1 check failed" in proof.as_text()
    assert (
        prove(made / "0.1.0" / "communique.db", made / "texts").anchors
        == cq.load(folder).verify(made / "texts").anchors
    )
    truncated_anchors = folder / "tables" / "anchors.parquet"
    truncated_anchors.write_bytes(b"PAR1")
    assert failed(prove(folder, made / "texts"))["anchors"].startswith("not checked: ")


def nothing(tmp_path: Path) -> list[tuple[Any, type[CommuniqueError], str]]:
    """Things that hold nothing to be proved."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "no.db").write_text("no database")
    (tmp_path / "no.whl").write_text("no wheel")
    sql(tmp_path / "other.db", "CREATE TABLE t (x)")
    return [
        (tmp_path / "absent", NotAReleaseError, "no such folder"),
        (tmp_path / "empty", NotAReleaseError, "it holds no tables"),
        (tmp_path / "no.db", NotAReleaseError, "no SQLite database"),
        (tmp_path / "no.whl", NotAReleaseError, "no wheel that can be opened"),
        (tmp_path / "other.db", NotAReleaseError, "none of communique"),
        ("~nobody-of-that-name/x", NotAReleaseError, "write the path in full"),
    ]


def test_where_there_is_nothing_to_prove_the_error_says_so(tmp_path: Path, made: Path) -> None:
    """A named error of one line, with a way out."""
    for path, kind, said in nothing(tmp_path):
        with pytest.raises(kind, match=said) as caught:
            prove(path)
        assert "\n" not in str(caught.value)
        assert ";" in str(caught.value)
    with pytest.raises(ReleaseError, match="leave against= out"):
        prove(made / "0.1.0", against=made / "0.1.0")
    with pytest.raises(CommuniqueError, match="no such folder of texts"):
        prove(made / "0.1.0", tmp_path / "absent")


def test_a_proof_shows_itself_and_nothing_of_a_page(folder: Path) -> None:
    """In a notebook, hostile names stay text."""
    (folder / "<script>alert(1)<").write_text("")
    page = prove(folder)._repr_html_()
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert len(page) < 5000
