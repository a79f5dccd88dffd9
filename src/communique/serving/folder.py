"""The folder Datasette serves: ``datasette DIR`` is all it takes where communique[site] is installed."""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from ..reading.at_hand import numbers
from ..reading.release import Release
from .database import write_served
from .describe import PUBLIC, datasette_config, datasette_metadata
from .errors import ServingError
from .words import add_words

WORKING = "working"


def database_name(release: Release) -> str:
    """What a release's database is called in addresses: 0-1-0 (a dot would be written ~2E), or working."""
    return release.version.replace(".", "-") if release.published else WORKING


def write_folder(folder: Path, releases: Sequence[Release], words: Path | None = None) -> list[Path]:
    """Write a database per release and what Datasette reads beside them into the empty ``folder``; newest release first.

    ``words``: a hydrated database whose words go into the database of the same version, which then must not be passed
    on. Returns the databases. Raises :class:`ServingError`, or ``OSError`` where the folder cannot be written to.
    """
    named = {database_name(release): release for release in in_order(releases)}
    if len(named) < len(releases):
        raise ServingError("a version was named twice; name each release once")
    paths = []
    for name, release in named.items():
        path = folder / f"{name}.db"
        write_served(path, release)
        paths.append(path)
    if words is not None:
        add_words(words, {path: release.version for release, path in zip(named.values(), paths, strict=True)})
    for path in paths:
        _close(path)
    _write(folder / "metadata.json", datasette_metadata(named, folder))
    _write(folder / "datasette.json", datasette_config(named))
    _write(folder / "settings.json", PUBLIC)
    _write(folder / "inspect-data.json", _inspected(paths))
    return paths


def in_order(releases: Sequence[Release]) -> list[Release]:
    """Published releases newest first, then a working build."""
    return sorted(releases, key=lambda r: (r.published, numbers(r.version)), reverse=True)


def _close(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA optimize")


def _inspected(paths: Sequence[Path]) -> object:
    """Counts and hashes, so that no page counts a large table."""
    from datasette.cli import inspect_  # noqa: PLC0415 (an extra)

    said = asyncio.run(inspect_([str(path) for path in paths], []))
    return {name: {**about, "file": f"{name}.db"} for name, about in said.items()}


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
