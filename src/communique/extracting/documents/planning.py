"""INPUT cut into pieces: names and sizes are looked at, and large JSON lines once for their line ends."""

import gzip
import os
import stat
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from ...problems import CommuniqueError, count
from ..model import SetAside
from .opening import open_regular
from .pieces import ENDINGS, SHARD, TO_THE_END, Part, Piece, ending, kind_of
from .refusals import Refused, aside, shown

CHUNK = 2**18
"""Bytes after which a cut is possible."""
SHARES, SMALLEST = 48, 2**20
"""Pieces there are of an input that is large enough; bytes below which a piece costs more than it is worth."""
_PACKED = 2**16
"""Bytes of a gzipped file that is not looked into: even of one letter over and over it holds no more than a few shards."""
FILES = 2_000
"""Files a piece holds at most."""
GZIP_LARGEST = 2 * 2**30
"""Unpacked bytes: a gzipped file must be unpacked from its beginning for every piece, which a longer one makes dear."""


class InputError(CommuniqueError):
    """INPUT cannot be read at all: it is not there, or holds nothing of a known kind."""


def plan(source: Path, *, shard: int | None = None) -> list[Piece]:
    """INPUT (a file, or a folder with all below it in the order of names) cut into pieces of about ``shard`` bytes.

    Unless that is said, it hangs on the size of INPUT alone: enough pieces that workers end nearly together, none larger
    than 8 MB. Gzipped files are always cut into the largest, as each piece costs unpacking what is before it; inside a row
    group of Parquet a piece has up to eight times as many, unpacked, as the rows before it must be decoded.

    Links to folders are not followed. Files of other endings are counted, one :class:`SetAside` an ending; these and
    whatever could not be looked at are the ``asides`` of a first piece without parts.
    Raises :class:`InputError` where there is nothing to read, or where an add-on is missing for what there is.
    """
    top, listed = _listing(source)
    parts: list[tuple[Part, int]] = []
    asides: list[SetAside] = []
    others: Counter[str] = Counter()
    packed = shard or SHARD
    shard = shard or _fair(top, listed)
    for name in listed:
        if isinstance(name, SetAside):
            asides.append(name)
            continue
        kind = kind_of(name)
        if kind is None:
            others[ending(name)] += 1
            continue
        try:
            parts += _parts(top, name, kind, packed if _is_packed(name) else shard)
        except Refused as error:
            asides.append(aside(name, error.code, error.reason))
    if not parts and not asides:
        known = ", ".join(ENDINGS)
        raise InputError(f"{shown(str(source))}: nothing to read; it holds no file that ends in {known}")
    if any(part.kind == "html" for part, _ in parts) and not find_spec("trafilatura"):
        raise InputError(f"{shown(str(source))}: HTML needs an add-on; install it: pip install 'communique[extract]'")
    asides += [
        aside(
            ".", "unknown-ending", f"{count(n, 'file')} with {f'the ending {end}' if end else 'no ending'} left unread"
        )
        for end, n in sorted(others.items())
    ]
    first = [Piece(top, (), tuple(asides))] if asides else []
    return first + [Piece(top, group) for group in _grouped(parts, shard)]


def _listing(source: Path) -> tuple[str, list[str | SetAside]]:
    """Folder that names are relative to; names of the files in order, in its place what could not be looked into."""
    path = os.path.abspath(source)
    try:
        mode = os.stat(path).st_mode
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"{shown(str(source))}: cannot be read ({why}); name a file or a folder") from None
    if stat.S_ISDIR(mode):
        return path, list(_walk(path))
    if not stat.S_ISREG(mode):
        raise InputError(f"{shown(str(source))}: is a pipe or a device; name a file or a folder")
    if kind_of(path) is None:
        raise InputError(f"{shown(str(source))}: of no known ending; name it one of {', '.join(ENDINGS)}")
    return os.path.dirname(path), [os.path.basename(path)]


def _walk(top: str) -> Iterator[str | SetAside]:
    """Names below ``top``, relative to it and in order, and folders that are not entered."""
    shut: list[SetAside] = []

    def closed(error: OSError) -> None:
        name = os.path.relpath(os.fsdecode(error.filename), top)
        shut.append(aside(name, "unreadable", f"cannot be looked into: {error.strerror or error}"))

    for folder, below, files in os.walk(top, onerror=closed):
        yield from shut
        shut.clear()
        below.sort()
        where = os.path.relpath(folder, top).replace(os.sep, "/")
        lead = "" if where == "." else where + "/"
        links = (name for name in below if os.path.islink(os.path.join(folder, name)))
        yield from [aside(lead + name, "folder-link", "is a link to a folder and was not followed") for name in links]
        for name in sorted(files):
            yield lead + name
    yield from shut


def _fair(top: str, listed: Sequence[str | SetAside]) -> int:
    """Bytes of a piece of which INPUT has so many that no worker waits long for the last."""
    return min(SHARD, max(SMALLEST, sum(_size(top, name) for name in listed) // SHARES))


def _size(top: str, name: str | SetAside) -> int:
    """Bytes of a file that is read, 0 where they cannot be told; four times as many of a packed one."""
    if isinstance(name, SetAside) or kind_of(name) is None:
        return 0
    try:
        return os.stat(os.path.join(top, name)).st_size * (4 if _is_packed(name) else 1)
    except OSError:
        return 0


def _is_packed(name: str) -> bool:
    return name.lower().endswith(".gz")


def _parts(top: str, name: str, kind: str, shard: int) -> list[tuple[Part, int]]:
    """The parts of one file with the bytes each weighs. Raises :class:`Refused`."""
    path = os.path.join(top, name)
    with open_regular(path) as stream:
        size = os.fstat(stream.fileno()).st_size
    if kind == "parquet":
        from . import parquet  # noqa: PLC0415 - arrow is slow to import, and few inputs need it

        found = [(Part(name, "parquet", a, b), weight) for a, b, weight in parquet.cuts(path, shard)]
        if not found:
            raise Refused("empty", "holds no row")
        return found
    if kind != "jsonl":
        return [(Part(name, "html" if kind == "html" else "text", 0, size), size)]
    packed = _is_packed(name)
    if size <= (min(shard // 8, _PACKED) if packed else shard):
        return [(Part(name, "jsonl", 0, TO_THE_END), size * (4 if packed else 1))]
    return _lines(path, name, shard, packed)


def _lines(path: str, name: str, shard: int, packed: bool) -> list[tuple[Part, int]]:
    """Large JSON lines cut at line ends, each part with the number of its first line: one pass that counts line ends."""
    found: list[tuple[Part, int]] = []
    start, line = 0, 1
    at, lines = 0, 1  # where the chunk begins, and the number of the line it begins in
    with closing(open_regular(path)) as raw, gzip.open(raw) if packed else raw as stream:
        try:
            while chunk := stream.read(CHUNK):
                ends = chunk.rfind(b"\n") + 1
                lines += chunk.count(b"\n")
                if ends and at + ends - start >= shard:
                    found.append((Part(name, "jsonl", start, at + ends, line), at + ends - start))
                    start, line = at + ends, lines
                at += len(chunk)
                if packed and at > GZIP_LARGEST:
                    raise Refused("gzip-too-large", f"holds more than {GZIP_LARGEST:,} bytes unpacked")
        except (EOFError, zlib.error, gzip.BadGzipFile):
            at = max(at, start + 1)  # the last part comes to the break, and tells it
        except OSError as error:
            raise Refused("unreadable", f"cannot be read: {error.strerror or error}") from None
    if at > start:
        found.append((Part(name, "jsonl", start, TO_THE_END, line), at - start))
    return found


def _grouped(parts: list[tuple[Part, int]], shard: int) -> Iterator[tuple[Part, ...]]:
    """Neighbours together as long as they stay below a shard."""
    group: list[Part] = []
    weight = 0
    for part, size in parts:
        if group and (weight + size > shard or len(group) >= FILES):
            yield tuple(group)
            group, weight = [], 0
        group.append(part)
        weight += size
    if group:
        yield tuple(group)
