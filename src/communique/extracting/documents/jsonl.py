"""JSON lines, plain or gzipped: one object a line, read as a stream; no line is ever held that is longer than it may be."""

import gzip
import json
import os
import zlib
from collections.abc import Iterator
from typing import IO, cast

from ..model import Document, SetAside
from .decoding import utf8, wide_encoding
from .opening import open_regular
from .pieces import LARGEST, TO_THE_END, Part
from .records import document
from .refusals import Refused, aside, shown

_SKIP = 2**20


def read(root: str, part: Part) -> Iterator[Document | SetAside]:
    """The documents of one part, each at ``name:line``. Empty lines are passed over. Raises :class:`Refused` for the file."""
    with open_regular(os.path.join(root, part.name)) as raw:
        if not part.name.lower().endswith(".gz"):
            yield from _read(raw, part)
            return
        try:
            with gzip.GzipFile(fileobj=raw) as stream:
                yield from _read(cast(IO[bytes], stream), part)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Refused("broken-gzip", f"the packed data break off or are damaged ({error})") from None


def _read(stream: IO[bytes], part: Part) -> Iterator[Document | SetAside]:
    name, number, at, blank = shown(part.name), part.line, part.first, True
    if at:
        stream.seek(at - 1)
        if stream.read(1) != b"\n":
            raise Refused("changed", "is not as it was when it was first looked at")
    while part.last == TO_THE_END or at < part.last:
        line = stream.readline(LARGEST + 1)
        if not line:
            if blank and not part.first:
                raise Refused("empty", "holds no line but empty ones" if at else "is empty")
            return
        at += len(line)
        place, blank = f"{name}:{number}", blank and line.isspace()
        if len(line) > LARGEST:
            at += _skip_line(stream, line)
            yield aside(place, "too-large", f"the line is longer than {LARGEST:,} bytes")
        elif at == len(line) and wide_encoding(line):
            raise Refused("not-utf8", f"is {wide_encoding(line)}; JSON lines are UTF-8")
        elif not line.isspace():
            try:
                yield document(place, parsed(line))
            except Refused as error:
                yield aside(place, error.code, error.reason)
        number += 1


def parsed(line: bytes) -> dict[str, object]:
    """The object on a line; raises :class:`Refused` (not-utf8, broken-json)."""
    text = utf8(line).removeprefix("\ufeff")
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused("broken-json", f"column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise Refused("broken-json", "is nested too deep") from None
    except ValueError:
        raise Refused("broken-json", "holds a whole number of thousands of digits") from None
    if not isinstance(found, dict):
        raise Refused("broken-json", "is no object")
    return found


def _skip_line(stream: IO[bytes], line: bytes) -> int:
    """Read on to the end of a line without keeping it; how many bytes that were."""
    passed = 0
    while line and not line.endswith(b"\n"):
        line = stream.readline(_SKIP)
        passed += len(line)
    return passed
