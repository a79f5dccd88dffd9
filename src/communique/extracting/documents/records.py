"""A record with named fields, from a line of JSON or a row of a table, into a document."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from ..model import Document
from .decoding import checked
from .refusals import Refused

FIELDS = {
    "url": ("url",),
    "published": ("published", "date"),
    "language": ("language", "lang"),
    "title": ("title",),
    "publisher": ("publisher", "source"),
}
"""Field of a document, in its order -> the names it may have in a record; the first that holds something counts."""
NAMES = ("text", *(name for names in FIELDS.values() for name in names))


def document(place: str, record: Mapping[str, object]) -> Document:
    """The document of one record; raises :class:`Refused` (no-text, wrong-type, empty, nul, lone-surrogate)."""
    text = record.get("text")
    if text is None:
        raise Refused("no-text", "has no text")
    if not isinstance(text, str):
        raise Refused("wrong-type", f"text is {_type(text)}, not text")
    raw = encoded(checked(text))
    url, published, language, title, publisher = (_field(record, names) for names in FIELDS.values())
    return Document(place, text, sha256(raw).hexdigest(), len(raw), url, published, language, title, publisher)


def encoded(text: str) -> bytes:
    """The text's UTF-8; raises :class:`Refused` (lone-surrogate)."""
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise Refused("lone-surrogate", f"holds half a character (U+{ord(text[error.start]):04X})") from None


def _field(record: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = record.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, date):  # a datetime is one too
            return value.isoformat()
        if not isinstance(value, str):
            raise Refused("wrong-type", f"{name} is {_type(value)}, not text")
        encoded(value)
        return value.strip() or None
    return None


def _type(value: object) -> str:
    for kind, name in ((bool, "true or false"), (int | float, "a number"), (list, "a list"), (dict, "an object")):
        if isinstance(value, kind):
            return name
    return f"of type {type(value).__name__}"
