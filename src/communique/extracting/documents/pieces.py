"""What a worker is handed: names of files, and from where to where in each."""

from typing import Literal, NamedTuple

from ..model import SetAside

Kind = Literal["text", "html", "jsonl", "parquet"]

ENDINGS: dict[str, Kind] = {
    ".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonl.gz": "jsonl",
    ".ndjson.gz": "jsonl", ".parquet": "parquet",
}  # fmt: skip
"""Ending of a file's name, in lower case -> how it is read."""

LARGEST = 20_000_000
"""Bytes: a document that is longer is set aside unread."""
SHARD = 8 * 2**20
"""Bytes of a piece at most, about: some 1,800 wire reports, a few seconds of work."""
TO_THE_END = -1


class Part(NamedTuple):
    """A stretch of one file. ``name`` is relative to the piece's root, with ``/`` between folders.

    ``first`` and ``last`` (exclusive) count bytes of a text, an HTML page or JSON lines (of the unpacked bytes where they
    are gzipped; they begin and end with a line), and rows of a Parquet file. ``last`` is -1 where the part runs to the end
    of the file. ``line`` is the number of the line at ``first``, from 1.
    """

    name: str
    kind: Kind
    first: int
    last: int
    line: int = 1


class Piece(NamedTuple):
    """One worker's share: parts in the order they are read. ``asides`` are what planning itself had to set aside."""

    root: str
    parts: tuple[Part, ...]
    asides: tuple[SetAside, ...] = ()


def kind_of(name: str) -> Kind | None:
    """How a file of that name is read; None for an ending that is not."""
    low = name.lower()
    return ENDINGS.get(ending(low))


def ending(name: str) -> str:
    """The ending of a name in lower case, ``.jsonl.gz`` as one; "" where it has none."""
    stem, dot, last = name.lower().rpartition(".")
    if not dot or not stem.rpartition("/")[2]:
        return ""
    if last == "gz" and (before := stem.rpartition(".")[2]) in ("jsonl", "ndjson"):
        return f".{before}.gz"
    return f".{last}"
