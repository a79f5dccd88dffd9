"""Tests of the site look at the newest release, served as README says: one folder, one Datasette, one server for all."""

import asyncio
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import browser

ROOT = Path(__file__).parents[2]
Get = Callable[..., httpx.Response]


def newest() -> Path:
    """The folder of the newest release in a fresh clone."""
    folders = [path for path in (ROOT / "dist").glob("[0-9]*.[0-9]*.[0-9]*") if path.is_dir()]
    return max(folders, key=lambda path: [int(part) for part in path.name.split(".")])


def started(folder: Path, loop: asyncio.AbstractEventLoop | None = None, **more: Any) -> Any:
    """Datasette on a folder, as ``datasette serve FOLDER`` makes it, ready to be asked in this process."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    # Datasette loads no plugin of an entry point where sys._called_from_test is set: then nothing here would be ours.
    assert pm.has_plugin("communique"), "the plugin is not loaded from its entry point: install this checkout (make)"
    app = Datasette(config_dir=folder, **more)
    (loop.run_until_complete if loop else asyncio.run)(app.invoke_startup())
    return app


def client(app: Any) -> Get:
    """Ask an application in this process: ``get(path, method="GET", **headers)``; redirects are not followed."""

    def get(path: str, method: str = "GET", **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=app.client.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://site.test") as asking:
                return await asking.request(method, path, headers=sent)

        return asyncio.run(ask())

    return get


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``communique serve --out`` writes of the newest release."""
    from communique.reading.release import Release
    from communique.serving import write_folder

    folder = tmp_path_factory.mktemp("site")
    write_folder(folder, [Release(newest())])
    return folder


@pytest.fixture(scope="session")
def release(site_folder: Path) -> str:
    """The name of the served release in addresses, such as 0-1-0."""
    return next(site_folder.glob("*.db")).stem


@pytest.fixture(scope="session")
def datasette_app(site_folder: Path) -> Any:
    """A Datasette with the public settings."""
    return started(site_folder)


@pytest.fixture(scope="session")
def get(datasette_app: Any) -> Get:
    """Ask the public site in this process; see :func:`client`."""
    return client(datasette_app)


@pytest.fixture(scope="session")
def server(site_folder: Path) -> Iterator[str]:
    """Base URL of a server of the public site."""
    with serving(site_folder) as base:
        yield base


class serving:
    """``datasette serve FOLDER`` on a free port of this machine, for as long as the block lasts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> str:
        command = [sys.executable, "-m", "datasette", "serve", str(self.folder), "--host", "127.0.0.1", "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said: list[str] = []
        for line in self.process.stderr or ():
            said.append(line)
            if found := re.search(r"running on (http://[\d.]+:\d+)", line):
                # Nobody may fill the pipe: what the server still says is read to its end.
                threading.Thread(target=list, args=(self.process.stderr,), daemon=True).start()
                return found[1]
        raise AssertionError("the server did not start:\n" + "".join(said))

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say aloud that pages were looked at in no browser."""
    if browser.MISSING:
        terminalreporter.write_line(f"NOT TESTED in a browser: {browser.MISSING[0]}", yellow=True)
