"""Ids for new records: permanent, said once, and saying nothing that could turn out wrong."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from communique_schema.spec import TableSpec

from ..ids import ALPHABET
from ..problems import Problem
from .entries import Document, entries
from .handles import HANDLE, ID, inside, replaced
from .shape import Cell, cells

LENGTH = 5
Choose = Callable[[str], str]
"""Picks one character of :data:`ALPHABET`; :func:`secrets.choice` outside of tests."""


@dataclass
class RecordFile:
    """One record file, parsed: its name in messages, its table, and what stands in it."""

    name: str
    spec: TableSpec
    document: Document
    header: list[str] = field(default_factory=list)


def id_for(prefix: str, taken: set[str], choose: Choose = secrets.choice) -> str:
    """A new id ``<prefix>-xxxxx`` that is not among ``taken``, and is put there."""
    while True:
        made = f"{prefix}-" + "".join(choose(ALPHABET) for _ in range(LENGTH))
        if made not in taken:
            taken.add(made)
            return made


def ids_in(texts: Iterable[str]) -> set[str]:
    """Everything that has the form of an id in the texts, retired ids and mentions in prose included."""
    return {found for text in texts for found in ID.findall(text)}


def mint(
    files: list[RecordFile], taken: set[str], choose: Choose = secrets.choice
) -> tuple[dict[str, str], list[Problem]]:
    """Handle -> new id for every handle the files define, and a problem for each that is defined nowhere, or twice.

    ``taken`` are the ids in use or retired; new ones are added to it. The files stay as they are: see
    :func:`substitute`.
    """
    defined: dict[str, tuple[str, Cell]] = {}
    problems: list[Problem] = []
    for file in files:
        for cell in cells(file.spec, file.document.root):
            if not cell.column.prefix or not cell.text.startswith("@"):
                continue
            if cell.text in defined:
                first, other = defined[cell.text]
                message = f"{cell.text} is defined a second time (first in {first}:{other.entry.line})"
                problems.append(_problem(file, cell, "duplicate-handle", message, "one thing has one record: keep one"))
            elif not HANDLE.fullmatch(cell.text):
                message = f"{cell.text!r} is no handle"
                fix = "write @ and letters or digits, joined by single hyphens, as @ac-lavrov"
                problems.append(_problem(file, cell, "bad-handle", message, fix))
            else:
                defined[cell.text] = (file.name, cell)
    for file in files:
        for cell, handle in uses(file):
            if handle not in defined and not cell.column.prefix:
                message = f"{handle} is defined nowhere in the dataset"
                fix = "define a record with it, or correct the handle"
                problems.append(_problem(file, cell, "dangling-handle", message, fix))
    ids = {handle: id_for(str(cell.column.prefix), taken, choose) for handle, (_, cell) in sorted(defined.items())}
    return ids, problems


def uses(file: RecordFile) -> Iterator[tuple[Cell, str]]:
    """Every place of the file that names a handle, with the handle: a definition, a reference, a mention in a text."""
    for cell in cells(file.spec, file.document.root):
        whole = (cell.column.prefix or cell.column.fk) and cell.text.startswith("@")
        for handle in [cell.text] if whole else dict.fromkeys(inside(cell.text)):
            yield cell, handle


def _problem(file: RecordFile, cell: Cell, code: str, message: str, fix: str) -> Problem:
    return Problem(file.name, cell.entry.line, cell.record, cell.field, code, message, fix)


def substitute(document: Document, ids: dict[str, str]) -> None:
    """Put the ids in place of their handles, in values, inside texts and in comments."""
    document.header = [replaced(comment, ids) for comment in document.header]
    document.tail = [replaced(comment, ids) for comment in document.tail]
    for entry in entries(document.root):
        if isinstance(entry.value, str):
            entry.value = replaced(entry.value, ids)
        entry.above = [replaced(comment, ids) for comment in entry.above]
        entry.behind = [replaced(comment, ids) for comment in entry.behind]
