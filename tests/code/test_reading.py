"""Reading a release: frames as pandas reads them, and for whatever is wrong one named line with a way out."""

import datetime as dt
import json
import os
import pickle
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import released

import communique as cq
from communique.problems import CommuniqueError
from communique.reading import errors
from communique.reading.files import CONTENT, SUMS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``dist/current`` and the release ``0.1.0``, whose retired ids lead everywhere."""
    root = tmp_path_factory.mktemp("made")
    tables = released.tables(root)
    ways = {"1": "00002", "2": "1ce00", "3": None, "4": "00003", "5": "00006", "6": "00007", "7": "00006", "8": "zzzzz"}
    listed = [(f"pr-0000{old}", new and f"pr-{new}") for old, new in ways.items()]
    retired = pd.DataFrame([
        {"old_id": old, "table_name": "proposals", "reason": "duplicate" if new else "rights", "replaced_by": new,
         "since_version": "0.1.0", "last_record_sha256": "0" * 64, "note": None if new else "Asked for."}
        for old, new in listed
    ])  # fmt: skip
    tables["retired_ids"] = retired.astype(tables["retired_ids"].dtypes)
    released.release(released.build(root, tables), root / "0.1.0")
    return root


@pytest.fixture(scope="module")
def ds(made: Path) -> cq.Dataset:
    """The release, opened."""
    return cq.load(made / "0.1.0")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the release to damage."""
    return Path(shutil.copytree(made / "0.1.0", tmp_path / "0.1.0"))


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, from which no release is at hand."""
    monkeypatch.setattr("communique.reading.at_hand.bundled", lambda: None)
    monkeypatch.setattr("communique.reading.at_hand.communique.__file__", str(tmp_path / "a/b/c/__init__.py"))
    monkeypatch.setattr("communique.reading.at_hand._here", list)
    monkeypatch.delenv("COMMUNIQUE_RELEASES", raising=False)
    return tmp_path


def said(kind: type[CommuniqueError], what: str, do: Callable[[], object]) -> str:
    """The one line of the named error that ``do`` raises; it has a way out."""
    with pytest.raises(kind, match=what) as caught:
        do()
    line = str(caught.value)
    assert type(caught.value) is kind
    assert "\n" not in line
    assert ";" in line, "no way out"
    return line


# What is there


def test_frames_are_what_pandas_reads(ds: cq.Dataset, made: Path) -> None:
    """The same values, dtypes and attributes, for every table and view, from a folder and from a wheel."""
    wheel = cq.load(released.wheel(made / "0.1.0", made / "communique-0.1.0-py3-none-any.whl"))
    assert list(wheel) == list(ds) == list(ds.tables) == [*json.loads((made / "0.1.0" / CONTENT).read_text())["tables"]]
    for name in ds:
        plain = pd.read_parquet(made / "0.1.0" / "tables" / f"{name}.parquet")
        for other in (ds[name], getattr(ds, name), wheel[name]):
            pd.testing.assert_frame_equal(other, plain)
            assert other.attrs == plain.attrs
    for view in ("statements", "proposals", "events"):
        plain = pd.read_parquet(made / "0.1.0" / "joined" / f"{view}_joined.parquet")
        pd.testing.assert_frame_equal(ds.joined(view), plain)
        pd.testing.assert_frame_equal(wheel.joined(f"{view}_joined"), plain)
    assert (ds.proposals.attrs["version"], ds.version, ds.data_through) == ("0.1.0", "0.1.0", dt.date(2021, 6, 30))


def test_a_table_says_what_its_columns_are(ds: cq.Dataset) -> None:
    """Types, keys and vocabularies come out of the release itself."""
    row = ds.describe("proposals").set_index("column").loc["status"]
    assert (row["type"], row["origin"], row["vocabulary"], row["hashed"]) == (
        "text",
        "derived",
        "proposal_status",
        False,
    )
    assert ds.describe("statements").set_index("column").loc["article_id", "references"] == "articles.article_id"


def test_an_id_leads_through_what_replaced_it(ds: cq.Dataset) -> None:
    """A chain of retired ids ends at the row in use, and says by which way."""
    record = ds.get("pr-00001")
    assert (record.id, record.table, record.version) == ("pr-1ce00", "proposals", "0.1.0")
    assert [(step["old_id"], step["replaced_by"]) for step in record.redirects] == [
        ("pr-00001", "pr-00002"), ("pr-00002", "pr-1ce00")]  # fmt: skip
    assert record.sha256 == ds.get("pr-1ce00").sha256
    assert record["summary"] == released.HOSTILE
    assert {name: len(rows) for name, rows in record.parts.items()} == {
        "proposal_parties": 2, "proposal_links": 0, "proposal_events": 2, "event_evidence": 2}  # fmt: skip
    assert ds.why("pr-00001").proposal == record.row


@pytest.mark.parametrize(("asked", "kind", "what"), [
    ("pr-00003", errors.RetiredIdError, r"pr-00003: retired in version 0\.1\.0, reason rights \(Asked for\.\)"),
    ("pr-00004", errors.RetiredIdError, "pr-00004: retired in version .* by way of pr-00003"),
    ("pr-00005", errors.RedirectLoopError, "pr-00005 -> pr-00006 -> pr-00007 -> pr-00006"),
    ("pr-00008", errors.UnknownIdError, "pr-zzzzz: no row of proposals .*"),
    ("st-zzzzz", errors.UnknownIdError, "st-zzzzz: no row of statements in version 0.1.0"),
    ("what", errors.UnknownIdError, "'what': not an id of this dataset; ids look like"),
    (None, errors.UnknownIdError, "None: not an id"),
])  # fmt: skip
def test_an_id_that_leads_nowhere_is_named(ds: cq.Dataset, asked: str, kind: type[CommuniqueError], what: str) -> None:
    """Unknown, retired for good, or in a circle: each says so, for a record and for its log alike."""
    said(kind, what, lambda: ds.get(asked))
    said(kind, what, lambda: ds.why(asked))


def test_a_retired_id_carries_its_tombstone(ds: cq.Dataset) -> None:
    """What is left of a withdrawn row can be read off the error."""
    with pytest.raises(errors.RetiredIdError) as caught:
        ds.get("pr-00004")
    assert (caught.value.tombstone["old_id"], caught.value.tombstone["last_record_sha256"]) == ("pr-00003", "0" * 64)


def test_why_asks_for_a_proposal(ds: cq.Dataset) -> None:
    """An id of another thing leads to the proposals it bears on."""
    said(errors.UnknownIdError, "st-0ne00 is a row of statements, not a proposal; it bears on pr-1ce00",
         lambda: ds.why("st-0ne00"))  # fmt: skip
    said(errors.UnknownIdError, "it bears on none", lambda: ds.why("st-tw000"))


# What is not there


def test_an_unknown_table_has_a_near_match(ds: cq.Dataset) -> None:
    """By name and as an attribute; a misspelt name is put right."""
    said(errors.UnknownTableError, "has no table 'proposal'; did you mean 'proposals'", lambda: ds["proposal"])
    said(errors.UnknownTableError, "has no table 'x'; there are", lambda: ds["x"])
    said(errors.UnknownTableError, "no joined view of 'actors'; there is", lambda: ds.joined("actors"))
    said(errors.UnknownTableError, "did you mean 'terms'", lambda: ds.describe("term"))
    with pytest.raises(AttributeError, match="did you mean 'actors'"):
        ds.actor  # noqa: B018 (the look-up is the test)
    assert not hasattr(ds, "_repr_latex_")


@pytest.mark.parametrize(("day", "what"), [
    ("2021-07-01", "2021-07-01 lies after the last day of version 0.1.0, 2021-06-30; ask"),
    (dt.date(2030, 1, 1), "2030-01-01 lies after"),
    ("2021-02-30", "'2021-02-30' is no day"), ("yesterday", "is no day"), (None, "None is no day"), (pd.NaT, "is no day"),
])  # fmt: skip
def test_a_day_the_data_do_not_reach_is_refused(ds: cq.Dataset, day: str, what: str) -> None:
    """On either clock; what is no day at all says how to write one."""
    said(errors.DayError, what, lambda: ds.as_of(day))
    if day is not None:
        said(errors.DayError, what, lambda: ds.as_of("2021-03-05", known_by=day))


def test_a_version_that_is_not_at_hand_is_named(alone: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched; what is at hand is listed, and where a folder can be named."""
    said(errors.VersionNotAtHandError, "this installation bundles no release; name a folder", cq.load)
    said(errors.VersionNotAtHandError, r"version 9\.9\.9 is not at hand \(none", lambda: cq.load(version="9.9.9"))
    monkeypatch.setenv("COMMUNIQUE_RELEASES", f"{alone / 'absent'}{os.pathsep}{made}")
    said(errors.VersionNotAtHandError, r"latest is not at hand \(at hand: 0\.1\.0\)", lambda: cq.load(version="latest"))
    assert cq.load(version="0.1.0").version == "0.1.0"
    assert cq.at_hand() == {"0.1.0": made / "0.1.0"}
    shutil.copytree(made / "0.1.0", alone / "0.2.0")
    monkeypatch.setenv("COMMUNIQUE_RELEASES", str(alone))
    said(errors.OtherReleaseError, r"0\.2\.0 holds version 0\.1\.0, not 0\.2\.0", lambda: cq.load(version="0.2.0"))
    said(
        errors.ReleaseError, "a path and a version were named; leave", lambda: cq.load(made / "0.1.0", version="0.1.0")
    )


def test_what_is_no_release_says_what_it_is(tmp_path: Path, made: Path) -> None:
    """A folder, a file, a wheel of something else, a table of another's making, a home nobody knows."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "other" / "tables").mkdir(parents=True)
    pd.DataFrame({"x": [1]}).to_parquet(tmp_path / "other" / "tables" / "x.parquet")
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "no.whl").write_text("no wheel")
    said(errors.NotAReleaseError, "no such folder", lambda: cq.load(tmp_path / "absent"))
    said(errors.NotAReleaseError, r"holds no tables/\*\.parquet", lambda: cq.load(tmp_path / "empty"))
    said(errors.NotAReleaseError, "holds no table releases", lambda: cq.load(tmp_path / "other"))
    said(errors.NotAReleaseError, "neither a folder nor a wheel", lambda: cq.load(tmp_path / "notes.txt"))
    said(errors.NotAReleaseError, "no wheel that can be opened", lambda: cq.load(tmp_path / "no.whl"))
    said(errors.NotAReleaseError, "write the path in full", lambda: cq.load("~nobody-of-that-name/x"))
    shutil.copy(tmp_path / "other/tables/x.parquet", tmp_path / "other/tables/releases.parquet")
    said(errors.NotAReleaseError, "does not say which release it is of", lambda: cq.load(tmp_path / "other"))
    shutil.copy(made / "0.1.0/tables/releases.parquet", tmp_path / "other/tables/releases.parquet")
    said(errors.NotAReleaseError, "x.parquet: not a table of a communique release",
         lambda: cq.load(tmp_path / "other").describe("x"))  # fmt: skip


def test_a_contract_of_the_future_asks_for_its_own_reader(folder: Path) -> None:
    """Rather than be misread."""
    path = folder / "tables" / "releases.parquet"
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, b"contract": b"2"}), path)
    released.seal(folder)
    said(errors.OtherContractError, "written for contract 2, and this communique reads contract 1; install",
         lambda: cq.load(folder))  # fmt: skip


# What is damaged


def test_an_altered_or_truncated_file_is_found_at_first_use(folder: Path) -> None:
    """By the release's own sums; the tables beside it stay of use."""
    path = folder / "tables" / "actors.parquet"
    whole = path.read_bytes()
    for alter in (
        lambda: released.flipped(path, 40),
        lambda: path.write_bytes(whole[:-10]),
        lambda: path.write_bytes(b""),
    ):
        path.write_bytes(whole)
        alter()
        ds = cq.load(folder)
        assert len(ds.proposals) == 1
        said(errors.DamagedReleaseError, r"tables/actors\.parquet: altered or truncated, .* communique verify",
             lambda ds=ds: ds.actors)  # fmt: skip
        said(errors.DamagedReleaseError, "altered or truncated", lambda ds=ds: ds.get("ac-sm1th"))


def test_without_sums_what_cannot_be_read_is_damage(made: Path, tmp_path: Path) -> None:
    """A working build has no sums: whatever pyarrow or pandas say of its bytes becomes one named line."""
    build = Path(shutil.copytree(made / "dist" / "current", tmp_path / "build"))
    path = build / "tables" / "actors.parquet"
    whole = path.read_bytes()
    named = []
    for at in range(4, len(whole), 61):
        path.write_bytes(whole)
        released.flipped(path, at)
        try:
            ds = cq.load(build)
            assert len(ds.actors) == len(ds.release.arrow("actors"))
        except errors.DamagedReleaseError as error:
            named.append(str(error))
    assert len(named) > 20
    assert all("tables/actors.parquet: " in line and "\n" not in line for line in named)
    path.write_bytes(whole[: len(whole) // 2])
    said(errors.DamagedReleaseError, "cannot be read", lambda: cq.load(build).actors)
    shutil.copy(build / "tables" / "coders.parquet", path)
    said(errors.DamagedReleaseError, "holds the table coders", lambda: cq.load(build).describe("actors"))


def test_a_missing_table_is_missed_when_anything_lists_it(folder: Path, made: Path) -> None:
    """The sums or CONTENT.json; a view is missed when it is asked for."""
    (folder / "tables" / "actors.parquet").unlink()
    said(errors.MissingTableError, r"tables/actors\.parquet: the table is not there; get", lambda: cq.load(folder))
    (folder / SUMS).unlink()
    said(errors.MissingTableError, r"tables/actors\.parquet: the table is not there; get", lambda: cq.load(folder))
    (folder / CONTENT).unlink()
    assert "actors" not in cq.load(folder)


def test_a_file_nobody_published_is_no_table(folder: Path) -> None:
    """What the sums do not list is not read."""
    shutil.copy(folder / "tables" / "actors.parquet", folder / "tables" / "players.parquet")
    assert "players" not in cq.load(folder).tables


@pytest.mark.parametrize(("name", "text", "what"), [
    (SUMS, "nonsense\n", "SHA256SUMS:1: not a line"), (CONTENT, "{", "altered or truncated"),
])  # fmt: skip
def test_damage_to_what_a_release_says_of_itself_is_damage(folder: Path, name: str, text: str, what: str) -> None:
    """The lists are held to account like the tables."""
    (folder / name).write_text(text)
    said(errors.DamagedReleaseError, what, lambda: cq.load(folder))


@pytest.mark.parametrize("text", ["{", "[]", '{"tables": 1}', "{}"])
def test_a_content_file_that_makes_no_sense_is_damage(folder: Path, text: str) -> None:
    """Even where the sums were written anew."""
    (folder / CONTENT).write_text(text)
    released.seal(folder)
    said(errors.DamagedReleaseError, "not what a release states", lambda: cq.load(folder))


# Where it is read


def run(code: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A reader's own process."""
    given = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'schema'}"} | environment
    return subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False,
                          cwd=cwd, env=given, encoding="utf-8")  # fmt: skip


EVERYTHING = """
    import sys, socket
    class Refused(socket.socket):
        def __init__(self, *_, **__): raise AssertionError("the network was tried")
    socket.socket = socket.create_connection = socket.getaddrinfo = Refused
    import communique as cq
    early = {"pandas", "pyarrow", "pandera", "datasette", "yaml", "click"} & {*sys.modules}
    ds = cq.load(sys.argv[1]) if len(sys.argv) > 1 else cq.load("x é/0.1.0")
    for name in ds: ds[name]
    then = ds.as_of("2021-03-05")
    for one in (ds, then):
        for view in ("statements", "proposals", "events"): one.joined(view)
        one.proposals, one.channels, one.treaties, one.why("pr-1ce00"), repr(one), one._repr_html_()
        one.get("st-0ne00"), one.get("ar-answr"), one.get("pr-1ce00")
    for style in ("text", "bibtex", "ris", "csl"): ds.cite(style=style), then.cite("st-0ne00", style=style)
    print(bool(ds.verify()), bool(ds.diff(ds)) or True)
    print(sorted(early), sorted({"pandera", "yaml", "click", "datasette"} & {*sys.modules}))
"""


def test_a_reader_needs_no_network_no_home_and_no_builder(made: Path, tmp_path: Path) -> None:
    """Everything is read, with sockets that refuse, a home that is not there, a path beyond ASCII, a folder to read only."""
    shutil.copytree(made / "0.1.0", tmp_path / "x é" / "0.1.0")
    before = sorted(tmp_path.rglob("*"))
    for path in before:
        path.chmod(0o555 if path.is_dir() else 0o444)
    ran = run(EVERYTHING, tmp_path, HOME=str(tmp_path / "absent"), PYTHONIOENCODING="utf-8")
    assert (ran.stdout.splitlines(), ran.stderr) == (["True True", "[] []"], "")
    for path in before:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_worked_in_may_be_gone(made: Path, tmp_path: Path) -> None:
    """What is at hand is looked for elsewhere then."""
    code = """
        import os, pathlib
        pathlib.Path("gone").mkdir(); os.chdir("gone"); os.rmdir("../gone")
        import communique as cq
        print(cq.load(version="0.1.0").version)
    """
    ran = run(code, tmp_path, COMMUNIQUE_RELEASES=str(made))
    assert (ran.stdout, ran.stderr) == ("0.1.0\n", "")


# How it looks


def shown(ds: cq.Dataset) -> Iterator[object]:
    """Everything that shows itself."""
    yield from (ds, ds.get("pr-1ce00"), ds.get("st-0ne00"), ds.why("pr-1ce00"), ds.as_of("2021-03-05", "2021-03-06"))


def test_what_is_shown_is_small_and_harmless(ds: cq.Dataset) -> None:
    """In a terminal and in a notebook; hostile values stay text."""
    for one in shown(ds):
        text, page = repr(one), one._repr_html_()  # type: ignore[attr-defined]
        assert len(text) < 6000
        assert len(page) < 12000
        assert "<script" not in page
    assert "&lt;script&gt;" in ds.get("pr-1ce00")._repr_html_()
    head, *lines = repr(ds).splitlines()
    assert head == "communique 0.1.0, data through 2021-06-30"
    assert max(map(len, lines)) <= 120
    assert all(line.startswith("  ") for line in lines[:-1])
    assert head in ds._repr_html_()
    then = repr(ds.as_of("2021-03-05", "2021-03-06")).splitlines()[0]
    assert then == f"{head}, as of 2021-03-05, by what was published by 2021-03-06"


def test_a_working_build_says_that_it_is_one(made: Path) -> None:
    """Nobody cites it by mistake."""
    assert "(working build, not to be cited)" in repr(cq.load(made / "dist" / "current"))


def test_a_nested_row_shows_every_column_any_row_has() -> None:
    """Also one the first row leaves empty; one that no row has is left out."""
    nested = [{"owner": "st-00000", "first": "a", "later": None, "never": None},
              {"owner": "st-00000", "first": None, "later": "b", "never": None}]  # fmt: skip
    page = cq.Record("st-00000", "statements", "0.1.0", {}, {"parts": nested}, "0" * 64)._repr_html_()
    assert [name for name in nested[0] if f">{name}</th>" in page] == ["first", "later"]


def test_a_table_whose_sum_was_taken_out_is_not_handed_out(folder: Path) -> None:
    """An altered table is no more readable for having lost its line, and a second line is no way round it."""
    lines = (folder / SUMS).read_text("utf-8").splitlines(keepends=True)
    (folder / SUMS).write_text("".join(line for line in lines if "/proposals.parquet" not in line), "utf-8")
    said(errors.DamagedReleaseError, "not listed in SHA256SUMS", lambda: cq.load(folder)["proposals"])
    (folder / SUMS).write_text("".join([*lines, lines[0]]), "utf-8")
    said(errors.DamagedReleaseError, "a second line", lambda: cq.load(folder)["proposals"])


def test_a_dataset_and_its_errors_travel_between_processes(made: Path, tmp_path: Path) -> None:
    """A wheel's dataset and the error of a retired id are pickled and come back as they were."""
    wheel = released.wheel(made / "0.1.0", tmp_path / "communique-0.1.0-py3-none-any.whl")
    assert len(pickle.loads(pickle.dumps(cq.load(wheel)))["actors"]) == len(cq.load(wheel)["actors"])  # noqa: S301
    error = errors.RetiredIdError("gone", {"old_id": "st-aaaaa"})
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(again), again.tombstone) == ("gone", {"old_id": "st-aaaaa"})
