"""What a folder of an extraction says of itself: made from what, by which code, how far, and whether it is complete."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ...problems import CommuniqueError, count
from . import shape
from .work import Counts, counted, marked
from .writing import TEMPORARY, OutputError, said, write_bytes, write_json

MANIFEST, TIMES = "EXTRACTION.json", ".times"
FORMAT = 1
_ANEW = "; begin anew with --force, or name another folder with --out"
_CHANGED = {
    "input": "the input is another",
    "engine": "it was made by another communique, or with another pyarrow or Python",
    "authority": "it was made with other actors and treaties",
    "shards": "the input is cut into other shards",
}


class Identity(NamedTuple):
    """What an extraction is made from, as hashes: the same identity gives the same bytes.

    ``input`` is of the listing of the input (names and sizes), ``engine`` of code and lexicons, ``authority`` of actors
    and treaties, ``shards`` of the way the input is cut. ``times`` is of the listing with the times of its files: not said
    in the manifest, for a copy of the input is the same input, but kept beside it to tell that a file was written to.
    """

    version: str
    engine: str
    authority: str
    input: str
    shards: str
    name: str = ""
    files: int = 0
    size: int = 0
    times: str = ""


class OtherExtractionError(CommuniqueError):
    """The folder holds an extraction of something else, or no extraction."""


class RunningError(OutputError):
    """Another run writes into the same folder."""


def manifest(out: Path) -> dict[str, Any] | None:
    """What ``OUT/EXTRACTION.json`` says; None where there is none that can be read."""
    try:
        held = json.loads((out / MANIFEST).read_text("utf-8"))
        return held if isinstance(held, dict) and held.get("format") == FORMAT else None
    except (OSError, ValueError):
        return None


@contextlib.contextmanager
def opened(out: Path, identity: Identity, shards: int, *, force: bool) -> Iterator[bool]:
    """Hold the folder for one run; true where its extraction is complete already.

    A folder that is not there is made. ``force`` clears away an extraction of something else, and nothing but an
    extraction. Raises :class:`OtherExtractionError`, :class:`RunningError`, or :class:`~.writing.OutputError`.
    """
    try:
        _usable(out)
        if not shape.work(out).exists() and _ready(
            out, identity, force=force
        ):  # nothing is touched, not even by a lock
            yield True
            return
        shape.done(out).mkdir(parents=True, exist_ok=True)
        with _locked(shape.work(out)):
            if _ready(out, identity, force=force):
                shutil.rmtree(shape.work(out), ignore_errors=True)
                yield True
                return
            held = manifest(out)
            if held is not None and (force or held.get("cleared")):
                _clear(out)
            write_json(out / MANIFEST, _begun(identity, shards))
            write_bytes(out / TIMES, identity.times.encode())
            _leftovers(out)
            yield False
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(said(error, out)) from error


def _ready(out: Path, identity: Identity, *, force: bool) -> bool:
    """Whether the folder holds this extraction complete. Raises :class:`OtherExtractionError` where it holds another."""
    held = manifest(out)
    if held is None or force or held.get("cleared"):
        return False
    _same(out, held, identity)
    return _stands(out, held)


def _usable(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise OtherExtractionError(f"{out}: is no folder; name another with --out")
    if out.is_dir() and manifest(out) is None and any(path.name not in (".work", TIMES) for path in out.iterdir()):
        raise OtherExtractionError(f"{out}: is not empty and holds no extraction; name another folder with --out")


def _begun(identity: Identity, shards: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "communique": identity.version,
        "engine": identity.engine,
        "authority": identity.authority,
        "input": {"name": identity.name, "files": identity.files, "bytes": identity.size, "listing": identity.input},
        "cut": identity.shards,
        "complete": False,
        "shard_count": shards,
        "failed": [],
    }


def _stands(out: Path, held: dict[str, Any]) -> bool:
    """Whether an extraction is complete, and its parts are there as they were written."""
    if not held["complete"] or held["failed"]:
        return False
    return all(listing(out, table)[:2] == (said["parts"], said["bytes"]) for table, said in held["tables"].items())


def listing(out: Path, table: str) -> tuple[int, int, list[Path]]:
    """How many parts of a table are published, their bytes, and the parts in order."""
    folder = out / table if table in (*shape.MERGED, shape.RELAYS) else shape.folder(out, table)
    parts = sorted(folder.glob("part-*.parquet"))
    return len(parts), sum(path.stat().st_size for path in parts), parts


def _same(out: Path, held: dict[str, Any], identity: Identity) -> None:
    """Refuse to go on with an extraction of something else."""
    was = {"input": held["input"]["listing"], "engine": held["engine"], "authority": held["authority"],
           "shards": held["cut"]}  # fmt: skip
    for name, value in was.items():
        if value != getattr(identity, name):
            how = _CHANGED[name]
            if name == "input":
                then = _size(held["input"]["files"], held["input"]["bytes"])
                now = _size(identity.files, identity.size)
                how += f" ({now}, not {then})" if now != then else " (of the same size, but with other names)"
            raise OtherExtractionError(f"{out}: {how}{_ANEW}")
    with contextlib.suppress(OSError):
        if (out / TIMES).read_text("utf-8") != identity.times:
            raise OtherExtractionError(f"{out}: a file of the input was written to since{_ANEW}")


def _size(files: int, size: int) -> str:
    return f"{count(files, 'file')} of {count(size, 'byte')}"


def finished(out: Path, shards: int) -> dict[int, Counts]:
    """The shards that are done: their marks are there, and their parts as they were written."""
    digits, sizes = shape.width(shards), _sizes(out)
    done: dict[int, Counts] = {}
    present = {int(name.stem) for name in shape.done(out).glob("*.json") if name.stem.isdecimal()}
    for number in sorted(present):
        mark = marked(out, number)
        if mark is None or mark["failed"] or number >= shards:
            continue
        name = shape.part(number, digits)
        if all(sizes.get((table, name)) == part[1] for table, part in mark["parts"].items()):
            done[number] = counted(mark)
    return done


def _sizes(out: Path) -> dict[tuple[str, str], int]:
    """(table, name of the part) -> size, of all parts there are."""
    found = {}
    for table in shape.ALL:
        with contextlib.suppress(OSError), os.scandir(shape.folder(out, table)) as entries:
            for entry in entries:
                found[table, entry.name] = entry.stat().st_size
    return found


def complete(out: Path, identity: Identity, shards: int, more: dict[str, Any], failed: Sequence[str]) -> None:
    """Say that the extraction is complete; then what only a run needs goes, unless a failed shard may be tried again."""
    listed = more.pop("shards")
    head = {**_begun(identity, shards), "complete": True, "failed": list(failed), **more}
    # A line a shard: there may be many, and somebody will look for the one a document came from.
    lines = ",\n  ".join(json.dumps(shard, ensure_ascii=False) for shard in listed)
    text = json.dumps(head, ensure_ascii=False, indent=1)[:-2] + f',\n "shards": [\n  {lines}\n ]\n}}\n'
    write_bytes(out / MANIFEST, text.encode())
    if not failed:
        shutil.rmtree(shape.work(out), ignore_errors=True)


def _clear(out: Path) -> None:
    """Remove an extraction, its done marks first: should this be killed, none of them speaks of what is gone."""
    shutil.rmtree(shape.done(out), ignore_errors=True)
    write_json(out / MANIFEST, {"format": FORMAT, "complete": False, "cleared": True})
    for table in (*shape.ALL, "words"):
        shutil.rmtree(out / table, ignore_errors=True)
    for path in shape.work(out).iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
    shape.done(out).mkdir(parents=True, exist_ok=True)


def _leftovers(out: Path) -> None:
    """Remove what a killed run began to write; only names of ours are looked at."""
    tables = shape.ALL
    folders = {shape.folder(out, table) for table in tables} | {out / table for table in shape.ALL}
    for folder in (*folders, out, out / "words", shape.work(out), shape.done(out)):
        for path in folder.glob(f"{TEMPORARY}*"):
            with contextlib.suppress(OSError):
                path.unlink()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunningError(f"{folder.parent}: another extraction writes into it; wait for it to end") from error
        yield
    finally:
        os.close(handle)
