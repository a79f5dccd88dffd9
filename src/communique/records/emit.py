"""The text of one value: plain where YAML reads it back and nobody can mistake it, else in double quotation marks."""

import re
import unicodedata

import yaml

WIDTH = 120
"""Columns a line may have."""

_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?\Z|0o[0-7]+\Z", re.ASCII)
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<+~](?:[^:#]|:(?!\s|\Z)|(?<!\s)#)*\Z")
_FLOW_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<+~](?:[^:#,?\[\]{}]|(?<!\s)#)*\Z")
_BREAK = re.compile(r"(?<=[^ ]) (?=[^ ])")
_Resolvers = yaml.SafeLoader.yaml_implicit_resolvers
_ESCAPES = {"\\": "\\\\", '"': '\\"'}


def scalar(text: str, *, typed: bool = False, flow: bool = False) -> str:
    """One value on one line. ``typed``: its column is a number, a day or yes/no, so that it may look like one."""
    plain = _FLOW_PLAIN if flow else _PLAIN
    if plain.match(text) and _printable(text) and (typed or not _resolves(text)):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    """The text in double quotation marks, with escapes for what cannot stand in a file."""
    return '"' + "".join(_ESCAPES.get(c) or (c if _printable(c) else _escape(c)) for c in text) + '"'


def folded(text: str, key: str, pad: str) -> list[str]:
    """``key`` and a long text over several lines: a folded block, or a quoted text where a block would lose part."""
    inner = pad + "  "
    if _printable(text):
        wrapped = _wrap(text, WIDTH - len(inner))
        if len(wrapped) > 1 or len(text) <= WIDTH - len(inner):
            return [f"{pad}{key}: >-", *(inner + line for line in wrapped)]
        return [f"{pad}{key}: {scalar(text)}"]
    first, *rest = _wrap(f"{key}: {quoted(text)}", WIDTH - len(inner))
    return [pad + first, *(inner + line for line in rest)]


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, broken at single spaces alone: a break reads back as one space."""
    lines: list[str] = []
    for word in _BREAK.split(text):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _resolves(text: str) -> bool:
    """Whether some YAML reader would take the plain text for a number, yes or no, a day or nothing."""
    if _NUMBER.match(text):
        return True
    return any(pattern.match(text) for _, pattern in _Resolvers.get(text[:1], []))


def _printable(text: str) -> bool:
    if text.isascii():
        return text.isprintable()
    return all(c.isprintable() or unicodedata.category(c) in ("Zs", "Co") for c in text) and "\ufeff" not in text


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
