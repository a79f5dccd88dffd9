"""``communique serve``, as whoever begins with it meets it."""

import json
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.cli import main

RELEASE = str(Path(__file__).parents[2] / "dist" / "0.1.0")
Say = Callable[..., tuple[int | str | None, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command: (exit code, standard output, standard error)."""

    def call(*args: str) -> tuple[int | str | None, str, str]:
        with pytest.raises(SystemExit) as left:
            main(args)
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return call


def test_the_folder_is_all_a_server_needs(say: Say, tmp_path: Path) -> None:
    """One database a release, under the version's name; the public settings beside it."""
    out = tmp_path / "a" / "site"
    code, told, _ = say("serve", "--out", str(out), RELEASE)
    assert (code, "datasette serve" in told) == (0, True)
    assert sorted(p.name for p in out.glob("*.db")) == ["0-1-0.db"]
    settings = json.loads((out / "settings.json").read_text())
    assert settings["default_allow_sql"] is False
    assert settings["allow_download"] is False
    with sqlite3.connect(out / "0-1-0.db") as db:
        assert db.execute("SELECT count(*) FROM proposals").fetchone() == (20,)


def test_nothing_is_written_over(say: Say, tmp_path: Path) -> None:
    """A folder with anything in it is left as it is."""
    (tmp_path / "mine.txt").write_text("mine")
    code, _, told = say("serve", "--out", str(tmp_path), RELEASE)
    assert code == 2
    assert "no empty folder; name a new one" in told
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["9.9.9"], 2, "not at hand"),
        (["no-such-folder"], 2, "no-such-folder"),
        ([RELEASE, RELEASE], 2, "name each release once"),
        ([RELEASE, "--words", "no-such.db"], 2, "no-such.db"),
        (["--port", "0"], 2, "--port"),
    ],
)
def test_wrong_use_is_one_clear_line(say: Say, tmp_path: Path, args: list[str], code: int, told: str) -> None:
    """Whatever cannot be served, it says so in a line and leaves nothing behind."""
    got, _, err = say("serve", "--out", str(tmp_path / "site"), *args)
    assert got == code
    assert told in err
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_said(say: Say) -> None:
    """With the way out."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = say("serve", RELEASE, "--port", str(taken.getsockname()[1]))
    assert code == 3
    assert "name another with --port" in err


def test_it_serves_until_it_is_stopped(tmp_path: Path) -> None:
    """The real command: it says where, answers there, and cleans up when told to stop."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "communique", "serve", RELEASE, "--port", str(port), "--local"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={"TMPDIR": str(tmp_path), "PATH": ""}) as run:
        assert run.stderr is not None
        lines = []
        for line in run.stderr:
            lines.append(line)
            if "Uvicorn running" in line:
                break
        assert f"http://127.0.0.1:{port}/" in lines[0], lines
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/0-1-0.json?sql=select+1+as+one") as answer:
            assert json.loads(answer.read())["rows"] == [[1]]
        run.terminate()
        run.communicate(timeout=20)
    assert run.returncode == 0
    assert list(tmp_path.iterdir()) == []
