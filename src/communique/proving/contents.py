"""Tables held against CONTENT.json, whatever format they come out of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from ..hashes import RowHashes, dataset_hash, row_hashes, table_hash
from ..problems import CommuniqueError, count
from ..reading.described import KINDS, Column, Described
from ..reading.errors import DamagedReleaseError
from .proof import Check

NAMED = 3
"""How many rows that differ are named."""
UNREADABLE = (CommuniqueError, pa.ArrowException, OSError, ValueError, LookupError, TypeError)
"""What reading and hashing a damaged table may raise."""
Load = Callable[[str, Described], pa.Table]
"""A table by name, with at least the columns that are hashed, in any type that casts to theirs."""


@dataclass(frozen=True)
class Stated:
    """What a release states of itself: the hashes of CONTENT.json, and each table as it says it is hashed."""

    said: Mapping[str, Any]
    specs: dict[str, Described] = field(default_factory=dict)


def stated(content: Mapping[str, Any]) -> Stated:
    """CONTENT.json understood. Raises :class:`~communique.reading.errors.DamagedReleaseError` where it makes no sense."""
    try:
        specs = {name: _described(name, said) for name, said in content["tables"].items()}
        each = [said[name] for said in content["tables"].values() for name in ("table1", "derived1")]
        whole = [content["dataset1"], content["derived1"], content["version"]]
    except (LookupError, TypeError, AttributeError) as error:
        raise DamagedReleaseError(
            f"CONTENT.json: not what a release states ({error!r}); get the release again"
        ) from None
    if not all(isinstance(value, str) for value in (*whole, *filter(None, each))):
        raise DamagedReleaseError("CONTENT.json: not what a release states (no hashes); get the release again")
    return Stated(content, specs)


def _described(name: str, said: Mapping[str, Any]) -> Described:
    kinds = {**said["columns"], **said["derived"]}
    if unknown := {*kinds.values()} - KINDS.keys() or {*said["key"]} - kinds.keys():
        raise LookupError(f"{name}: {', '.join(sorted(map(str, unknown)))}")
    columns = {
        column: Column(column, kind, True, column, "", "derived" if column in said["derived"] else "", None, None, None,
                       column in said["columns"], False)
        for column, kind in kinds.items()
    }  # fmt: skip
    return Described(name, "", "", tuple(said["key"]), None, columns)


def hold(what: str, load: Load, against: Stated, pattern: Load | None = None) -> Iterator[Check]:
    """One check for all tables that hash as stated, one for each that does not, one for each hash of the whole.

    ``what`` is what to call them (``tables/*.parquet``; the star stands for the table). ``pattern`` gives tables known to
    hold, if there are such: by them the rows that differ are named.
    """
    found: dict[str, dict[str, str]] = {"table1": {}, "derived1": {}}
    rows = held = 0
    for name, of in against.specs.items():
        place, said = what.replace("*", name), against.said["tables"][name]
        try:
            table = load(name, of)
            for kind, names in _hashed(of):
                hashes = row_hashes(table, of, names)
                found[kind][name] = table_hash(name, hashes)
        except UNREADABLE as error:
            yield Check(place, False, _reason(error))
            continue
        wrong = [kind for kind in found if found[kind].get(name) != said[kind]]
        for kind in wrong:
            yield Check(place, False, _differs(kind, found[kind].get(name), said[kind], table, of, pattern))
        held, rows = held + (not wrong), rows + table.num_rows
    tables = count(len(against.specs), "table")
    yield Check(what, held == len(against.specs), f"{held} of {tables} hash as stated; {count(rows, 'row')}")
    for whole, kind in (("dataset1", "table1"), ("derived1", "derived1")):
        yield _whole(what, whole, found[kind], against, [n for n, s in against.said["tables"].items() if s[kind]])


def _hashed(of: Described) -> Iterator[tuple[str, tuple[str, ...]]]:
    if of.hashed:
        yield "table1", of.hashed
    if of.derived:
        yield "derived1", tuple({*of.key, *of.derived})


def _whole(what: str, whole: str, found: Mapping[str, str], against: Stated, wanted: list[str]) -> Check:
    said = against.said[whole]
    if lacking := [name for name in wanted if name not in found]:
        return Check(f"{whole} of {what}", False, f"cannot be computed without {', '.join(lacking)}; stated as {said}")
    hash_ = dataset_hash(found)
    return Check(f"{whole} of {what}", hash_ == said, hash_ if hash_ == said else f"{hash_}, stated as {said}")


def _reason(error: BaseException) -> str:
    """What went wrong in a line; a column that is not there is named as such."""
    said = (str(error).splitlines() or [""])[0]
    return said if isinstance(error, CommuniqueError) else f"cannot be read ({said or type(error).__name__})"


def _differs(
    kind: str, found: str | None, said: str | None, table: pa.Table, of: Described, pattern: Load | None
) -> str:
    head = f"{kind} is {found}, stated as {said}"
    if pattern is None:
        return head
    names = dict(_hashed(of)).get(kind, ())
    try:
        wanted = row_hashes(pattern(of.name, of), of, names)
    except UNREADABLE:
        return head
    if table_hash(of.name, wanted) != said:
        return head
    return "; ".join([head, *_rows(row_hashes(table, of, names), wanted)])


def _rows(here: RowHashes, wanted: RowHashes) -> Iterator[str]:
    """Which rows are other than they should be, the first of them by key."""
    ours, theirs = dict(here), dict(wanted)
    kinds = {
        "rows that differ": [key for key in theirs if key in ours and ours[key] != theirs[key]],
        "rows missing": [key for key in theirs if key not in ours],
        "rows too many": [key for key in ours if key not in theirs]
        + ([] if len(ours) == len(here) else ["a key twice"]),
    }
    for kind, keys in kinds.items():
        if keys:
            more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
            yield f"{kind}: {', '.join(sorted(keys)[:NAMED])}{more}"
