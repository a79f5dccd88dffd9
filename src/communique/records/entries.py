"""A record file as entries with their comments: what the formatter moves about and writes again.

An entry is one key of a mapping or one item of a list. The comments above it go with it; a comment behind it on its
line is kept apart, because behind a reference it is the formatter's own.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = re.compile(r"[\s\-\[{]*\Z")
_MODELINE = re.compile(r"#\s*yaml-language-server:")
HINT = "#?"
"""Begins a comment that ``communique new`` wrote to help: the formatter drops it, wherever it stands."""


@dataclass
class Entry:
    """One key with its value, or one item of a list; ``value`` is a text, a list or a mapping of entries."""

    line: int
    key: str = ""
    value: "str | list[Entry] | dict[str, Entry]" = ""
    above: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)


@dataclass
class Document:
    """One file: comments at its head, a record or a list of records, comments at its foot."""

    root: "str | list[Entry] | dict[str, Entry]" = ""
    header: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


def entries(value: "str | list[Entry] | dict[str, Entry]") -> Iterator[Entry]:
    """Every entry below a value, in written order."""
    if isinstance(value, str):
        return
    for entry in list(value.values()) if isinstance(value, dict) else value:
        yield entry
        yield from entries(entry.value)


def comments(document: Document) -> list[str]:
    """Every comment of the file."""
    found = [*document.header, *document.tail]
    for entry in entries(document.root):
        found += [*entry.above, *entry.behind]
    return found


def parse_csv(text: str) -> Document:
    """A CSV file as a list of records; an empty cell is an absent field."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(lines, [])
    rows = []
    for cells in lines:
        at = lines.line_num
        row = {name: Entry(at, name, cell) for name, cell in zip(header, cells, strict=True) if cell}
        rows.append(Entry(at, value=row))
    return Document(rows)


def parse(text: str) -> Document:
    """A YAML file that the reader has found without fault, without the hints in it."""
    return _Builder(text).build()


class _Builder:
    """Walks libyaml's events and the text between them, where the comments stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.pending: list[str] = []
        self.stack: list[list[Entry] | dict[str, Entry]] = []
        self.open: list[Entry | None] = []
        self.last: Entry | None = None
        self.document = Document()
        self.header = _header(text)

    def build(self) -> Document:
        events: Any = yaml.parse(self.text, Loader=_Loader)
        for event in events:
            self.between(event.start_mark.index)
            self.at = max(self.at, event.end_mark.index)
            if isinstance(event, yaml.ScalarEvent):
                self.scalar(event)
            elif isinstance(event, yaml.SequenceStartEvent):
                self.collection([], event)
            elif isinstance(event, yaml.MappingStartEvent):
                self.collection({}, event)
            elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                self.stack.pop()
                self.open.pop()
        self.between(len(self.text))
        self.document.tail = self.pending
        return self.document

    def between(self, to: int) -> None:
        """Take the comments of the text up to ``to``, where nothing else holds a number sign."""
        while (start := self.text.find("#", self.at, to)) >= 0:
            end = self.text.find("\n", start)
            end = len(self.text) if end < 0 else end
            if not self.text.startswith(HINT, start):
                self.comment(self.text[start:end].rstrip(), start)
            self.at = end
        self.at = max(self.at, to)

    def comment(self, comment: str, start: int) -> None:
        before = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        if _OPENING.match(before) or self.last is None:
            self.pending.append(comment)
        else:
            self.last.behind.append(comment)

    def begin(self, event: Any, key: str = "") -> Entry:
        """A new entry; the comments waiting above it are its own."""
        if self.last is None and self.header:
            self.document.header, self.pending = self.pending[: self.header], self.pending[self.header :]
            self.header = 0
        entry = Entry(event.start_mark.line + 1, key, above=self.pending)
        self.pending = []
        return entry

    def scalar(self, event: Any) -> None:
        top = self.stack[-1] if self.stack else None
        if isinstance(top, dict) and self.open[-1] is None:
            entry = self.begin(event, event.value)
            top[event.value] = entry
            self.open[-1] = entry
        elif isinstance(top, dict):
            entry = self.open[-1] or Entry(0)
            self.open[-1] = None
            entry.value = event.value
            entry.above += self.pending
            self.pending = []
        else:
            entry = self.begin(event)
            entry.value = event.value
            if top is None:
                self.document.root = event.value
            else:
                top.append(entry)
        self.last = entry
        if event.style in ("|", ">"):
            head = self.text[event.start_mark.index : event.end_mark.index].partition("\n")[0]
            entry.behind += [f"#{comment}" for comment in head.split("#", 1)[1:] if not comment.startswith("?")]

    def collection(self, value: Any, event: Any) -> None:
        top = self.stack[-1] if self.stack else None
        if top is None:
            self.document.root = value
        elif isinstance(top, dict):
            entry = self.open[-1] or Entry(0)
            self.open[-1] = None
            entry.value = value
        else:
            entry = self.begin(event)
            entry.value = value
            top.append(entry)
        self.stack.append(value)
        self.open.append(None)


def _header(text: str) -> int:
    """How many comments at the very top belong to the file: those before a blank line, or addressed to an editor."""
    lines = text.split("\n")
    top = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    kept = [line for line in lines[:top] if not line.startswith(HINT)]
    if top < len(lines) - 1 and not lines[top].strip():
        return len(kept)
    return next((n for n, line in enumerate(kept) if not _MODELINE.match(line)), len(kept))
