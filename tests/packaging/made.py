"""A release folder of the real dataset, made as `communique release` makes it, for the tests beside it."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from communique.check import without_broken_keys
from communique.content import as_text, content
from communique.derive import derive
from communique.pipeline import meta
from communique.publish.run import write_joined, write_tables
from communique.reading.release import Release
from communique.records import read
from communique.release.about import About, described_by
from communique.release.documents import documents
from communique.release.folder import SCRIPT, about_release
from communique.release.provenance import provenance
from communique_schema.spec import tables as contract

ROOT = Path(__file__).parents[2]
RELEASED = "2026-11-24"
"""A day for the ledger's working version, which has none."""


class Made(NamedTuple):
    """A release folder, what it was made of, and the documents written into it."""

    folder: Path
    about: About
    tables: dict[str, pa.Table]
    joined: dict[str, pa.Table]
    files: dict[str, bytes]
    documents: dict[str, bytes]

    def again(self) -> dict[str, bytes]:
        """The documents, written once more."""
        return documents(self.tables, self.joined, contract(), self.about, self.files, *_of_project())


def _of_project() -> tuple[dict[str, str], dict[str, object]]:
    return described_by(ROOT).licences, provenance(ROOT / "dataset", ROOT / "requirements.lock")


def make(folder: Path) -> Made:
    """The real dataset as a release in ``folder``, which is empty; without notes and sums."""
    frames = derive(without_broken_keys(read(ROOT / "dataset").tables))
    said, specs = meta(frames), contract()
    tables = write_tables(folder, frames, said, specs)
    joined = write_joined(folder, tables, said, specs)
    release = Release(folder)
    held = content(tables, release.specs, release.about)
    (folder / "CONTENT.json").write_text(as_text(held), "utf-8")
    (folder / SCRIPT).write_bytes((ROOT / "src/communique/release" / SCRIPT).read_bytes())
    about = replace(about_release(frames, described_by(ROOT), said, held["dataset1"]), released_on=RELEASED)
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    written = documents(tables, joined, specs, about, files, *_of_project())
    for name, data in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Made(folder, about, tables, joined, files, written)
