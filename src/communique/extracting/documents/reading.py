"""One piece read as a stream of documents."""

import os
from collections.abc import Iterator
from hashlib import sha256

from ..model import Document, SetAside
from . import decoding, jsonl
from .opening import open_regular
from .pieces import LARGEST, Part, Piece
from .refusals import Refused, aside, shown, unreadable


def documents(piece: Piece) -> Iterator[Document | SetAside]:
    """The documents of a piece in order, and in its place every one that is set aside. Raises nothing of a file's making.

    ``place`` is relative to INPUT: ``folder/page.html``, ``wire.jsonl:12`` (line), ``wire.parquet:12`` (row), both from 1.
    ``sha256`` and ``size`` of a UTF-8 text file are of its bytes; of everything else, of the UTF-8 of ``text``.
    """
    yield from piece.asides
    for part in piece.parts:
        try:
            yield from _read(piece.root, part)
        except Refused as error:
            yield aside(part.name, error.code, error.reason)
        except OSError as error:
            refused = unreadable(error)
            yield aside(part.name, refused.code, refused.reason)
        except Exception as error:  # whatever a library trips over in this file, the others of the piece are read
            why = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            yield aside(part.name, "unreadable", f"cannot be read to its end ({why})")


def _read(root: str, part: Part) -> Iterator[Document | SetAside]:
    if part.kind == "jsonl":
        return jsonl.read(root, part)
    if part.kind == "parquet":
        from . import parquet  # noqa: PLC0415 - arrow is slow to import, and few inputs need it

        return parquet.read(root, part)
    raw = _whole(os.path.join(root, part.name))
    if part.kind == "text":
        return iter([_text(shown(part.name), raw)])
    from . import html  # noqa: PLC0415 - an add-on, and slow to import

    return iter([html.read(shown(part.name), raw)])


def _whole(path: str) -> bytes:
    with open_regular(path) as stream:
        raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise Refused("too-large", f"is longer than {LARGEST:,} bytes")
    return raw


def _text(place: str, raw: bytes) -> Document:
    text, encoding = decoding.plain(raw)
    if encoding == "utf-8":
        return Document(place, text, sha256(raw).hexdigest(), len(raw))
    again = text.encode()
    return Document(place, text, sha256(again).hexdigest(), len(again), origin=f"{encoding.upper()} read as UTF-8")
