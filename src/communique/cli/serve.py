"""Serve the site: pages, tables, search, JSON and CSV of one release or several, on this machine.

WHAT is a version at hand, a release folder, a wheel, or a build folder (default: every release at hand and, in a checkout,
the working build). The newest published release is the front page; a switch leads to the others.

\b
Examples:
  communique serve
  communique serve 0.1.0 --port 8010
  communique serve --local       free SQL, for your own copy
  communique serve --words FILE  with the words in place, for your own reading
  communique serve --out site/   only write the folder that Datasette serves

Exit codes: 0 stopped, 2 wrong use, 3 the port is taken, the folder cannot be written, or there is nothing to serve.
"""

import shlex
import signal
import socket
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ..dataset import load
from ..problems import CommuniqueError, PublishError
from ..reading.at_hand import at_hand
from ..reading.release import Release
from .out import as_json
from .settings import Settings, SurroundingsError
from .settings import command as made

NEEDS = 'the site needs Datasette: pip install "communique[site]"'
HOST = "127.0.0.1"


@made("serve", __doc__)
@click.argument("what", nargs=-1)
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True, help="Port on 127.0.0.1.")
@click.option("--local", is_flag=True, help="Free SQL: for exploring your own copy, not for the public.")
@click.option("--words", type=click.Path(path_type=Path), metavar="FILE",
              help="A database of communique hydrate: articles show your copies' words in place.")  # fmt: skip
@click.option("--open", "opened", is_flag=True, help="Open it in a browser.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Write the site's folder to DIR; serve nothing."
)
def command(
    settings: Settings,
    what: tuple[str, ...],
    port: int,
    local: bool,
    words: Path | None,
    opened: bool,
    out: Path | None,
) -> None:
    _datasette()
    releases = _releases(settings, what)
    if words is not None and not words.is_file():
        raise CommuniqueError(f"{words}: no such file; name a database that communique hydrate made")
    # Whoever stops it with a signal, or closes the terminal, is not left with a folder of databases.
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, lambda *_: sys.exit(0))
    if out is not None:
        _written(settings, out, releases, words)
        return
    _free(port)
    with tempfile.TemporaryDirectory(prefix="communique-site-") as folder:
        _write(Path(folder), releases, words)
        said = ", ".join(f"{r.version}{'' if r.published else ' (working build)'}" for r in releases)
        click.echo(f"communique {said}: http://{HOST}:{port}/ (Ctrl-C stops it)", err=True)
        _serve(Path(folder), port, local=local, opened=opened)


def _datasette() -> None:
    try:
        import datasette  # noqa: F401, PLC0415
        import snowballstemmer  # noqa: F401, PLC0415
    except ModuleNotFoundError as error:
        raise SurroundingsError(f"{NEEDS} ({error.name} is not there)") from None


def _releases(settings: Settings, what: Sequence[str]) -> list[Release]:
    from ..serving import in_order  # noqa: PLC0415 (an extra)

    if what:
        return in_order([load(name).release for name in what])
    found: dict[str, Release] = {version: Release(path) for version, path in at_hand().items()}
    try:
        current = settings.dist / "current"
        if (current / "tables").is_dir():
            found["working"] = Release(current)
    except CommuniqueError:
        if settings.dataset_given is not None:
            raise
    if not found:
        raise SurroundingsError("nothing to serve: no release is at hand, and there is no build; run communique build")
    return in_order(list(found.values()))


def _write(folder: Path, releases: Sequence[Release], words: Path | None) -> list[Path]:
    from ..serving import write_folder  # noqa: PLC0415 (an extra)

    try:
        folder.mkdir(exist_ok=True)
        return write_folder(folder, releases, words)
    except OSError as error:
        raise PublishError(f"{folder}: cannot be written: {error.strerror or error}") from None


def _written(settings: Settings, out: Path, releases: Sequence[Release], words: Path | None) -> None:
    """The folder for a server elsewhere, whole or not at all, and never over anything that is there."""
    out = out.resolve()
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise CommuniqueError(f"{out}: is there, and no empty folder; name a new one")
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as beside:
            paths = _write(Path(beside) / "site", releases, words)
            (Path(beside) / "site").replace(out)
    except OSError as error:
        raise PublishError(f"{out}: cannot be written: {error.strerror or error}") from None
    if settings.json:
        as_json({"folder": str(out), "databases": [path.name for path in paths]})
        return
    private = " It holds words of source texts: do not pass it on." if words else ""
    click.echo(
        f"{out}: {', '.join(path.name for path in paths)}; serve it with: datasette serve {shlex.quote(str(out))}{private}"
    )


def _free(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise SurroundingsError(
                f"port {port} on {HOST} cannot be used ({error.strerror}); name another with --port"
            ) from None


def _serve(folder: Path, port: int, *, local: bool, opened: bool) -> None:
    """Datasette's own command, in this process."""
    from datasette.cli import serve  # noqa: PLC0415 (an extra)

    from ..serving.describe import LOCAL  # noqa: PLC0415

    args = [str(folder), "--host", HOST, "--port", str(port)]
    given: dict[str, Any] = LOCAL if local else {}
    for name, value in given.items():
        args += ["--setting", name, str(int(value) if isinstance(value, bool) else value)]
    serve.main([*args, *(["--open"] if opened else [])], standalone_mode=False)
