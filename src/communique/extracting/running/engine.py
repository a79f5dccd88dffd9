"""The work itself: a piece of the input read, coded and tabled; and the hash of the code that does it."""

import functools
import hashlib
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

import communique

from ..documents.refusals import shown
from ..model import Document, SetAside
from . import shape
from .work import Shard, shared_once

if TYPE_CHECKING:
    from ..authority import Authority
    from ..documents import Piece

ROOMS = ("extracting", "anchors/spans.py", "folding.py", "ids.py")
"""What of the package an extraction depends on; what it takes from the schema is added."""
FAILED = "cannot-be-coded"


@dataclass(frozen=True)
class Engine:
    """Reads a piece against an authority and codes it: the work of :func:`~communique.extracting.running.extract`."""

    authority: "Authority"

    def __call__(self, piece: "Piece") -> Mapping[str, pa.Table]:
        """The tables of a piece. A document at which the code itself fails is set aside, and the others are coded."""
        from .. import extract_documents  # noqa: PLC0415 (not before a worker needs it)
        from ..documents import documents  # noqa: PLC0415

        try:
            return extract_documents(documents(piece), self.authority)
        except OSError:
            raise
        except Exception:  # noqa: S110 (which document it is remains to be seen)
            pass
        # Some document is more than the code can bear: one by one, it is found, and the price is paid only then.
        each = [self._one(document) for document in documents(piece)]
        names = dict.fromkeys(name for tables in each for name in tables)
        joined = {name: pa.concat_tables([tables[name] for tables in each if name in tables]) for name in names}
        return {name: shared_once(table, name) if name in shape.MERGED else table for name, table in joined.items()}

    def _one(self, document: Document | SetAside) -> Mapping[str, pa.Table]:
        from .. import extract_documents  # noqa: PLC0415

        try:
            return extract_documents([document], self.authority)
        except Exception as error:  # whatever it is, it stops nothing
            why = " ".join(f"the code fails at it: {type(error).__name__}: {error}".split())[:300]
            gone = SetAside(document.place, FAILED, why, "please report it with the document, where you may pass it on")
            return extract_documents([gone], self.authority)


def shards(pieces: Sequence["Piece"]) -> list[Shard]:
    """Pieces with names for messages: where each begins and ends in INPUT."""
    return [Shard(_place(piece), piece) for piece in pieces]


def _place(piece: "Piece") -> str:
    if not piece.parts:
        return "."
    first, last = (part._replace(name=shown(part.name)) for part in (piece.parts[0], piece.parts[-1]))
    if len(piece.parts) > 1:
        return f"{first.name} to {last.name}"
    if first.last < 0 and not first.first:
        return first.name
    unit = "rows" if first.kind == "parquet" else "bytes"
    return f"{first.name} ({unit} from {first.first})"


class Input(NamedTuple):
    """What the input was when the run began: hashes of its files' names and sizes, of these and their times, and of the way
    it is cut."""

    listing: str
    times: str
    cut: str
    files: int
    size: int


def listed(pieces: Sequence["Piece"]) -> Input:
    """The input as its pieces name it. A file that is gone counts as one of no size."""
    listing, times, cut, size = hashlib.sha256(), hashlib.sha256(), hashlib.sha256(), 0
    names = Counter[str]()
    for piece in pieces:
        cut.update(repr((piece.parts, piece.asides)).encode("utf-8", "surrogatepass"))
        for part in piece.parts:
            names[part.name] += 1
            if names[part.name] > 1:
                continue
            try:
                status = Path(piece.root, part.name).stat()
                here = (status.st_size, status.st_mtime_ns)
            except OSError:
                here = (0, 0)
            size += here[0]
            name = part.name.encode("utf-8", "surrogatepass")
            listing.update(b"%d %s\n" % (here[0], name))
            times.update(b"%d %d %s\n" % (*here, name))
    return Input(listing.hexdigest(), times.hexdigest(), cut.hexdigest(), len(names), size)


@functools.cache
def content_hash() -> str:
    """SHA-256 of the code and lexicons of the engine, and of the versions of Python and Arrow, which show in the bytes."""
    import communique_schema.words  # noqa: PLC0415 (only to find it)

    package = Path(communique.__file__).parent
    total = hashlib.sha256(f"python {platform.python_version()}, pyarrow {pa.__version__}\n".encode())
    paths: list[tuple[str, Path]] = [("words.py", Path(communique_schema.words.__file__))]
    for room in ROOMS:
        top = package / room
        below = [path for path in top.rglob("*") if path.suffix in (".py", ".toml")] if top.is_dir() else [top]
        paths += [(path.relative_to(package).as_posix(), path) for path in below if path.is_file()]
    for name, path in sorted(paths):
        total.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
