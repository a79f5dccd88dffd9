"""The dataset folder as tables: every record walked by the schema, every problem kept, every value placed."""

import csv
import difflib
import io
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique_schema.spec import ColumnSpec, TableSpec, roots, tables
from communique_schema.terms import rows as term_rows

from ..problems import Problem
from ..tables import Tables, frame
from . import tree
from .places import Places
from .scalars import ScalarError, value
from .shape import defaults, nested, order_columns
from .tree import Mapping, Node, Scalar, Sequence, reporter

Row = dict[str, Any]
MOST = 200
"""Problems of one file after which the rest of it is not read."""


@dataclass
class Records:
    """What a dataset folder says: tables without their derived columns, where each row stands, what is wrong."""

    tables: Tables
    places: dict[str, Places]
    problems: list[Problem] = field(default_factory=list)


def read(dataset: Path) -> Records:
    """Read every record below ``dataset``: ``<table>.yml``, ``<table>.csv`` or any such file in ``<table>/``.

    Returns all tables (derived ones empty). Raises for nothing in the files: see ``Records.problems``.
    """
    walk = _Walk()
    for path, spec in _files(dataset, walk.problems):
        name = path.relative_to(dataset.parent).as_posix().encode("utf-8", "backslashreplace").decode()
        report = reporter(walk.problems, name)
        try:
            with path.open("rb") as stream:  # one byte more than allowed is enough to know
                text = tree.decode(stream.read(tree.MAX_BYTES + 1), report, path.stat().st_size)
        except OSError as error:
            report(0, "unreadable", f"cannot be read: {error.strerror}", "check the file's permissions")
            continue
        if text is None:
            continue
        if not text.strip():
            report(0, "empty-file", "the file is empty", "write a record, or remove the file")
        elif path.suffix == ".csv":
            walk.csv(spec, text, name)
        else:
            walk.yaml(spec, tree.parse(text, report), name)
    if not walk.rows and not walk.problems:
        message = "the folder holds no records" if dataset.is_dir() else "there is no such folder"
        place = dataset.name or str(dataset)
        walk.problems.append(Problem(place, 0, "", "", "empty-dataset", message, "name the dataset folder"))
    for name, rows in term_rows().items():
        walk.rows[name] = list(rows)
    return Records({n: frame(s, walk.rows[n]) for n, s in tables().items()}, walk.places, walk.problems)


def _files(dataset: Path, problems: list[Problem]) -> list[tuple[Path, TableSpec]]:
    """Record files in a fixed order, each with its table; anything else that looks like one is a problem."""
    known = {spec.name: spec for spec in roots()}
    found = []
    for path in sorted(p for p in dataset.rglob("*") if p.suffix.lower() in (".yml", ".yaml", ".csv")):
        relative = path.relative_to(dataset)
        if any(part.startswith(".") for part in relative.parts):
            continue
        table = relative.parts[0].removesuffix(path.suffix) if len(relative.parts) == 1 else relative.parts[0]
        spec = known.get(table)
        file = path.relative_to(dataset.parent).as_posix().encode("utf-8", "backslashreplace").decode()
        if not path.is_file():
            what = "a folder" if path.is_dir() else "no regular file"
            problems.append(
                Problem(file, 0, "", "", "unreadable", f"{what} under the name of a record file", "remove it")
            )
        elif spec is None or len(relative.parts) > 2:
            hint = _nearest(table, known)
            problems.append(Problem(file, 0, "", "", "unknown-file", f"{table!r} is no table of records", hint))
        elif path.suffix not in (".yml", ".csv"):
            problems.append(Problem(file, 0, "", "", "unknown-file", "record files end in .yml or .csv", "rename it"))
        else:
            found.append((path, spec))
    return found


def _nearest(word: str, known: Any) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"did you mean {near[0]!r}?" if near else "known here: " + ", ".join(sorted(known))


class _Walk:
    """Collects rows, places and problems over all files."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.places: dict[str, Places] = {name: Places() for name in tables()}
        self.problems: list[Problem] = []

    def problem(self, file: str, line: int, record: str, name: str, code: str, message: str, fix: str) -> None:
        self.problems.append(Problem(file, line, record, name, code, message, fix))

    def yaml(self, spec: TableSpec, node: Node | None, file: str) -> None:
        """One file: a record, or a list of records."""
        if node is None:
            return
        before = len(self.problems)
        for position, item in enumerate(node.items if isinstance(node, Sequence) else [node], 1):
            self.record(spec, item, file, "", None, position)
            if self.full(before, file, item.line):
                return

    def full(self, before: int, file: str, line: int) -> bool:
        """Whether a file has so many problems that listing more helps nobody; says so where it stops."""
        if len(self.problems) - before < MOST:
            return False
        message = f"{MOST} problems so far; the rest of the file was not read"
        self.problem(file, line, "", "", "too-many-problems", message, "mend those above first")
        return True

    def record(self, spec: TableSpec, node: Node, file: str, above: str, parent: str | None, position: int) -> None:
        """One record and what is nested in it; ``above`` names the enclosing record in messages."""
        if isinstance(node, Scalar) and (only := _single(spec)):
            node = Mapping({only.name: node}, {only.name: node.line}, node.line)
        if not isinstance(node, Mapping):
            self.problem(
                file, node.line, above, spec.nested or "", "wrong-type", "not a record", "write field: value lines"
            )
            return
        key = node.items.get(spec.primary_key[0])
        name = key.value if isinstance(key, Scalar) and spec.parent_key != spec.primary_key[0] else above
        row: Row = {spec.parent_key: parent} if spec.parent_key else {}
        row |= dict.fromkeys(order_columns(spec.name), position)
        row |= defaults(spec.name)
        lines: dict[str, int] = {}
        below = nested(spec.name)
        for field_name, item in node.items.items():
            if field_name in below:
                continue
            self.field(spec, field_name, item, node.lines[field_name], file, name, row, lines)
        self.missing(spec, row, lines, file, node.line, name)
        self.rows[spec.name].append(row)
        self.places[spec.name].add(file, node.line, lines, _label(spec, row, name))
        minted = spec.primary_key[0] if len(spec.primary_key) == 1 else None
        for list_name, inner in below.items():
            child = node.items.get(list_name)
            if child is None:
                continue
            if not isinstance(child, Sequence):
                self.problem(file, child.line, name, list_name, "wrong-type", "not a list", "begin each entry with -")
                continue
            for place, item in enumerate(child.items, 1):
                self.record(inner, item, file, name, row.get(minted or ""), place)

    def field(
        self, spec: TableSpec, name: str, node: Node, line: int, file: str, record: str, row: Row, lines: dict[str, int]
    ) -> None:
        """One field of a record: a value, or the nested mapping of a date group."""
        if name in spec.groups:
            if not isinstance(node, Mapping):
                message = "a date is written as a mapping: {edtf: ..., certainty: ..., basis: ...}"
                self.problem(file, line, record, name, "wrong-type", message, "see dataset/README.md")
                row.setdefault("!", set()).add(f"{name}_edtf")
                return
            for part, item in node.items.items():
                column = spec.columns.get(f"{name}_{part}")
                self.value(column, f"{name}.{part}", item, node.lines[part], file, record, row, lines, spec)
            return
        column = spec.columns.get(name)
        if column is not None and column.group:
            column = None
        self.value(column, name, node, line, file, record, row, lines, spec)

    def value(
        self, column: ColumnSpec | None, name: str, node: Node, line: int, file: str, record: str, row: Row,
        lines: dict[str, int], spec: TableSpec,
    ) -> None:  # fmt: skip
        if column is None or not column.written:
            if column is not None:
                fix = "leave it out: it is computed"
            else:
                prefix, dot, _ = name.rpartition(".")
                fix = _nearest(name, [prefix + dot + f for f in _fields(spec, prefix)])
            self.problem(file, line, record, name, "unknown-field", f"no field of {spec.name}", fix)
            return
        lines[column.name] = line
        if not isinstance(node, Scalar):
            self.problem(
                file,
                line,
                record,
                name,
                "wrong-type",
                "a list or mapping, where a single value belongs",
                "write one value",
            )
            return
        try:
            row[column.name] = value(column, node.value, node.plain)
        except ScalarError as error:
            if error.code == "unminted-handle":  # it serves as the id until it has one, so that the rest is checked too
                row[column.name] = node.value
            self.problem(file, line, record, name, error.code, str(error), error.fix)

    def missing(self, spec: TableSpec, row: Row, lines: dict[str, int], file: str, line: int, record: str) -> None:
        """Required fields that nobody wrote; a date group is wanted whole or, where it may be absent, not at all."""
        broken = row.pop("!", set())
        for column in spec.columns.values():
            if column.origin != "record" or column.name in row or column.name in lines:
                continue
            group = column.group
            if group and f"{group}_edtf" in broken:
                continue
            begun = group and any(name.startswith(f"{group}_") for name in lines)
            required = not column.nullable or (begun and column.field in ("edtf", "certainty"))
            if not required:
                continue
            if group and not begun and column.field != "edtf":
                continue
            wanted = (f"{group}.{column.field}" if begun else group) if group else column.name
            doc = column.doc[0].lower() + column.doc[1:] if column.doc[1:2].islower() else column.doc
            fix = f"add {wanted}: {doc}"
            self.problem(file, line, record, wanted, "missing-field", f"{wanted} is missing", fix)

    def csv(self, spec: TableSpec, text: str, file: str) -> None:
        """One CSV file: a header of column names, a row per record; an empty cell is null."""
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        columns = {c.name: c for c in spec.columns.values() if c.written}
        try:
            header = next(lines, [])
            for name in header:
                if name not in columns:
                    self.problem(
                        file, 1, "", name, "unknown-field", f"no field of {spec.name}", _nearest(name, columns)
                    )
                elif header.count(name) > 1:
                    self.problem(file, 1, "", name, "duplicate-key", "the column stands twice", "keep one")
            before = len(self.problems)
            for cells in lines:
                self.csv_row(spec, columns, header, cells, file, lines.line_num)
                if self.full(before, file, lines.line_num):
                    return
        except csv.Error as error:
            self.problem(
                file, lines.line_num, "", "", "malformed-csv", f"not CSV: {error}", "check the quotation marks"
            )

    def csv_row(
        self, spec: TableSpec, columns: dict[str, ColumnSpec], header: list[str], cells: list[str], file: str, line: int
    ) -> None:
        if len(cells) != len(header):
            message = f"{len(cells)} cells under {len(header)} columns"
            self.problem(file, line, "", "", "malformed-csv", message, "write every cell")
            return
        row: Row = dict(defaults(spec.name))
        written: dict[str, int] = {}
        for name, cell in zip(header, cells, strict=True):
            if name not in columns or not cell:
                continue
            written[name] = line
            try:
                row[name] = value(columns[name], cell, plain=False)
            except ScalarError as error:
                if error.code == "unminted-handle":
                    row[name] = cell
                self.problem(file, line, "", name, error.code, str(error), error.fix)
        self.missing(spec, row, written, file, line, "")
        self.rows[spec.name].append(row)
        self.places[spec.name].add(file, line, written, _label(spec, row, ""))


def _single(spec: TableSpec) -> ColumnSpec | None:
    """The one column a record writes, if it is only one: then the record may be that value alone."""
    written = [c for c in spec.columns.values() if c.written]
    return written[0] if len(written) == 1 else None


def _fields(spec: TableSpec, group: str) -> list[str]:
    """Names a record of the table may write; inside a date group, the group's parts."""
    if group:
        return [c.field for c in spec.columns.values() if c.group == group and c.written]
    plain = [c.name for c in spec.columns.values() if c.written and not c.group]
    return plain + list(spec.groups) + list(nested(spec.name))


def _label(spec: TableSpec, row: Row, above: str) -> str:
    """What a message calls the row: its id, or its key without the enclosing record's id."""
    key = [str(row[name]) for name in spec.primary_key if name in row and name != spec.parent_key and row[name]]
    if len(spec.primary_key) == 1 and key:
        return key[0]
    return " ".join([above, *key]).strip()
