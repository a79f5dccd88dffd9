"""Permanent ids: none is lost, none comes back, and every tombstone tells the truth about the row it stands for."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..hashes import record_hashes
from ..reading.described import parts
from ..reading.release import Release
from . import policy
from .model import Refusal, Retired

Row = Mapping[str, Any]


class Ids:
    """The ids of one release: those in use, by table, and its tombstones by the id they stand for."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.tables = [name for name, spec in release.specs.items() if spec.prefix]

    def of(self, table: str) -> pa.ChunkedArray:
        """Ids of a table, in its order."""
        return self.release.arrow(table).column(self.release.spec(table).key[0])

    @cached_property
    def tombstones(self) -> dict[str, Row]:
        """Retired id -> its row of ``retired_ids``."""
        rows = self.release.arrow(policy.RETIRED).to_pylist() if policy.RETIRED in self.release.tables else []
        return {row["old_id"]: row for row in rows if row.get("old_id")}

    def tables_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Id -> table, for those of the ids that are in use."""
        asked = pa.array(ids, pa.string())
        found: dict[str, str] = {}
        for name in self.tables if ids else ():
            there = asked.filter(pc.is_in(asked, value_set=self.of(name).combine_chunks()))
            found |= dict.fromkeys(there.to_pylist(), name)
        return found

    def records(self, table: str, ids: Sequence[str]) -> dict[str, str]:
        """Id -> ``record1`` of some rows of a table; only these rows and their parts are hashed."""
        specs, release = self.release.specs, self.release
        owners = {table: pa.array(ids, pa.string())}
        rows = release.arrow(table)
        cut = {table: rows.filter(pc.is_in(self.of(table), value_set=owners[table]))}
        for part, column in parts(table, specs):
            rows = release.arrow(part.name)
            above = owners[part.parent[0] if part.parent else table]
            cut[part.name] = rows.filter(pc.is_in(rows.column(column), value_set=above))
            owners[part.name] = cut[part.name].column(part.key[0]).combine_chunks()
        return record_hashes(table, cut, specs)


def retired(old: Ids, new: Ids) -> list[Retired]:
    """Rows of the old release that have a tombstone in the new one, by id."""
    fresh = sorted(set(new.tombstones) - set(old.tombstones))
    found = []
    for id_, table in sorted(old.tables_of(fresh).items()):
        row = new.tombstones[id_]
        found.append(Retired(id_, table, _label(old.release, table, id_), row.get("reason") or "", row.get("replaced_by"),
                             row.get("since_version") or "", row.get("note"), row.get("last_record_sha256")))  # fmt: skip
    return found


def _label(release: Release, table: str, id_: str) -> str | None:
    spec = release.spec(table)
    if spec.label is None or spec.label not in spec.columns:
        return None
    rows = release.arrow(table)
    said = rows.column(spec.label)[pc.index(rows.column(spec.key[0]), id_).as_py()].as_py()
    return None if said is None else str(said)


def refusals(old: Ids, new: Ids) -> list[Refusal]:
    """Every breach of the promise that ids never die, by id."""
    return [*_gone(old, new), *_in_use(old, new), *_old_tombstones(old, new), *_new_tombstones(old, new)]


def _gone(old: Ids, new: Ids) -> Iterator[Refusal]:
    for name in old.tables:
        ids = old.of(name)
        if name in new.tables:
            ids = ids.filter(pc.invert(pc.is_in(ids, value_set=new.of(name).combine_chunks())))
        gone = ids.to_pylist()
        elsewhere = new.tables_of(gone)
        for id_ in gone:
            where = f"{name}: {id_}"
            if id_ in elsewhere:
                if name in new.release.tables:  # else the table was renamed, which is a change of schema
                    yield Refusal("id-moved", where, f"it stands in {elsewhere[id_]} now",
                                  "mint a new id there, and retire this one with a tombstone")  # fmt: skip
            elif id_ not in new.tombstones:
                yield Refusal("entity-gone", where, "it is gone and has no tombstone",
                              "put it back, or add its tombstone to retired_ids.csv")  # fmt: skip


def _in_use(old: Ids, new: Ids) -> Iterator[Refusal]:
    for id_, table in sorted(new.tables_of(sorted({*old.tombstones, *new.tombstones})).items()):
        since = {**new.tombstones, **old.tombstones}[id_].get("since_version")
        yield Refusal("retired-id-in-use", f"{table}: {id_}", f"it was retired in {since}, and is in use again",
                      "give the row a new id; a retired one is never used again")  # fmt: skip


def _old_tombstones(old: Ids, new: Ids) -> Iterator[Refusal]:
    for id_, before in sorted(old.tombstones.items()):
        where = f"{policy.RETIRED}: {id_}"
        after = new.tombstones.get(id_)
        if after is None:
            yield Refusal("tombstone-gone", where, "its tombstone was published, and is gone", "put its line back")
            continue
        for name in policy.FROZEN:
            if before.get(name) != after.get(name):
                yield Refusal("tombstone-altered", where, f"{name} was {before.get(name)}, and is {after.get(name)}",
                              "put back what was published; only reason, replaced_by and note may be set anew")  # fmt: skip


def _new_tombstones(old: Ids, new: Ids) -> Iterator[Refusal]:
    """Tombstones since the old release. Of those a release between the two brought, that release was the judge."""
    between = versions_between(old.release, new.release)
    fresh = [id_ for id_ in sorted(new.tombstones) if id_ not in old.tombstones
             and new.tombstones[id_].get("since_version") not in between]  # fmt: skip
    stood = old.tables_of(fresh)
    hashes: dict[str, str] = {}
    for table in sorted(set(stood.values())):
        hashes |= old.records(table, [id_ for id_ in fresh if stood.get(id_) == table])
    for id_ in fresh:
        said, where = new.tombstones[id_], f"{policy.RETIRED}: {id_}"
        if id_ not in stood:
            yield Refusal("tombstone-of-nothing", where, f"version {old.release.version} has no such id",
                          "correct old_id; an id that was never published needs no tombstone")  # fmt: skip
            continue
        if said.get("table_name") != stood[id_]:
            yield Refusal("tombstone-wrong-table", where, f"it stood in {stood[id_]}, not in {said.get('table_name')}",
                          f"write {stood[id_]} in table_name")  # fmt: skip
        if said.get("since_version") != new.release.version:
            yield Refusal("tombstone-wrong-version", where,
                          f"the first version without it is {new.release.version}, not {said.get('since_version')}",
                          f"write {new.release.version} in since_version")  # fmt: skip
        if said.get("last_record_sha256") != hashes[id_]:
            yield Refusal("tombstone-wrong-hash", where, f"last_record_sha256 is {said.get('last_record_sha256') or 'empty'}",
                          f"write {hashes[id_]}, the hash it had in {old.release.version}")  # fmt: skip


def versions_between(old: Release, new: Release) -> frozenset[str]:
    """Versions the new release's ledger lists after the old release and before the new one."""
    ledger = new.arrow("releases")
    listed = ledger.column("version").to_pylist() if "version" in ledger.column_names else []
    first, last = policy.parsed(old.version), policy.parsed(new.version)
    return frozenset(version for version in listed if version and first < policy.parsed(version) < last)


def version_refusals(old: Release, new: Release, required: str) -> list[Refusal]:
    """Whether the new release's version is what the changes take; asked only where something differs."""
    where, fix = f"version {new.version}", f"declare {required} or higher in the ledger"
    if policy.parsed(new.version) <= policy.parsed(old.version):
        said = f"it is no higher than {old.version}, and something differs"
        return [Refusal("version-not-higher", where, said, fix)]
    if policy.parsed(new.version) < policy.parsed(required):
        return [Refusal("version-too-low", where, f"the changes since {old.version} take {required}", fix)]
    return []
