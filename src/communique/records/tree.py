"""YAML as a tree of nodes with line numbers, built on libyaml's events.

Only the plain part of YAML is allowed: mappings, lists and scalars, without anchors, aliases, tags or merge keys.
Scalars stay text; what a text means is the schema's business, so ``no`` stays "no" and 12:30 stays "12:30".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..problems import Problem

MAX_BYTES = 8 * 2**20
MAX_DEPTH = 12
TOO_DEEP = ("too-deep", "records are nested too deeply", "see the README of the dataset folder")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Scalar:
    """A text and the line it starts on; ``plain`` when written without quotation marks."""

    value: str
    line: int
    plain: bool


@dataclass
class Sequence:
    """A list."""

    items: list["Node"] = field(default_factory=list)
    line: int = 0


@dataclass
class Mapping:
    """A mapping in written order; ``lines`` holds the line of each key."""

    items: dict[str, "Node"] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    line: int = 0


Node = Scalar | Sequence | Mapping
Report = Callable[[int, str, str, str], None]


def decode(data: bytes, report: Report, size: int | None = None) -> str | None:
    """The text of a record file; reports what has no place in one. ``None`` when it cannot be read at all."""
    size = len(data) if size is None else size
    if size > MAX_BYTES:
        report(
            0,
            "file-too-large",
            f"the file has {size / 2**20:.0f} MB; a record file has at most 8",
            "split it by article",
        )
        return None
    if data.startswith(b"\xef\xbb\xbf"):
        report(1, "byte-order-mark", "the file begins with a byte order mark", "save it as UTF-8 without BOM")
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report(line, "not-utf8", f"byte {data[error.start]:#04x} is not UTF-8", "save the file as UTF-8")
        return None
    if "\0" in text:
        report(
            text.count("\n", 0, text.index("\0")) + 1, "nul-character", "the file holds a NUL character", "remove it"
        )
        return None
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        report(line, "carriage-return", "lines end in CR LF", "save the file with LF line ends")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, report: Report) -> Node | None:
    """The tree of one YAML document, or ``None`` after reporting why there is none."""
    tabbed = False
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            tabbed = True
            report(number, "tab", "the line holds a tab", "indent and separate with spaces")
    # libyaml's own message about a tab would repeat ours; a tab inside a text hides nothing else.
    text = text.replace("\t", " ") if tabbed else text
    try:
        return _Builder(report).build(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        # What was left open is mended where it was opened; everything else where the parser stumbled.
        opened = error.context_mark if "flow" in str(error.context) or "quoted" in str(error.context) else None
        mark = opened or error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.context, error.problem) if part)
        at = mark.line + 1 if mark else 0
        if "nesting depth" in what:  # newer parsers stop where we would have
            report(at, *TOO_DEEP)
        else:
            report(at, "malformed-yaml", f"not YAML: {what}", "check indentation and quotation marks")
    except yaml.YAMLError as error:
        at = text[: getattr(error, "position", 0)].count("\n") + 1
        reason = getattr(error, "reason", "") or "unreadable"
        report(at, "malformed-yaml", f"not YAML: {reason}", "remove the character")
    except _Refused:
        pass
    return None


_NODES = frozenset((yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent, yaml.AliasEvent))
_ENDS = frozenset((yaml.SequenceEndEvent, yaml.MappingEndEvent))


class _Refused(Exception):
    """The tree was given up; the reason has been reported."""


class _Builder:
    """Builds nodes from events without recursion, so that deep nesting cannot exhaust the stack."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.root: Node | None = None
        self.documents = 0

    def refuse(self, line: int, code: str, message: str, fix: str) -> None:
        self.report(line, code, message, fix)
        raise _Refused

    def build(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            kind = type(event)
            if kind in _ENDS:
                self.stack.pop()
                self.keys.pop()
                continue
            line = event.start_mark.line + 1
            if kind in _NODES:
                if event.anchor:
                    self.refuse(line, "yaml-anchor", "YAML anchors and aliases are not allowed", "write the value out")
                if event.tag not in (None, "!"):
                    self.refuse(line, "yaml-tag", f"YAML tag {event.tag} is not allowed", "leave the tag out")
            if kind is yaml.ScalarEvent:
                self.place(Scalar(event.value, line, event.style is None))
            elif kind is yaml.SequenceStartEvent:
                self.open(Sequence(line=line))
            elif kind is yaml.MappingStartEvent:
                self.open(Mapping(line=line))
            elif kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    self.refuse(
                        line, "several-documents", "a second document begins with ---", "put it in its own file"
                    )
        return self.root

    def open(self, node: Sequence | Mapping) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(node.line, *TOO_DEEP)
        self.place(node)
        self.stack.append(node)
        self.keys.append(None)

    def place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top, Sequence):
            top.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            if not isinstance(node, Scalar):
                self.refuse(node.line, "bad-key", "a key must be a plain word", "write the field's name")
                return
            self.keys[-1] = node
            return
        self.keys[-1] = None
        if key.value in top.items:
            first = top.lines[key.value]
            self.report(
                key.line, "duplicate-key", f"{key.value!r} stands a second time (first in line {first})", "keep one"
            )
            return
        top.items[key.value] = node
        top.lines[key.value] = key.line


def reporter(problems: list[Problem], file: str) -> Report:
    """A report function that files problems under one file."""

    def report(line: int, code: str, message: str, fix: str) -> None:
        problems.append(Problem(file, line, "", "", code, message, fix))

    return report
