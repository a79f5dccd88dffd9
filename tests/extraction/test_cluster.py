"""The same function on a real Dask cluster of this machine: two worker processes, one of them killed, then all of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stand_in import IDENTITY, hashes, shards, work, world

from communique.cli import main
from communique.extracting import running
from communique.extracting.running import cluster, run
from communique.extracting.running.work import LostError, OtherCodeError

distributed = pytest.importorskip("distributed", reason='needs pip install "communique[cluster]"')


@pytest.fixture
def dask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two worker processes of one thread each; they find the stand-in beside this file."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as started:
        yield started


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a worker of this machine makes of it."""
    out = tmp_path_factory.mktemp("truth") / "out"
    run(shards(world()), work, out, IDENTITY, workers=1)
    return out


def test_a_killed_worker_and_a_lost_cluster(dask: Any, truth: Path, tmp_path: Path) -> None:
    """A worker killed mid-run costs nothing. A cluster gone mid-run ends in a line; what was done stays, the rest goes on."""
    items = world()
    items[10] = items[10]._replace(what="kill", flag=str(tmp_path / "flag"))
    report = run(shards(items), work, tmp_path / "killed", IDENTITY, scheduler=dask.scheduler_address)
    assert (tmp_path / "flag").exists()
    assert report.failed == []
    assert hashes(tmp_path / "killed") == hashes(truth)

    items[16] = items[16]._replace(what="kill")  # whoever reads it dies: the shard is set aside whole
    report = run(shards(items), work, tmp_path / "failed", IDENTITY, scheduler=dask.scheduler_address)
    assert report.failed == ["wire.jsonl:16"]

    def lose(now: running.Progress) -> None:
        if now.done == 3:
            dask.close()

    many = shards(world(), 1)
    with pytest.raises(LostError, match=r"give the same command again; finished shards stay \(\d+ of 20 shards done\)"):
        run(many, work, tmp_path / "lost", IDENTITY, scheduler=dask.scheduler_address, tell=lose)
    report = run(many, work, tmp_path / "lost", IDENTITY, workers=1)
    assert 3 <= report.before < 20
    run(many, work, tmp_path / "whole", IDENTITY, workers=1)
    assert hashes(tmp_path / "lost") == hashes(tmp_path / "whole")


def test_another_communique(dask: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers with other code than whoever asks are told so, and write nothing. Without workers, patience ends."""
    with pytest.raises(OtherCodeError, match="install the same on the whole cluster"):
        run(shards(world()), work, tmp_path, IDENTITY._replace(engine="other"), scheduler=dask.scheduler_address)
    monkeypatch.setattr(cluster, "_threads", lambda _: 0)
    with pytest.raises(LostError, match="no worker for 0 seconds"):
        list(cluster.schedule([], dask.scheduler_address, patience=0.0))


def test_no_cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no scheduler answers, the command ends with 4 and says so."""
    monkeypatch.setattr(cluster, "_CONNECT", 0.5)
    nowhere = "tcp://127.0.0.1:9"
    monkeypatch.setattr(
        running, "extract", lambda *_, **__: run(shards(world()), work, tmp_path, IDENTITY, scheduler=nowhere)
    )
    with pytest.raises(SystemExit) as left:
        main(["extract", "wire", "--out", "out", "--scheduler", nowhere, "--json"])
    said = json.loads(capsys.readouterr().out)
    assert (left.value.code, said["exit_code"]) == (4, 4)
    assert "no Dask scheduler answers there" in said["error"]
