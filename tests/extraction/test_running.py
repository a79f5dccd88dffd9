"""An extraction comes to the same bytes whatever befalls it on the way."""

import json
import multiprocessing
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import stand_in
from hypothesis import given
from hypothesis import strategies as st
from stand_in import IDENTITY, Item, hashes, item, shards, work, world

from communique import extracting
from communique.cli import extract as command
from communique.cli import main
from communique.extracting import running
from communique.extracting.documents import plan
from communique.extracting.running import finish, merge, run, state
from communique.extracting.running.engine import Engine
from communique.extracting.running.work import LostError, shared_once
from communique.extracting.running.writing import OutputError

HERE = Path(__file__).parent


def plain(path: Path) -> list[dict[str, Any]]:
    """The rows of a part."""
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def misfortune(what: str, at: int, flag: Path | None = None) -> list[Item]:
    """The articles, one of which brings misfortune on its worker."""
    items = world()
    items[at] = items[at]._replace(what=what, flag=str(flag or ""))
    return items


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extraction of one worker that nothing befell."""
    out = tmp_path_factory.mktemp("truth") / "out"
    run(shards(world()), work, out, IDENTITY, workers=1)
    return out


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers(truth: Path, tmp_path: Path, workers: int) -> None:
    """More workers give the same bytes, manifest included."""
    report = run(shards(world()), work, tmp_path, IDENTITY, workers=workers)
    assert hashes(tmp_path) == hashes(truth)
    assert (report.articles, report.repeats, report.near, report.before) == (18, 1, 2, 0)
    assert dict(report.aside) == {"empty": 1, "same-text-and-address": 1}


def test_what_is_there(truth: Path) -> None:
    """The manifest counts what the parts hold; words stand apart under a notice; nothing of the work is left."""
    said = json.loads((truth / "EXTRACTION.json").read_text())
    assert said["complete"]
    assert not (truth / ".work").exists()
    assert "NOT FOR REDISTRIBUTION" in (truth / "words/NOTICE.txt").read_text()
    for table, told in said["tables"].items():
        parts = sorted((truth / ("words" if table == "range_words" else "") / table).glob("part-*.parquet"))
        assert (len(parts), sum(len(plain(p)) for p in parts)) == (told["parts"], told["rows"]), table
    actors = plain(truth / "actors/part-00000.parquet")
    ids = [row["actor_id"] for row in actors]
    assert ids == sorted(set(ids))
    assert "ac-every" in ids


def test_repeats_and_near_duplicates(truth: Path) -> None:
    """The second of two equal documents goes, with all that hangs on it; near-duplicates name the earliest page."""
    articles = pa.concat_tables([pq.read_table(p) for p in (truth / "articles").glob("*")])
    statements = pa.concat_tables([pq.read_table(p) for p in (truth / "statements").glob("*")])
    anchors = pa.concat_tables([pq.read_table(p) for p in (truth / "anchors").glob("*")])
    assert len(set(articles["article_id"].to_pylist())) == len(articles) == len(statements) == len(anchors)
    (gone,) = plain(truth / "set_aside/part-repeats.parquet")
    assert gone["code"] == "same-text-and-address"
    assert f"{world()[2].key} in part-00000.parquet" in gone["reason"]
    first, second, third = (world()[at] for at in (16, 2, 7))
    relays: dict[str, list[dict[str, Any]]] = {}
    for row in (row for part in sorted((truth / "article_relays").iterdir()) for row in plain(part)):
        relays.setdefault(row["article_id"], []).append(row)
    assert set(relays) == {one.key for one in world() if one.what == "article"}
    for one in (second, third):
        steps = [(row["position"], row["actor_id"], row["relay_role"]) for row in relays[one.key]]
        assert steps == [(1, first.publisher, "agency"), (2, one.publisher, "outlet")]
        assert re.fullmatch(
            rf"near-duplicate of {first.key} \(estimated overlap (0\.9\d|1\.00)\)", relays[one.key][0]["basis"]
        )


def test_a_page_printed_again_by_its_publisher(tmp_path: Path) -> None:
    """Where the page's own chain has the publisher of its source already, the basis of that step says so."""
    first = item(1)._replace(tier="reprint")
    again = item(2)._replace(body=f"{first.body} once more", day="2031-03-05")
    run(shards([first, again]), work, tmp_path, IDENTITY, workers=1)
    basis = {row["article_id"]: row["basis"] for row in plain(tmp_path / "article_relays/part-00000.parquet")}
    assert basis[first.key] == "It publishes the page."
    assert basis[again.key].startswith(f"It publishes the page; near-duplicate of {first.key} (estimated overlap ")


def test_complete_is_left_alone(truth: Path) -> None:
    """The same command again does nothing; where a part is gone, it is made again."""
    before = hashes(truth)
    assert run(shards(world()), work, truth, IDENTITY, workers=1).unchanged
    (truth / "anchors/part-00003.parquet").unlink()
    assert not run(shards(world()), work, truth, IDENTITY, workers=1).unchanged
    assert hashes(truth) == before


def test_a_worker_dies_once(truth: Path, tmp_path: Path) -> None:
    """Its shard is read by another."""
    run(shards(misfortune("kill", 10, tmp_path / "flag")), work, tmp_path / "out", IDENTITY, workers=2)
    assert hashes(tmp_path / "out") == hashes(truth)


@pytest.mark.parametrize(("what", "why"), [("kill", "died twice"), ("fail", "ValueError: cannot read this")])
def test_a_shard_fails(truth: Path, tmp_path: Path, what: str, why: str) -> None:
    """It is set aside whole, the others are done; the same command tries it again, and only it."""
    report = run(shards(misfortune(what, 10)), work, tmp_path, IDENTITY, workers=2)
    assert (report.failed, report.articles) == (["wire.jsonl:10"], 16)
    (row,) = plain(tmp_path / "set_aside/part-00003.parquet")
    assert (row["place"], row["code"]) == ("wire.jsonl:10", "shard-failed")
    assert why in row["reason"]
    report = run(shards(world()), work, tmp_path, IDENTITY, workers=1)
    assert (report.before, report.read) == (6, 2)
    assert hashes(tmp_path) == hashes(truth)


def test_killed_and_resumed(truth: Path, tmp_path: Path) -> None:
    """Killed at the fourth shard, the run goes on with the fourth; its worker is gone with it."""
    out = tmp_path / "out"
    script = (
        "import sys; from pathlib import Path; import stand_in as s; from communique.extracting.running import run\n"
        f"items = s.world(); items[10] = items[10]._replace(what='orphan', flag={str(tmp_path / 'flag')!r})\n"
        f"if __name__ == '__main__': run(s.shards(items), s.work, Path({str(out)!r}), s.IDENTITY, workers=1)\n"
    )
    (tmp_path / "killed.py").write_text(script)
    done = subprocess.run([sys.executable, tmp_path / "killed.py"], env={"PYTHONPATH": str(HERE)}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert json.loads((out / "EXTRACTION.json").read_text())["complete"] is False
    report = run(shards(world()), work, out, IDENTITY, workers=2)
    assert report.before == 3
    assert hashes(out) == hashes(truth)


def test_interrupted(truth: Path, tmp_path: Path) -> None:
    """Ctrl-C ends the workers too; what is done stays."""
    with pytest.raises(KeyboardInterrupt):
        run(shards(misfortune("interrupt", 10, tmp_path / "flag")), work, tmp_path / "out", IDENTITY, workers=1)
    assert multiprocessing.active_children() == []
    assert run(shards(world()), work, tmp_path / "out", IDENTITY, workers=1).before == 3
    assert hashes(tmp_path / "out") == hashes(truth)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes, as on a disk that is nearly full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_full_disk(tmp_path: Path) -> None:
    """One line with the way out; what was done stays, and the run goes on when there is room."""
    items = [item(seed) for seed in range(6)] + [item(6, words=60_000)]
    run(shards(items), work, tmp_path / "truth", IDENTITY, workers=1)
    with files_of_at_most(30_000), pytest.raises(OutputError, match=r"no room left in .*\(2 of 3 shards done\)$"):
        run(shards(items), work, tmp_path / "out", IDENTITY, workers=1)
    assert run(shards(items), work, tmp_path / "out", IDENTITY, workers=1).before == 2
    assert hashes(tmp_path / "out") == hashes(tmp_path / "truth")


def test_killed_while_finishing(truth: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Finishing begins again from what the shards wrote, wherever it was killed."""
    for place in ("_rewrite", "publish", "_summed"):
        with monkeypatch.context() as patched:
            patched.setattr(finish, place, lambda *_: (_ for _ in ()).throw(MemoryError))
            with pytest.raises(MemoryError):
                run(shards(world()), work, tmp_path, IDENTITY, workers=1)
    assert run(shards(world()), work, tmp_path, IDENTITY, workers=1).before == 7
    assert hashes(tmp_path) == hashes(truth)


def test_actors_in_ranges(truth: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many actors are merged range by range of ids, to the same rows in the same order."""
    monkeypatch.setattr(merge, "ROWS", 7)
    run(shards(world()), work, tmp_path, IDENTITY, workers=1)
    for table in ("actors", "actor_aliases"):
        parts = sorted((tmp_path / table).iterdir())
        assert len(parts) > 3
        assert [row for part in parts for row in plain(part)] == plain(truth / table / "part-00000.parquet")


@given(st.permutations(["Iwan Orlow", "Ivan Orlov", "Orlov"]), st.integers(1, 2))
def test_an_actor_printed_in_several_ways(printed: list[str], cut: int) -> None:
    """Its name is the same wherever the input is cut."""
    named = pa.table({"actor_id": ["ac-0r10v"] * 3, "name": printed})
    parts = [shared_once(part, "actors") for part in (named[:cut], named[cut:])]
    assert shared_once(pa.concat_tables(parts), "actors").to_pylist() == [
        {"actor_id": "ac-0r10v", "name": "Ivan Orlov"}
    ]


@pytest.mark.parametrize("changed", ["input", "engine", "authority", "shards", "times"])
def test_another_extraction(tmp_path: Path, changed: str) -> None:
    """A folder of something else is not touched, unless it is told to go."""
    run(shards(world()[:3]), work, tmp_path, IDENTITY, workers=1)
    before, other = hashes(tmp_path), IDENTITY._replace(**{changed: "other"})
    with pytest.raises(state.OtherExtractionError, match="--force"):
        run(shards(world()[3:6]), work, tmp_path, other, workers=1)
    assert hashes(tmp_path) == before
    run(shards(world()[3:6]), work, tmp_path, other, workers=1, force=True)
    assert plain(tmp_path / "articles/part-00000.parquet")[0]["article_id"] == world()[3].key


def test_no_extraction(tmp_path: Path) -> None:
    """A folder with anything else in it is refused, with --force too, and a file; so are input and output in each other."""
    (tmp_path / "thesis.docx").touch()
    for out in (tmp_path, tmp_path / "thesis.docx"):
        with pytest.raises(state.OtherExtractionError, match="--out"):
            run(shards(world()), work, out, IDENTITY, force=True)
    with pytest.raises(running.RunError, match="apart"):
        running.extract(tmp_path, tmp_path / "out", None)  # type: ignore[arg-type]


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """Two runs do not write into one folder."""
    with (
        state.opened(tmp_path, IDENTITY, 1, force=False),
        pytest.raises(state.RunningError, match="another extraction"),
    ):
        run(shards(world()), work, tmp_path, IDENTITY)


WIRE = [
    {
        "text": "“We will count every buoy,” Minister Orlova said on Tuesday. " * 3,
        "published": "2031-03-04",
        "language": "en",
    },
    {"text": "MARKER " + "The talks went on and no word of them was given to anybody. " * 3, "language": "en"},
    {"text": ""},
]


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """Three lines: a report, one that the code will fail at, and nothing."""
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in WIRE))
    return path


def test_the_command(wire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From lines to tables with the engine itself; again, nothing is done; a line more, it is another extraction."""
    told = []
    for more in ([], ["--json"]):
        with pytest.raises(SystemExit) as left:
            main(["extract", str(wire), "--out", str(wire.with_suffix("")), "--workers", "1", *more])
        assert left.value.code == 0
        told.append(capsys.readouterr().out)
    assert "1 document set aside (empty 1)" in told[0]
    said = json.loads(told[1])
    assert (said["ok"], said["unchanged"], said["articles"]) == (True, True, 2)
    assert said["tables"]["statements"] == said["tables"]["extractions"] == said["statements"] >= 1
    wire.write_text(wire.read_text() * 2)
    with pytest.raises(SystemExit) as left:
        main(["extract", str(wire), "--out", str(wire.with_suffix(""))])
    assert left.value.code == 2


def test_a_document_the_code_fails_at(wire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found and set aside; the others of its shard are coded as ever."""
    real = extracting.extract_documents

    def failing(documents: Iterable[Any], authority: extracting.Authority) -> dict[str, pa.Table]:
        listed = list(documents)
        if any("MARKER" in getattr(document, "text", "") for document in listed):
            raise RecursionError("too deep\nfor me")
        return real(listed, authority)

    (piece,) = plan(wire)
    engine = Engine(extracting.Authority.of())
    whole = engine(piece)
    monkeypatch.setattr(extracting, "extract_documents", failing)
    tables = engine(piece)
    codes = [(row["place"], row["code"]) for row in tables["set_aside"].to_pylist()]
    assert codes == [("wire.jsonl:2", "cannot-be-coded"), ("wire.jsonl:3", "empty")]
    assert tables["statements"].equals(whole["statements"].slice(0, len(tables["statements"])))
    assert len(tables["articles"]) == 1


REPORT = running.Report(Path("out"), 2, 0, 0, 0, {"empty": 3}, (), 0, 0, {}, 0, 1.0)


@pytest.mark.parametrize(
    ("came", "code", "said"),
    [
        (REPORT, 1, "nothing could be read"),
        (LostError("the cluster is gone"), 4, "the cluster is gone"),
        (OutputError("no room left"), 3, "no room left"),
        (KeyboardInterrupt(), 130, "3 of 7 shards done; the same command goes on"),
        (state.OtherExtractionError("of something else"), 2, "of something else"),
    ],
)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], came: object, code: int, said: str
) -> None:
    """Each end has its code and its line, for machines too."""

    def extract(*_: object, tell: running.Tell, **__: object) -> object:
        tell(running.Progress(7, 3))
        if isinstance(came, BaseException):
            raise came
        return came

    monkeypatch.setattr(running, "extract", extract)
    for more in ([], ["--json"]):
        with pytest.raises(SystemExit) as left:
            main(["extract", "wire", "--out", "out", *more])
        shown = capsys.readouterr()
        assert left.value.code == code
        assert said in shown.out + shown.err or more
        assert not more or json.loads(shown.out)["ok"] is False


@pytest.mark.parametrize("args", [["wire"], ["wire", "--out", "o", "--workers", "0"],
                                  ["wire", "--out", "o", "--workers", "2", "--scheduler", "tcp://x:1"],
                                  ["wire", "--out", "o", "--only-mine"], ["nowhere", "--out", "o"]])  # fmt: skip
def test_wrong_use(args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong use ends with 2."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        main(["extract", *args])
    assert left.value.code == 2


def test_progress_is_told() -> None:
    """Rate and time left are those of this run, not of the shards that were done before."""
    now = running.Progress(shards=40, done=20, before=10, articles=5000, aside=2, seconds=10.0)
    assert command.told(now) == "20 of 40 shards done, 5,000 articles, 500/s, 2 set aside, 20 s left"
    assert stand_in.name("ar", "x").startswith("ar-")


def test_only_short_bodies(tmp_path: Path) -> None:
    """No article has a signature; the run ends all the same."""
    assert run(shards([item(1, words=5)]), work, tmp_path, IDENTITY, workers=1).near == 0
