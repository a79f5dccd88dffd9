"""The small tables of an extraction beside the curated ones, and the few statements the curated records lean on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.spec import tables as contract

from ..problems import DatasetError, Problem
from ..records.places import Places
from ..records.reader import Records
from ..tables import Tables, from_arrow
from .cells import refused
from .folder import Extraction, Part, opened
from .names import PAGES, ROWS
from .places import PartPlaces
from .told import Place, Told

TOGETHER = ("claim_id", "said_encounter_id", "told_encounter_id")
"""Statements that share one of these are looked at together, wherever their ids lie."""


@dataclass
class Gathered:
    """An extraction joined to the records it is built with.

    ``records``: curated rows, then the extraction's pages, then the ``touched`` statements. ``ids`` are those of all
    extracted statements. ``left_out`` are the extraction's articles of texts that are curated: the curated coding stands.
    """

    extraction: Extraction
    curated: Records
    records: Records
    ids: pa.ChunkedArray
    touched: pa.Array
    left_out: pa.Array
    problems: list[Problem] = field(default_factory=list)


def gather(folders: Sequence[Path], curated: Records) -> Gathered:
    """Open extractions and join what is small of them to the records.

    Raises :class:`~.folder.ExtractionError` where a folder holds no complete extraction, and
    :class:`~communique.problems.DatasetError` where a part cannot be read or lacks a column: nothing else can be judged then.
    """
    extraction = opened(folders)
    if extraction.problems:
        raise DatasetError([*curated.problems, *extraction.problems])
    ids, together = _statements(extraction)
    touched = pc.unique(pa.concat_arrays([together, _referred(curated.tables, ids)]))
    tables, places, told = dict(curated.tables), dict(curated.places), Told(str(folders[0]))
    left_out = _curated_texts(extraction, curated.tables)
    for name in (*PAGES, *ROWS):
        rows = _kept(extraction.parts[name], name, touched, left_out)
        if rows is None or not rows.num_rows:
            continue
        own, before = frame(name, rows), curated.places.get(name, Places())
        tables[name] = pd.concat([curated.tables[name], own], ignore_index=True)
        places[name] = PartPlaces.after(before, extraction, rows, contract()[name].primary_key[0])
        told.add(refused(name, own), _place(places[name], len(before.files)))
    records = Records(tables, places, curated.problems)
    return Gathered(extraction, curated, records, ids, touched, left_out, told.problems())


def _place(places: Places, first: int) -> Place:
    """Places of extracted rows by their number among these, which follow the curated ones."""
    return lambda _table, row: (places.of(first + row)[0], places.record(first + row))


def frame(table: str, rows: pa.Table) -> pd.DataFrame:
    """Rows of a table as the frame everything else works on: the contract's columns, those to be derived null."""
    schema = contract()[table].arrow
    arrays = [_plain(rows[f.name]) if f.name in rows.schema.names else pa.nulls(rows.num_rows, f.type) for f in schema]
    return from_arrow(pa.Table.from_arrays(arrays, names=schema.names))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _statements(extraction: Extraction) -> tuple[pa.ChunkedArray, pa.Array]:
    """Ids of all statements, and of those that share a claim or an encounter with others."""
    ids, together = [], [pa.array([], pa.string())]
    for part in extraction.parts["statements"]:
        rows = part.read(["statement_id", *TOGETHER])
        ids += rows["statement_id"].chunks
        shared = [pc.is_valid(rows[name]) for name in TOGETHER if rows[name].null_count < rows.num_rows]
        together += [rows["statement_id"].filter(mask).combine_chunks() for mask in shared]
    return pa.chunked_array(ids, pa.string()), pa.concat_arrays(together)


def _referred(tables: Tables, ids: pa.ChunkedArray) -> pa.Array:
    """Extracted statements that curated records name."""
    named = [pa.array([], pa.string())]
    for name, spec in contract().items():
        for column in spec.columns.values():
            if column.fk == "statements" and len(tables[name]):
                named += pa.chunked_array(pa.array(tables[name][column.name])).chunks
    wanted = pa.concat_arrays(named).drop_null().unique()
    own = pa.array(tables["statements"]["statement_id"])
    wanted = wanted.filter(pc.invert(pc.is_in(wanted, value_set=own)))
    return wanted.filter(pc.is_in(wanted, value_set=ids)) if len(wanted) else wanted


def _curated_texts(extraction: Extraction, tables: Tables) -> pa.Array:
    """Extracted articles whose very text is a curated article's."""
    known = pa.array(tables["articles"]["text_sha256"]).drop_null()
    found = [pa.array([], pa.string())]
    for part in extraction.parts["articles"]:
        rows = part.read(["article_id", "text_sha256"])
        found += rows.filter(pc.is_in(rows["text_sha256"], value_set=known))["article_id"].chunks
    return pa.concat_arrays(found)


def _kept(parts: Sequence[Part], name: str, touched: pa.Array, left_out: pa.Array) -> pa.Table | None:
    """Rows of the small tables but for what is left out; of the large ones those of touched statements."""
    if name in ROWS and not len(touched):
        return None
    read = list(_read(parts, name, touched, left_out))
    return pa.concat_tables(read) if read else None


def _read(parts: Sequence[Part], name: str, touched: pa.Array, left_out: pa.Array) -> Iterator[pa.Table]:
    for part in parts:
        rows = part.read()
        if name in ROWS:
            rows = rows.filter(pc.is_in(rows["statement_id"], value_set=touched))
        if len(left_out) and "article_id" in rows.schema.names:
            rows = rows.filter(pc.invert(pc.is_in(rows["article_id"], value_set=left_out)))
        yield rows
