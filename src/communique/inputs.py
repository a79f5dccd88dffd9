"""What a build is made from, as one hash: a build whose inputs are the same as the last one's need not be made.

Imports nothing that takes time, for its whole use is to be quicker than a build.
"""

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import communique

from .extracted.names import MANIFEST, TABLES

STAMP = ".inputs.json"
"""Beside ``dist/current``: what the build in it was made from, and which files it has."""
LIBRARIES = ("pandas", "pyarrow", "pandera", "numpy", "PyYAML", "adbc-driver-sqlite")
_RECORDS = (".yml", ".yaml", ".csv")
_CODE = (".py", ".yml")
_CHUNK = 2**20


def fingerprint(dataset: Path, sources: Path | None, extractions: Iterable[Path] = ()) -> str:
    """Hash of every record file, all code and schema, the versions of the libraries, every text and extraction at hand.

    Texts go by content alone, records and code by place and content, extractions in the order given and their parts (which
    may be many gigabytes) by place, size and time. Empty where something cannot be read: then nothing is known to be
    unchanged.
    """
    try:
        return _fingerprint(dataset, sources, extractions)
    except OSError:
        return ""


def _fingerprint(dataset: Path, sources: Path | None, extractions: Iterable[Path]) -> str:
    total = hashlib.sha256()
    total.update(platform.python_version().encode())
    for name in LIBRARIES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            total.update(f"{name}=={importlib.metadata.version(name)}\n".encode())
    schema = importlib.util.find_spec("communique_schema")
    code = [Path(communique.__file__).parent, Path(str(schema and schema.origin)).parent]
    for folder, suffixes in ((dataset, _RECORDS), *((folder, _CODE) for folder in code)):
        for path in _files(folder):
            if path.suffix in suffixes:
                total.update(os.fsencode(path.relative_to(folder)) + f" {_digest(path)}\n".encode())
    if sources is not None:
        for digest in sorted(_digest(path) for path in _files(sources)):
            total.update(f"text {digest}\n".encode())
    for folder in extractions:
        total.update(b"extraction " + os.fsencode(folder) + b"\n")
        for path in (
            folder / MANIFEST,
            *(p for table in TABLES for p in sorted((folder / table).glob("part-*.parquet"))),
        ):
            status = path.stat()
            total.update(os.fsencode(path.relative_to(folder)) + f" {status.st_size} {status.st_mtime_ns}\n".encode())
    return total.hexdigest()


def stands(dist: Path, inputs: str) -> dict[str, Any] | None:
    """What the last build said of itself, if it was made from ``inputs`` and all its files are as it left them."""
    try:
        stamp = json.loads((dist / STAMP).read_text("utf-8"))
        if inputs and stamp["inputs"] == inputs and stamp["files"] == _listing(dist / "current"):
            return dict(stamp["report"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def version(dist: Path) -> str | None:
    """Which version the last build is of, where there is a build that says so."""
    try:
        return str(json.loads((dist / STAMP).read_text("utf-8"))["report"]["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def stamp(dist: Path, inputs: str, report: dict[str, Any]) -> None:
    """Note what the build in ``dist/current`` was made from; where that fails, the next build is made anew."""
    said = {"inputs": inputs, "files": _listing(dist / "current"), "report": report}
    with contextlib.suppress(OSError):
        handle, name = tempfile.mkstemp(prefix=STAMP, dir=dist)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(said, stream)
        os.replace(name, dist / STAMP)


def _listing(folder: Path) -> dict[str, list[int]]:
    """Size and time of every file of a build."""
    found = {}
    for path in _files(folder):
        status = path.stat()
        found[path.relative_to(folder).as_posix()] = [status.st_size, status.st_mtime_ns]
    if not found:
        raise FileNotFoundError(folder)
    return found


def _files(folder: Path) -> Iterable[Path]:
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__pycache__")))
        yield from (path for name in sorted(names) if (path := Path(top, name)).is_file())


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def noted(path: Path, inputs: str) -> bool:
    """Whether these inputs were noted in ``path``."""
    try:
        return bool(inputs) and path.read_text("utf-8") == inputs
    except OSError:
        return False


def note(path: Path, inputs: str) -> None:
    """Note inputs in ``path``, where its folder exists and lets us."""
    with contextlib.suppress(OSError):
        path.write_text(inputs, "utf-8")
