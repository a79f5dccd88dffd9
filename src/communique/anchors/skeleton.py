"""The beginning of a new article's record: what its text tells by itself, and every field that is left to fill in."""

import json
import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from communique_schema.spec import ColumnSpec, TableSpec, children, tables
from communique_schema.words import count_words, word_spans

from ..problems import CommuniqueError, count
from .layout import language, layout, sentences, title
from .sources import look, shown

TODO = "TODO"
WIDTH = 118
LONGEST = 40
"""Characters of a handle taken from a file's name."""

OFF = "#? "
"""Before what is no part of the record yet: a hint, or a field that may be absent. The formatter drops such lines."""

HEADER = """\
#? A new article. Replace every TODO, check every guess against the text, take the "#? " from the fields you know;
#? then run communique fmt --sources DIR (it mints ids, fills in hashes, drops comments that begin with #?) and check.
"""
_HINTS = {
    "edtf": "2020-04-25, 2020-04, 2020-04-25?, [2017-12-07..2017-12-26], 2020-06-22/2020-06-23, [..2020-04-25]",
    "bool": "true, false",
    "date32": "a day, as 2020-04-25",
}


def skeleton(path: Path, vocabulary: Mapping[str, Sequence[str]], specs: Mapping[str, TableSpec] | None = None) -> str:
    """A YAML record for the text in ``path``: handle, hash, sizes, guesses at language, title and ranges, and TODOs.

    ``vocabulary`` maps each vocabulary to its codes, for the hints. Of the text's words its title appears, and in hints
    the first and last two of each sentence of the body, beside the sentence's offsets.
    Raises :class:`CommuniqueError` where the file is missing, too large or not UTF-8.
    """
    file = look(path)
    if file is None:
        raise CommuniqueError(f"{shown(path)}: no such file; name the text of the article")
    text = file.text()
    known = dict(specs or tables())
    tongue, slug = language(text), handle(path, file.sha256)
    ready = {
        "article_id": (quoted(f"@ar-{slug}"), "a handle: communique fmt puts a minted id in its place"),
        "title": (quoted(title(text) or TODO), "guess: as printed"),
        "language": (tongue or TODO, "guess" if tongue else "BCP 47 tag, as en"),
        "evidence_level": ("anchored", "its text is at hand, by its hash"),
        "text_sha256": (file.sha256, ""),
        "text_bytes": (str(file.size), ""),
        "text_chars": (str(len(text)), ""),
    }
    writer = Writer(known, vocabulary, slug)
    lines = [HEADER.rstrip(), *writer.fields(known["articles"], "", ready)]
    for child in children("articles", known):
        if child.name == "article_ranges":
            lines += _ranges(child.nested or child.name, text)
        else:
            lines += writer.sample(child, OFF)
    lines += _sentences(text)
    return "\n".join(lines) + "\n"


def handle(path: Path, digest: str) -> str:
    """A handle's words for a text: its file's name without the ending, in ASCII; else the beginning of its hash."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or digest[:8]


def _sentences(text: str) -> Iterator[str]:
    """Hints: where each sentence of the guessed body stands, with how it begins and ends."""
    for n, (start, end) in enumerate(sentences(text)):
        if n == 0:
            yield f"{OFF}sentences of the body: char_start-char_end, first and last two words"
        said = text[start:end]
        places = word_spans(said)
        edges = said[: places[min(1, len(places) - 1)][1]], said[places[-2][0] :] if len(places) > 4 else ""
        shown = " … ".join(" ".join(edge.split()) for edge in edges).rstrip()
        yield f"{OFF}  {start}-{end}  " + "".join(c if c.isprintable() else " " for c in shown)[: WIDTH - 24]


def _ranges(name: str, text: str) -> Iterator[str]:
    found = layout(text)
    yield (
        f"{name}:  #? guesses; menus, captions, related links and comment forms belong to none"
        if found
        else (f"{name}: []  #? {TODO}: no line of the text reads like prose")
    )
    for stretch in found:
        words = count_words(text[stretch.start : stretch.end])
        yield f"  - range_kind: {stretch.kind}"
        yield f"    char_start: {stretch.start}"
        yield f"    char_end: {stretch.end}  #? {count(words, 'word')}"


def quoted(value: str) -> str:
    """The value between double quotes: JSON's are YAML's."""
    return json.dumps("".join(c if c.isprintable() else " " for c in value), ensure_ascii=False)


class Writer:
    """Fields of a table as lines of YAML: required ones to fill in, optional ones as hints."""

    def __init__(self, specs: dict[str, TableSpec], vocabulary: Mapping[str, Sequence[str]], slug: str) -> None:
        self.specs, self.vocabulary, self.slug = specs, vocabulary, slug

    def fields(self, spec: TableSpec, indent: str, ready: Mapping[str, tuple[str, str]]) -> Iterator[str]:
        """One line per written column, date groups nested; ``ready`` holds values known, with a comment each."""
        for column in spec.columns.values():
            if column.origin not in ("record", "filled") or (column.origin == "filled" and column.name not in ready):
                continue
            optional = (column.nullable or column.default is not None) and column.name not in ready
            value, comment = ready.get(column.name) or (TODO, self.hint(column))
            if column.group:
                whole = spec.groups[column.group]
                if column.edtf:
                    yield f"{indent}{OFF if whole else ''}{column.group}:"
                yield from entry(indent, column.field, value, comment, nested=True, off=whole or optional)
            else:
                yield from entry(indent, column.name, value, comment, off=optional)

    def sample(self, spec: TableSpec, indent: str) -> Iterator[str]:
        """A commented sample of one nested record, its own nested records in it."""
        yield f"{indent}{spec.nested}:"
        ready = {c.name: (quoted(f"@{c.prefix}-{self.slug}-1"), "") for c in spec.columns.values() if c.prefix}
        inner = list(self.fields(spec, indent + "    ", ready))
        if spec.name == "anchors":
            inner.append(f"{indent}    {OFF}hashes, word count, head and tail: communique fmt fills them in")
        for child in children(spec.name, self.specs):
            inner += self.sample(child, indent + "    ")
        first = next(i for i, line in enumerate(inner) if not line[len(indent) :].lstrip().startswith("#"))
        inner[first] = f"{indent}  - {inner[first][len(indent) + 4 :]}"
        yield from inner

    def hint(self, column: ColumnSpec) -> str:
        """What may stand there: codes, the table an id belongs to, the form of a date, else what the field means."""
        if column.vocabulary:
            return ", ".join(self.vocabulary.get(column.vocabulary, (column.vocabulary,)))
        if column.fk:
            return f"id or handle of a row of {column.fk}"
        if column.edtf:
            return _HINTS["edtf"]
        return _HINTS.get(column.kind, column.doc)


def entry(
    indent: str, name: str, value: str, comment: str, *, nested: bool = False, off: bool = False
) -> Iterator[str]:
    """One field with its comment: beside it where that fits, else above it."""
    lead = indent + (OFF if off else "") + ("  " if nested else "")
    line = f"{lead}{name}: {value}"
    if comment and len(line) + 4 + len(comment) > WIDTH:
        above = indent + ("  " if nested else "") + OFF
        yield from textwrap.wrap(f"{name}: {comment}", WIDTH, initial_indent=above, subsequent_indent=above + "  ")
        yield line
    else:
        yield f"{line}  {OFF}{comment}" if comment else line
