"""One published version as a folder: tables, mirrors, descriptions, notes and sums, written whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from communique_schema.spec import tables as contract

from .. import pipeline
from ..content import as_text, content
from ..diffing import Diff, notes
from ..problems import PublishError
from ..publish.run import write_joined, write_tables
from ..publish.swap import created, replacing
from ..reading.files import CONTENT, SUMS, Folder
from ..reading.release import Release
from ..tables import Tables
from .about import LOCK, About, Project, described_by
from .documents import documents
from .gate import GateError, declared, intact, judge, previous, published, unchanged
from .provenance import provenance

SCRIPT = "recompute.py"


@dataclass(frozen=True)
class Released:
    """What became of a version: its folder, whether it was written now, what changed since the one before."""

    folder: Path
    version: str
    written: bool
    changes: Diff | None
    dataset1: str


def release(tables: Tables, dataset: Path, dist: Path) -> Released:
    """Publish the ledger's newest version into ``dist/<version>``.

    ``tables`` are checked frames, ``dataset`` the folder of records, beside which the project's other files stand. Where
    the version stands published and says the same, nothing is done. Raises :class:`~communique.release.gate.GateError`
    with every reason the policy refuses it for, :class:`~communique.problems.PublishError` where it cannot be written;
    ``dist`` is then as it was.
    """
    version = declared(tables)
    refused = intact(dist, tables)
    if version not in published(tables):
        refused.append(f"{dataset.name}/releases.yml: version {version} is still working; to publish it, set release_stage: "
                       "published and released_on")  # fmt: skip
    if refused:
        raise GateError(refused)
    if (dist / version).is_dir():
        with staged(tables) as candidate:
            unchanged(dist / version, candidate)
        return Released(dist / version, version, False, None, Release(dist / version).content["dataset1"])
    project = described_by(dataset.parent)
    with replacing(dist, version, then=lambda: _enter(dist, version)) as folder:
        changes, dataset1 = _write(folder, tables, dataset, previous(dist, version, tables), project)
    return Released(dist / version, version, True, changes, dataset1)


def check(tables: Tables, dist: Path) -> tuple[str, Diff | None]:
    """The gate without publishing: (verdict in a line, what changed since the newest published version).

    Raises :class:`~communique.release.gate.GateError` as :func:`release` would, but lets a working version be.
    """
    if refused := intact(dist, tables):
        raise GateError(refused)
    version, listed = declared(tables), published(tables)
    with staged(tables) as candidate:
        if version in listed and (dist / version).is_dir():
            unchanged(dist / version, candidate)
            return f"{version} is published and the records say the same", None
        before = previous(dist, version, tables)
        changes = judge(candidate, before)
    if before is None:
        return f"{version} would be the first version", None
    assert changes is not None  # noqa: S101 (there is one before)
    return f"{version} may follow {before.version}: {changes.bump}", changes


@contextmanager
def staged(tables: Tables) -> Iterator[Release]:
    """The tables as a release to hold against another, in a folder that goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="communique-") as folder:
        meta, specs = pipeline.meta(tables), contract()
        write_joined(Path(folder), write_tables(Path(folder), tables, meta, specs), meta, specs)
        yield Release(Path(folder))


def _write(
    folder: Path, tables: Tables, dataset: Path, before: Release | None, project: Project
) -> tuple[Diff | None, str]:
    specs = contract()
    with staged(tables) as candidate:
        changes = judge(candidate, before)
        rows = {name: candidate.arrow(name) for name in candidate.tables}
        held = content({name: rows[name] for name in specs}, candidate.specs, candidate.about)
    meta = pipeline.meta(tables, str(held["dataset1"]))
    written = write_tables(folder, tables, meta, specs)
    flat = write_joined(folder, written, meta, specs)
    _put(folder, {CONTENT: as_text(held).encode(), SCRIPT: (Path(__file__).parent / SCRIPT).read_bytes()})
    about = about_release(tables, project, meta, str(held["dataset1"]))
    files = {name: (folder / name).read_bytes() for name in Folder(folder).names()}
    made_from = provenance(dataset, dataset.parent / LOCK)
    _put(folder, documents(written, flat, specs, about, files, project.licences, made_from))
    said = changes.as_dict() if changes is not None else {"from": None, "to": about.version}
    _put(folder, {"CHANGES.md": notes(changes, Release(folder)).encode(), "changes.json": as_text(said).encode()})
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in Folder(folder).names()}
    _put(folder, {SUMS: "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()})
    return changes, str(held["dataset1"])


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with created(path) as file:
            file.write(data)


def about_release(tables: Tables, project: Project, meta: Mapping[str, str], dataset1: str) -> About:
    """What every description of a release says: of the project, the ledger and the tables, and of nothing else."""
    ledger = tables["releases"]
    row = {k: None if pd.isna(v) else str(v) for k, v in ledger[ledger["version"] == meta["version"]].iloc[0].items()}
    return About(
        title=meta["title"],
        version=meta["version"],
        licence=meta["licence"],
        data_through=meta["data_through"],
        released_on=str(row["released_on"]),
        doi=row["doi"],
        notes=row["notes"],
        description=project.description,
        keywords=project.keywords,
        authors=project.authors,
        dataset1=dataset1,
    )


def _enter(dist: Path, version: str) -> None:
    """Add the version to ``dist/SHA256SUMS``, whole or not at all."""
    path = dist / SUMS
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    digest = hashlib.sha256((dist / version / SUMS).read_bytes()).hexdigest()
    lines = sorted({*lines, f"{digest}  {version}/{SUMS}"}, key=lambda line: line.partition("  ")[2])
    try:
        handle, name = tempfile.mkstemp(prefix=f".{SUMS}", dir=dist)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as error:
        raise PublishError(
            f"{path} cannot be written ({error.strerror}); free it, delete {dist / version} and run communique release again"
        ) from error
