"""The gate: what must hold before a version may be published, and of those that have been.

The ledger says which versions there are; ``dist/SHA256SUMS`` holds the sum of each published folder's own SHA256SUMS, so
that ``sha256sum -c`` in both proves every published byte.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from ..diffing import Diff, diff
from ..problems import CommuniqueError
from ..reading.at_hand import is_version, numbers
from ..reading.entities import table_of
from ..reading.errors import DamagedReleaseError, ReleaseError, UnknownIdError
from ..reading.files import SUMS, Folder, sums_in
from ..reading.release import Release
from ..tables import Tables, yes


class GateError(CommuniqueError):
    """A version may not be published as it stands; ``refusals`` has every reason, a line each."""

    def __init__(self, refusals: list[str]) -> None:
        super().__init__("\n".join(refusals))
        self.refusals = refusals


def published(tables: Tables, stage: str = "published") -> list[str]:
    """Versions the ledger calls published (or another ``stage``), oldest first."""
    rows = tables["releases"]
    listed = rows.loc[yes(rows["release_stage"] == stage), "version"]
    return sorted(map(str, listed), key=numbers)


def declared(tables: Tables) -> str:
    """The highest version of the ledger, working or published."""
    return max(map(str, tables["releases"]["version"]), key=numbers)


def intact(dist: Path, tables: Tables) -> list[str]:
    """What is wrong with the published folders: altered, lost, or unknown to the ledger; a line each, with the way out."""
    return [*_intact(dist, tables)]


def _intact(dist: Path, tables: Tables) -> Iterator[str]:
    there = {p.name for p in dist.iterdir() if p.is_dir() and is_version(p.name)} if dist.is_dir() else set()
    listed = published(tables)
    sums = _sums(dist)
    withdrawn = published(tables, "withdrawn")
    for version in sorted(there, key=numbers):
        if version in withdrawn:
            yield from _withdrawn(dist, version, sums)
            continue
        if version not in listed:
            yield f"{dist.name}/{version}: the ledger knows no published version {version}; enter it in releases.yml again"
        if (of := f"{version}/{SUMS}") not in sums:
            yield (f"{dist.name}/{SUMS}: no line for {of}; take the file back from version control, or delete the folder if "
                   "it was never committed, and publish again")  # fmt: skip
        else:
            yield from (f"{dist.name}/{version}/{said}" for said in _altered(dist / version, sums[of]))
    for version in withdrawn:
        if not any(numbers(later) > numbers(version) for later in listed):
            yield (f"{dist.name}/{version}: withdrawn, and no later version is published to compare the next one with; publish "
                   "one with the tombstones first")  # fmt: skip
    newest = listed[-1] if listed else None
    for version in sorted({*listed, *(name.partition("/")[0] for name in sums)} - there, key=str):
        if version != newest or f"{version}/{SUMS}" in sums:  # the newest may be about to be written
            yield f"{dist.name}/{version}: a published version is gone; take it back from version control"


def _withdrawn(dist: Path, version: str, sums: Mapping[str, str]) -> Iterator[str]:
    """Of a withdrawn version a notice and its SHA256SUMS are left, so that a copy can still be known for what it is."""
    folder = dist / version
    if (folder / "tables").exists():
        yield f"{dist.name}/{version}: withdrawn in the ledger, and its tables are still here; leave the notice and {SUMS}"
    kept = folder / SUMS
    if not kept.is_file() or hashlib.sha256(kept.read_bytes()).hexdigest() != sums.get(f"{version}/{SUMS}"):
        yield f"{dist.name}/{version}/{SUMS}: altered or gone; take it back from version control"


def _altered(folder: Path, expected: str) -> Iterator[str]:
    """Files of a published folder that are not as they were, by its sums and by the sum of these."""
    way_out = "a published folder never changes: take it back from version control, and publish another version"
    files = Folder(folder)
    names = set(files.names())
    if SUMS not in names or hashlib.sha256(files.raw(SUMS)).hexdigest() != expected:
        yield f"{SUMS}: altered; {way_out}"
        return
    for name, digest in files.sums.items():
        if name not in names:
            yield f"{name}: gone; {way_out}"
        elif hashlib.sha256(files.raw(name)).hexdigest() != digest:
            yield f"{name}: altered; {way_out}"
    for name in sorted(names - files.sums.keys() - {SUMS}):
        yield f"{name}: was not part of it; {way_out}"
    for path in sorted(path for path in folder.rglob("*") if path.is_symlink()):
        yield f"{path.relative_to(folder).as_posix()}: a link and no file; {way_out}"


def _sums(dist: Path) -> dict[str, str]:
    path = dist / SUMS
    if not path.is_file():
        return {}
    try:
        found = dict(sums_in(path.read_text("utf-8", errors="replace"), str(path)))
    except DamagedReleaseError as error:
        raise GateError([f"{str(error).partition(';')[0]}; take the file back from version control"]) from None
    for name in found:
        version, _, rest = name.partition("/")
        if not is_version(version) or rest != SUMS:
            raise GateError([f"{path}: a line for {name}, and only VERSION/{SUMS} belongs there; take the file back from "
                             "version control"])  # fmt: skip
    return found


def previous(dist: Path, version: str, tables: Tables) -> Release | None:
    """The newest published release below ``version``; None for the first."""
    below = [v for v in published(tables) if numbers(v) < numbers(version) and (dist / v).is_dir()]
    return Release(dist / below[-1]) if below else None


def judge(candidate: Release, before: Release | None) -> Diff | None:
    """What changed since the release before, where the policy lets it pass; raises :class:`GateError` where it does not."""
    if before is None:
        return None
    found = diff(before, candidate)
    refused = [f"{r.where}: {r.message} [{r.code}]; {r.fix}" for r in found.refusals] + ledger_kept(before, candidate)
    refused += [
        _of_nothing(reason.subject) for reason in found.reasons if not _known(reason.subject, before, candidate)
    ]
    if refused:
        raise GateError(refused)
    return found


def _known(subject: str, *releases: Release) -> bool:
    """Whether a reason's subject is the licence, a table, a column, or an id of one of the releases."""
    return subject == "licence" or any(_has(release, subject) for release in releases)


def _has(release: Release, subject: str) -> bool:
    table, _, column = subject.partition(".")
    columns = release.specs[table].columns if table in release.tables else release.views.get(table)
    if columns is not None:
        return not column or column in columns
    with suppress(UnknownIdError):
        return bool(table_of(release, subject))
    return False


def _of_nothing(subject: str) -> str:
    return (f"releases.yml: a reason is given for {subject}, which is no id, table or table.column of this version or the one "
            "before; correct it")  # fmt: skip


def ledger_kept(before: Release, candidate: Release) -> list[str]:
    """Rows of the ledger that ``before`` was published with and that say something else now, but for a withdrawal."""
    refused = []
    for table, key in (("releases", ("version",)), ("release_reasons", ("version", "subject"))):
        if table not in before.tables:
            continue
        now = {tuple(row[k] for k in key): row for row in candidate.arrow(table).to_pylist()}
        for row in before.arrow(table).to_pylist():
            if table == "releases" and row["release_stage"] == "working":
                continue
            found = dict(now.get(tuple(row[k] for k in key), {}))
            if found.get("release_stage") == "withdrawn":
                found["release_stage"] = row["release_stage"]
            if found != row:
                named = " ".join(str(row[k]) for k in key)
                refused.append(f"releases.yml: {named}: published with version {before.version} and changed since; put the "
                               "entry back as it was")  # fmt: skip
    return refused


def unchanged(folder: Path, candidate: Release) -> None:
    """Nothing, where a published folder says what the records say; raises :class:`GateError` where they have moved on."""
    try:
        stands = Release(folder)
        found = diff(stands, candidate)
    except ReleaseError as error:
        raise GateError([str(error)]) from None
    if found.bump != "none":
        version = candidate.version
        raise GateError([
            f"{version} is published and the records have changed since ({found.bump}): a published version never changes; "
            f"add version {found.required(version)} or a higher one to releases.yml, release_stage: working"
        ])  # fmt: skip
    if refused := ledger_kept(stands, candidate):
        raise GateError(refused)
