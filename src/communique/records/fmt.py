"""The one canonical form of a record file, and the promise that formatting loses nothing."""

import csv
import difflib
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from communique_schema.spec import ColumnSpec, TableSpec

from ..problems import CommuniqueError
from .emit import WIDTH, folded, scalar
from .entries import Document, Entry, comments, parse, parse_csv
from .shape import fields, group_columns, in_order, nested, only, records, single, small

LABEL = 60
"""Characters of a label behind a reference."""
Labels = Mapping[str, str]
"""Id -> what a reader knows the row by; see :func:`labels`."""
_WORD = re.compile(r"\w+|[^\w\s.,;:()…\"'“”‘’«»—–-]")
"""What says something in a comment: a word, or a sign such as a question mark."""
_ARTICLES = {"a", "an", "the"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


class FormatError(CommuniqueError):
    """Formatting would have lost something; the file is left as it is."""


def format_text(text: str, spec: TableSpec, labels: Labels | None = None) -> str:
    """Canonical text of a YAML record file of table ``spec``; the same again for text that is canonical already.

    ``text`` is one the reader finds no fault with. ``labels`` maps ids to labels: references get theirs as a comment;
    None leaves the comments behind references as they are. Raises :class:`FormatError` rather than lose anything.
    """
    return written(parse(text), spec, labels)


def format_csv(text: str, spec: TableSpec) -> str:
    """Canonical text of a CSV record file: columns as in the schema, rows by key, LF, few quotation marks."""
    return written_csv(parse_csv(text), spec, next(csv.reader(io.StringIO(text, newline="")), []))


def labels(files: Iterable[tuple[TableSpec, Document]]) -> dict[str, str]:
    """Id -> label of every record of the files whose table has one."""
    found = {}
    for spec, document in files:
        rows = records(document.root)
        tables = [(spec, rows)]
        while tables:
            table, rows = tables.pop()
            for row in rows:
                record: Any = row.value if isinstance(row.value, dict) else {}
                if table.label and table.label in record and table.primary_key[0] in record:
                    found[str(record[table.primary_key[0]].value)] = _cut(str(record[table.label].value))
                tables += [(below, record[name].value) for name, below in nested(table.name).items() if name in record]
    return found


def _cut(label: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in label).split())
    return line if len(line) <= LABEL else line[: LABEL - 1].rstrip() + "…"


def written(document: Document, spec: TableSpec, labels: Labels | None = None, original: str = "") -> str:
    """The file's canonical text, proved against what it was made from; see :func:`format_text`.

    Where it is the file's ``original`` text, there is nothing to prove.
    """
    if not document.root:
        return "".join(line + "\n" for line in comments(document))
    writer = _Writer(labels)
    text = "\n".join(writer.document(document, spec)) + "\n"
    if text == original:
        return text
    again = parse(text)
    if _tree(spec, again.root) != _tree(spec, document.root):
        raise FormatError("formatting would change a value; the file is left as it is (please report this)")
    expected = Counter(comments(document)) - Counter(writer.dropped) + Counter(writer.added)
    if Counter(comments(again)) != expected:
        raise FormatError("formatting would lose a comment; the file is left as it is (please report this)")
    return text


def written_csv(document: Document, spec: TableSpec, header: list[str]) -> str:
    """A CSV file's canonical text: the columns of ``header`` in the schema's order."""
    names = [name for name in spec.columns if name in header]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in in_order(spec, records(document.root)):
        record: Any = row.value
        writer.writerow([record[name].value.strip() if name in record else "" for name in names])
    return out.getvalue()


def _tree(spec: TableSpec, root: Any) -> Any:
    """The values of a file in canonical order, without form and comments: what formatting must not change."""

    def record(table: TableSpec, row: Entry) -> Any:
        alone = single(table, row)
        if alone is not None:
            return str(alone.value).strip()
        value: Any = row.value
        return [(entry.key, item(table, entry)) for entry in fields(table, value)], len(value)

    def item(table: TableSpec, entry: Entry) -> Any:
        if isinstance(entry.value, list):
            below = nested(table.name)[entry.key]
            return [record(below, row) for row in in_order(below, entry.value)]
        if isinstance(entry.value, dict):
            return {part: str(inner.value).strip() for part, inner in entry.value.items()}
        return entry.value.strip()

    rows = [record(spec, row) for row in in_order(spec, records(root))]
    return rows if isinstance(root, list) else rows[0]


@dataclass
class _Lines:
    """One entry written: the comments above it, and its lines."""

    lines: list[str]
    above: list[str] = field(default_factory=list)

    def all(self, pad: str) -> list[str]:
        return [pad + comment for comment in self.above] + self.lines


class _Writer:
    """Writes a document; remembers which label comments it dropped and added."""

    def __init__(self, labels: Labels | None) -> None:
        self.labels = labels
        self.known = set((labels or {}).values())
        self.dropped: list[str] = []
        self.added: list[str] = []

    def document(self, document: Document, spec: TableSpec) -> list[str]:
        body: list[str] = []
        if isinstance(document.root, list):
            body = self.rows(spec, document.root, "")
        elif isinstance(document.root, dict):
            for lines in self.record(spec, document.root, ""):
                body += lines.all("")
        head = [*document.header, ""] if document.header else []
        return [*head, *body, *document.tail]

    def rows(self, spec: TableSpec, rows: list[Entry], pad: str) -> list[str]:
        """A list of records; those that are blocks of their own stand apart."""
        out: list[str] = []
        for row in in_order(spec, rows):
            if out and not small(spec) and only(spec) is None:
                out.append("")
            out += self.row(spec, row, pad).all(pad)
        return out

    def row(self, spec: TableSpec, row: Entry, pad: str) -> _Lines:
        alone = single(spec, row)
        if alone is not None:
            return self.alone(spec, row, alone, pad)
        record: Any = row.value
        if small(spec) and not any(isinstance(e.value, list) for e in record.values()):
            one_line = pad + "- " + self.flow(spec, record)
            if len(one_line) <= WIDTH:
                kept, label = self.behind(self.references(spec, record), _behind(row))
                return _Lines([one_line + label], [*_above(row), *kept])
        blocks = self.record(spec, record, pad + "  ")
        if not blocks:
            return _Lines([pad + "- {}"], _above(row))
        first = blocks[0]
        lines = [line for block in blocks for line in block.all(pad + "  ")][len(first.above) :]
        return _Lines([f"{pad}- {lines[0].lstrip(' ')}", *lines[1:]], [*row.above, *row.behind, *first.above])

    def alone(self, spec: TableSpec, row: Entry, value: Entry, pad: str) -> _Lines:
        column = only(spec)
        text = str(value.value).strip()
        references = [text] if column is not None and column.fk else []
        kept, label = self.behind(references, _behind(row))
        return _Lines([f"{pad}- {_scalar(column, text)}{label}"], [*_above(row), *kept])

    def record(self, spec: TableSpec, record: dict[str, Entry], pad: str) -> list[_Lines]:
        """A record in block style, field by field."""
        return [self.field(spec, entry, pad) for entry in fields(spec, record)]

    def field(self, spec: TableSpec, entry: Entry, pad: str) -> _Lines:
        above = [*entry.above]
        if isinstance(entry.value, list):
            below = nested(spec.name)[entry.key]
            lines = self.rows(below, entry.value, pad + "  ")
            return _Lines([f"{pad}{entry.key}:", *lines] if lines else [f"{pad}{entry.key}: []"], above + entry.behind)
        if isinstance(entry.value, dict):
            return self.group(spec, entry, pad)
        column, text = spec.columns[entry.key], entry.value.strip()
        references = [text] if column.fk else []
        kept, label = self.behind(references, entry.behind)
        line = f"{pad}{entry.key}: {_scalar(column, text)}"
        return _Lines([line + label] if len(line) <= WIDTH else folded(text, entry.key, pad), above + kept)

    def group(self, spec: TableSpec, entry: Entry, pad: str) -> _Lines:
        """A date group: on one line when it fits."""
        parts: Any = entry.value
        one_line = f"{pad}{entry.key}: {self.flow(spec, parts, entry.key)}"
        if len(one_line) <= WIDTH:
            return _Lines([one_line], [*_above(entry), *_behind(entry)])
        lines = [f"{pad}{entry.key}:"]
        for column in group_columns(spec, entry.key):
            if column.field in parts:
                part = parts[column.field]
                text = part.value.strip()
                line = f"{pad}  {part.key}: {_scalar(column, text)}"
                lines += [f"{pad}  {comment}" for comment in (*part.above, *part.behind)]
                lines += [line] if len(line) <= WIDTH else folded(text, part.key, pad + "  ")
        return _Lines(lines, [*entry.above, *entry.behind])

    def flow(self, spec: TableSpec, record: dict[str, Entry], group: str = "") -> str:
        """A row or a date group as ``{a: b, c: d}``."""
        columns = group_columns(spec, group) if group else [c for c in spec.columns.values() if c.written]
        parts = []
        for column in columns:
            name = column.field if group else column.name
            if name in record:
                text: Any = record[name].value
                parts.append(f"{name}: {_scalar(column, text.strip(), flow=True)}")
        return "{" + ", ".join(parts) + "}"

    def references(self, spec: TableSpec, record: dict[str, Entry]) -> list[str]:
        """The ids a row refers to."""
        return [str(record[c.name].value).strip() for c in spec.columns.values() if c.fk and c.name in record]

    def behind(self, references: list[str], written: list[str]) -> tuple[list[str], str]:
        """Of the comments ``written`` behind a value those to keep above it, and the label for the end of the line."""
        if not references:
            return written, ""
        if self.labels is None or not all(ref in self.labels for ref in references):
            return written[1:], "".join("  " + comment for comment in written[:1])
        label = "; ".join(self.labels[ref] for ref in references)
        kept = [comment for comment in written if not self.is_label(comment, label)]
        self.dropped += [comment for comment in written if comment not in kept]
        self.added.append("# " + label)
        return kept, "  # " + label

    def is_label(self, comment: str, label: str) -> bool:
        """Whether a comment behind a reference is an earlier label; anything else is a curator's, and is kept.

        The row's present label, any row's (the id was changed, the comment forgotten), one cut short, one that has no
        word beyond the present label, or one cut where labels are cut that is much like it (reworded since).
        """
        text = comment.lstrip("# ").strip()
        if not text or text == label or self.is_known(text) or all(map(self.is_known, text.split("; "))):
            return True
        if _words(text) <= _words(label) | _ARTICLES:
            return True
        cut = text.endswith("…") and len(text) in (LABEL - 1, LABEL)
        return cut and difflib.SequenceMatcher(None, text, label, autojunk=False).ratio() >= 0.5

    def is_known(self, text: str) -> bool:
        """Whether it is some row's label, or the beginning of one with an ellipsis."""
        if text in self.known:
            return True
        start = text.removesuffix("…").rstrip()
        return bool(start) and start != text and any(label.startswith(start) for label in self.known)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _above(row: Entry) -> list[str]:
    """Comments above a row and above anything in it, for a row that is written on one line."""
    found = [*row.above]
    if isinstance(row.value, dict):
        found += [comment for entry in row.value.values() for comment in entry.above]
    return found


def _behind(row: Entry) -> list[str]:
    found = [*row.behind]
    if isinstance(row.value, dict):
        found += [comment for entry in row.value.values() for comment in entry.behind]
    return found


def _scalar(column: ColumnSpec | None, text: str, *, flow: bool = False) -> str:
    typed = column is not None and (column.kind != "text" or (column.edtf and bool(_DAY.match(text))))
    return scalar(text, typed=typed, flow=flow)
