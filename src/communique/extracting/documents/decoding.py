"""Bytes into text, strictly: what is not certain is refused, for offsets into a wrong decoding mean nothing."""

import codecs
import re

from .refusals import Refused

_WIDE = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16",
         codecs.BOM_UTF16_BE: "utf-16"}  # fmt: skip
_MAGIC = (b"%PDF-", b"{\\rtf", b"PK\x03\x04")
_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4096
"""Bytes of an HTML page in which its charset is looked for."""
_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
"""What browsers read under a charset's name (WHATWG Encoding Standard)."""
_NO_CHARSETS = ("utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem")
"""Python's codecs that no browser knows: some take more than linear time, some make half characters."""
_BLANK = "\ufeff\u200b\u2060"


def plain(raw: bytes) -> tuple[str, str]:
    """The text of a file's bytes and its encoding: UTF-8 (a byte-order mark stays, as a character) or UTF-16 or -32 with
    a byte-order mark (which goes).

    Raises :class:`Refused` (empty, binary, not-utf8).
    """
    wide = wide_encoding(raw)
    if wide:
        return checked(_decoded(raw, wide)), wide
    if b"\0" in raw or raw.startswith(_MAGIC):
        raise Refused("binary", "holds NUL bytes: it is no text, or UTF-16 without its mark" if b"\0" in raw else
                      "is a document of an office or print program, no plain text")  # fmt: skip
    return checked(utf8(raw)), "utf-8"


def html(raw: bytes) -> str:
    """The markup of a page: by its byte-order mark, else by the charset it declares, else UTF-8; raises :class:`Refused`."""
    if wide_encoding(raw) or raw.startswith(codecs.BOM_UTF8):
        return plain(raw)[0].removeprefix("\ufeff")
    if b"\0" in raw or raw.startswith(_MAGIC):
        raise Refused("binary", "holds NUL bytes: it is no page, or UTF-16 without its mark")
    declared = _CHARSET.search(raw[:_HEAD])
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        known = codecs.lookup(name)
    except LookupError:
        raise Refused("not-utf8", f"declares the unknown charset {name}") from None
    if not getattr(known, "_is_text_encoding", True) or known.name in _NO_CHARSETS:
        raise Refused("not-utf8", f"declares the unknown charset {name}")
    if known.name.startswith(("utf-16", "utf-32")):  # a page that can be read up to here is not in these
        return checked(utf8(raw))
    return checked(_decoded(raw, _BROWSERS.get(known.name, known.name)))


def utf8(raw: bytes) -> str:
    """Strict UTF-8; raises :class:`Refused` with the byte that is not."""
    return _decoded(raw, "utf-8")


def checked(text: str) -> str:
    """The text, where it holds anything and nothing it may not; raises :class:`Refused` (empty, nul)."""
    if "\0" in text:
        raise Refused("nul", "holds a NUL character")
    if not text[:64].strip() and not text.strip().strip(_BLANK).strip():
        raise Refused("empty", "holds nothing but white space" if text else "is empty")
    if len(text) < 64 and not text.strip().strip(_BLANK).strip():
        raise Refused("empty", "holds nothing but invisible characters")
    return text


def wide_encoding(raw: bytes) -> str | None:
    """The encoding that a byte-order mark of two or four bytes tells; None without one."""
    return next((name for mark, name in _WIDE.items() if raw.startswith(mark)), None)


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        bad = raw[error.start] if error.start < len(raw) else 0
        name = "UTF-8" if encoding == "utf-8" else encoding
        raise Refused("not-utf8", f"byte {error.start} (0x{bad:02x}) is not {name}") from None
