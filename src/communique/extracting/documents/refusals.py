"""Why a document is set aside, and what its owner can do about it."""

import os

from ..model import SetAside

WAYS_OUT = {
    "unknown-ending": "name them .txt, .html, .jsonl, .jsonl.gz or .parquet, or convert them",
    "not-a-file": "put a regular file in its place",
    "folder-link": "name the folder it points to as INPUT, or copy it here",
    "unreadable": "check that it is still there and may be read",
    "changed": "leave INPUT alone while it is read, and run the command again",
    "empty": "remove it, or put the text in",
    "binary": "extract its text first",
    "not-utf8": "save it as UTF-8, as with iconv -f WINDOWS-1251 -t UTF-8 (an HTML page may name its charset instead)",
    "too-large": "split it: one article a document",
    "nul": "take the NUL characters out",
    "lone-surrogate": "write the character as a whole pair, or take it out",
    "no-text": "give it a text: the key or column is called text",
    "wrong-type": "write text there",
    "broken-json": "write one JSON object a line",
    "broken-gzip": "pack it again; the lines before the break were read",
    "gzip-too-large": "unpack it, so that it can be cut and read by several workers",
    "broken-parquet": "write it again",
    "broken-html": "save the page's text as .txt",
    "no-body": "check that the page holds an article",
    "no-words": "check that the page holds an article",
    "unknown-language": "English, German and Russian are read; leave other languages out",
}
"""Code of a refusal -> the way out."""


class Refused(Exception):
    """Internal: this document cannot be read. Never leaves the room; :func:`aside` tells it."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason
        super().__init__(reason)


def aside(place: str, code: str, reason: str) -> SetAside:
    """The refusal as it is handed on, with its way out."""
    return SetAside(shown(place), code, reason, WAYS_OUT[code])


def unreadable(error: OSError) -> Refused:
    """The refusal for a file the system would not give."""
    return Refused("unreadable", f"cannot be read: {error.strerror or error}")


def shown(name: str) -> str:
    """A file's name as text that can be printed, whatever bytes it holds."""
    plain = os.fsencode(name).decode("utf-8", "backslashreplace")
    return plain if plain.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in plain)
