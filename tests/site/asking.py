"""A served folder asked as a reader asks it: in this process, or over a real server."""

import asyncio
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

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


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """``datasette serve FOLDER`` on a free port of this machine, for as long as the block lasts."""
    command = [sys.executable, "-m", "datasette", "serve", str(folder), "--host", "127.0.0.1", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _address(process: "subprocess.Popen[str]") -> str:
    said: list[str] = []
    for line in process.stderr or ():
        said.append(line)
        if found := re.search(r"running on (http://[\d.]+:\d+)", line):
            # Nobody may fill the pipe: what the server still says is read to its end.
            threading.Thread(target=list, args=(process.stderr,), daemon=True).start()
            return found[1]
    raise AssertionError("the server did not start:\n" + "".join(said))
