"""The folder of an extraction: whether it is complete, which parts it has, and whether each is what the contract wants."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from communique_schema.spec import TableSpec
from communique_schema.spec import tables as contract

from ..problems import CommuniqueError, Problem
from .names import MANIFEST, TABLES

PART, ROW = "_part", "_row"
"""Columns that say where a row was read: number of the part, row in it from 0."""
AGAIN = "run communique extract again"


class ExtractionError(CommuniqueError):
    """A folder named with ``--with`` is no extraction, or one that is not complete."""


@dataclass(frozen=True)
class Part:
    """One Parquet file of one table; ``name`` is how messages call it."""

    number: int
    table: str
    path: Path
    name: str
    rows: int

    def read(self, columns: Sequence[str] | None = None, *, compact: bool = False) -> pa.Table:
        """The part's rows in the contract's types, with :data:`PART` and :data:`ROW`; derived columns are left out.

        ``compact``: columns of few different values stay dictionary-encoded. Raises :class:`ExtractionError`.
        """
        spec = contract()[self.table]
        wanted = [n for n in (columns or written(spec)) if n in written(spec)]
        few = [n for n in wanted if compact and repeats(spec, n)]
        kinds = [pa.dictionary(pa.int32(), pa.string()) if n in few else spec.arrow.field(n).type for n in wanted]
        try:
            found = pq.read_table(self.path, columns=wanted, read_dictionary=few, partitioning=None)
            arrays = [found.column(n).cast(kind) for n, kind in zip(wanted, kinds, strict=True)]
        except (OSError, pa.ArrowException) as error:
            raise ExtractionError(f"{self.name}: cannot be read: {str(error).splitlines()[0]}; {AGAIN}") from error
        n = found.num_rows
        arrays += [pa.repeat(pa.scalar(self.number, pa.int32()), n), pa.array(np.arange(n, dtype=np.int32))]
        return pa.Table.from_arrays(arrays, names=[*wanted, PART, ROW])


@dataclass
class Extraction:
    """The parts of one or more folders, by table; ``names`` are those of the parts by number."""

    folders: tuple[Path, ...]
    parts: dict[str, list[Part]] = field(default_factory=lambda: {name: [] for name in TABLES})
    names: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def rows(self, table: str) -> int:
        """How many rows the parts of a table hold."""
        return sum(part.rows for part in self.parts[table])

    def place(self, part: int, row: int) -> str:
        """Where a row stands, for messages: rows count from 0, as pandas and Arrow count them."""
        return f"{self.names[part]} row {row}"


def written(spec: TableSpec) -> list[str]:
    """Columns an extraction writes: all but those computed at every build."""
    return [c.name for c in spec.columns.values() if c.origin != "derived"]


def repeats(spec: TableSpec, name: str) -> bool:
    """Whether a column has few different values: codes, dates, and references to anything but statements."""
    c = spec.columns[name]
    return c.kind == "text" and bool(c.vocabulary or c.group or (c.fk and c.fk != "statements"))


def opened(folders: Sequence[Path]) -> Extraction:
    """The parts of complete extractions; what is wrong with one of them is in ``problems``.

    Raises :class:`ExtractionError` with one line where a folder is no extraction, or not a complete one.
    """
    out = Extraction(tuple(folders))
    if len({folder.resolve() for folder in folders}) < len(folders):
        raise ExtractionError("one extraction is named twice; name each --with DIR once")
    for folder in folders:
        _complete(folder)
        for table in TABLES:
            for path in sorted((folder / table).glob("part-*.parquet")):
                _add(out, table, path, f"{folder}/{table}/{path.name}")
    return out


def _complete(folder: Path) -> None:
    if not folder.is_dir():
        raise ExtractionError(f"{folder}: no such folder; name one that communique extract has written with --with DIR")
    path = folder / MANIFEST
    try:
        said = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ExtractionError(f"{folder}: holds no {MANIFEST}, so it is no extraction; name the folder given to "
                              "communique extract --out") from None  # fmt: skip
    except (OSError, ValueError) as error:
        raise ExtractionError(f"{path}: cannot be read ({error}); {AGAIN}") from None
    if not isinstance(said, dict) or said.get("complete") is not True:
        raise ExtractionError(
            f"{folder}: the extraction is not complete; {AGAIN} with the same --out, it goes on where it stopped"
        )


def _add(out: Extraction, table: str, path: Path, name: str) -> None:
    """Note a part, or what is wrong with it."""
    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (OSError, pa.ArrowException) as error:
        said = str(error).splitlines()[0]
        out.problems.append(Problem(name, 0, "", "", "part-unreadable", f"cannot be read: {said}", AGAIN))
        return
    wrong = list(_off(contract()[table], schema, name))
    out.problems += wrong
    if not wrong:
        out.parts[table].append(Part(len(out.names), table, path, name, rows))
        out.names.append(name)


def _off(spec: TableSpec, schema: pa.Schema, name: str) -> list[Problem]:
    """Columns that are missing, strange, or of another type."""
    found = []
    for column in written(spec):
        wanted = spec.arrow.field(column).type
        if column not in schema.names:
            found.append(Problem(name, 0, "", column, "missing-column", f"the part has no column {column}", AGAIN))
        elif not _same(schema.field(column).type, wanted):
            message = f"the column {column} is of type {schema.field(column).type}, the contract wants {wanted}"
            found.append(Problem(name, 0, "", column, "wrong-type", message, AGAIN))
    for column in schema.names:
        if column not in spec.columns:
            message = f"the contract's table {spec.name} has no column {column}"
            found.append(Problem(name, 0, "", column, "unknown-column", message, "remove it"))
    return found


def _same(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether a column has the contract's type, or that type in another of Arrow's layouts."""
    if pa.types.is_dictionary(found):
        found = found.value_type
    return bool(found == wanted or (wanted == pa.string() and pa.types.is_large_string(found)))
