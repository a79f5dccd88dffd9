"""``PROVENANCE.json``: what a release was made from and with, so that a second build can be held against the first."""

import importlib.metadata
import importlib.util
import sys
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

CODE = ("communique", "communique_schema")
LIBRARIES = ("pandas", "pandera", "pyarrow")
RECORDS = (".csv", ".yaml", ".yml")


def provenance(dataset: Path, lock: Path) -> dict[str, Any]:
    """Hashes of every record file below ``dataset`` (path -> SHA-256), of the lock and of our code, and versions
    of the tools.

    Says neither when nor where: the same inputs and tools give the same value on any machine. Python is named by its
    minor version, for patches of it change no byte of a release.
    """
    paths = {path.relative_to(dataset).as_posix(): path for path in dataset.rglob("*") if path.suffix in RECORDS}
    records = {name: _digest(path) for name, path in sorted(paths.items()) if _is_record(name)}
    tools = {name: importlib.metadata.version(name) for name in LIBRARIES}
    return {
        "records": records,
        "lock": {lock.name: _digest(lock)},
        "code": {name: _code(name) for name in CODE},
        "tools": {"python": f"{sys.version_info.major}.{sys.version_info.minor}", **tools},
    }


def _code(package: str) -> str:
    """One hash over the sources of a package: path and content of every file, terms of the code book among them."""
    spec = importlib.util.find_spec(package)
    folder = Path(str(spec and spec.origin)).parent
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix in (".py", ".yml") and "_release" not in path.parts
    )
    lines = (f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths)
    return sha256("".join(lines).encode()).hexdigest()


def _is_record(name: str) -> bool:
    """Hidden files and folders are an editor's or a system's, not ours."""
    return not any(part.startswith(".") for part in name.split("/"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
