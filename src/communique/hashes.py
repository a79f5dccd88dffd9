r"""Content hashes: what a row, a record, a table and the whole dataset say, whatever format carries them.

``row1``      SHA-256 of ``row1``, the table's name and the row as canonical JSON, a line feed between each.
``record1``   SHA-256 of ``record1`` and the sorted lines ``table <tab> key <tab> row hash`` of a row and its parts.
``table1``    SHA-256 of ``table1``, the table's name and the sorted lines ``key <tab> row hash``.
``dataset1``  SHA-256 of ``dataset1`` and the sorted lines ``table <tab> table hash``.

Every line ends with a line feed, the canonical JSON alone does not.

Canonical JSON: an object of the row's hashed columns, nulls left out, names sorted by code point, no white space, days as
ISO texts, no floats. In a text only these are escaped: \" \\ \b \f \n \r \t, and the other characters below U+0020
as \u00xx in lower case; the rest stands as it is, in UTF-8. A key is the JSON array of its values, nulls left out. Lines
are sorted by code point, which is the order of their UTF-8 bytes. Derived columns and tables enter none of these; they
are hashed apart (key and derived columns, the same way, under the same tags), so that a citation does not break because
time passed.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import pyarrow as pa
import pyarrow.compute as pc

from .reading.described import KINDS, Described, parts

_ESCAPED = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\b", "\\b"), ("\f", "\\f"))
_CONTROL = r"[\x00-\x1f]"
_SPECIAL = r'[\x00-\x1f"\\]'
RowHashes = list[tuple[str, str]]
"""(key as JSON, row hash) of every row, in the table's order."""


def row_hashes(table: pa.Table, of: Described, names: Sequence[str] | None = None) -> RowHashes:
    """``row1`` of every row of ``table``.

    ``table`` has the columns of ``of`` in any order and any Arrow type that casts to theirs (DuckDB's, Polars', a CSV's).
    ``names`` are the columns hashed (default: those the contract says).
    """
    keys = _values(table, of, of.key, "[", "]", named=False)
    rows = _values(table, of, sorted(of.hashed if names is None else names), "{", "}", named=True)
    begun = sha256(f"row1\n{of.name}\n".encode())
    hashes = []
    for row in rows.cast(pa.binary()).to_pylist():
        one = begun.copy()
        one.update(row)
        hashes.append(one.hexdigest())
    return list(zip(keys.to_pylist(), hashes, strict=True))


def table_hash(name: str, rows: RowHashes) -> str:
    """``table1`` of a table from its row hashes."""
    return _lines(f"table1\n{name}\n", (f"{key}\t{row}" for key, row in rows))


def derived_hash(table: pa.Table, of: Described) -> str | None:
    """The same over key and derived columns; None where nothing is derived."""
    if not of.derived:
        return None
    return table_hash(of.name, row_hashes(table, of, sorted({*of.key, *of.derived})))


def dataset_hash(tables: Mapping[str, str]) -> str:
    """``dataset1`` from table name -> ``table1``."""
    return _lines("dataset1\n", (f"{name}\t{hash_}" for name, hash_ in tables.items()))


def record_hash(rows: Iterable[tuple[str, str, str]]) -> str:
    """``record1`` from (table, key as JSON, row hash) of a row and all its parts."""
    return _lines("record1\n", (f"{name}\t{key}\t{row}" for name, key, row in rows))


def record_hashes(name: str, tables: Mapping[str, pa.Table], specs: Mapping[str, Described]) -> dict[str, str]:
    """``record1`` of every row of ``name`` by id; whole tables are hashed once, never row by row.

    A row of a part that belongs to no row there is enters no record: only a damaged copy has such.
    """
    of = specs[name]
    rows = row_hashes(tables[name], of)
    ids = _texts(tables[name], of.key[0])
    lines = {key: [(name, said, row)] for key, (said, row) in zip(ids, rows, strict=True)}
    owners: dict[str, dict[str, str]] = {name: dict(zip(ids, ids, strict=True))}
    for part, column in parts(name, specs):
        above = owners[part.parent[0] if part.parent else name]
        mine = _texts(tables[part.name], column)
        if part.prefix:
            keys = _texts(tables[part.name], part.key[0])
            owners[part.name] = {key: above[owner] for key, owner in zip(keys, mine, strict=True) if owner in above}
        for owner, (said, row) in zip(mine, row_hashes(tables[part.name], part), strict=True):
            if owner in above:
                lines[above[owner]].append((part.name, said, row))
    return {key: record_hash(listed) for key, listed in lines.items()}


def _texts(table: pa.Table, column: str) -> list[str]:
    values: list[str] = table.column(column).to_pylist()
    return values


def _lines(head: str, lines: Iterable[str]) -> str:
    return sha256((head + "".join(f"{line}\n" for line in sorted(lines))).encode()).hexdigest()


def _values(table: pa.Table, of: Described, names: Sequence[str], first: str, last: str, *, named: bool) -> pa.Array:
    """Each row's values as JSON, made from whole columns; nulls are left out."""
    if not names:
        return pa.array([first + last] * table.num_rows, pa.string())
    texts = []
    for name in names:
        text = _json(_one(table.column(name)), of.columns[name].kind)
        texts.append(pc.binary_join_element_wise(f'"{name}":', text, "") if named else text)
    joined = pc.binary_join_element_wise(*texts, ",", null_handling="skip") if len(texts) > 1 else texts[0]
    joined = pc.fill_null(joined, "")
    return pc.binary_join_element_wise(first, joined, last, "")


def _one(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _json(column: pa.Array, kind: str) -> pa.Array:
    """A column as JSON texts, null where it is null."""
    column = column if column.type == KINDS[kind] else column.cast(KINDS[kind])
    if kind == "text":
        return _quoted(column)
    text = column.cast(pa.string())
    return pc.binary_join_element_wise('"', text, '"', "") if kind == "date32" else text


def _quoted(column: pa.Array) -> pa.Array:
    if pc.any(pc.match_substring_regex(column, _SPECIAL)).as_py():  # rare, and a look costs less than eight passes
        for found, said in _ESCAPED:
            column = pc.replace_substring(column, found, said)
        if pc.any(pc.match_substring_regex(column, _CONTROL)).as_py():
            for code in range(32):  # what is left of them; the frequent ones have signs of their own
                column = pc.replace_substring(column, chr(code), f"\\u{code:04x}")
    return pc.binary_join_element_wise('"', column, '"', "")
