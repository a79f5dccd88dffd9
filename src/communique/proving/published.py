"""The files of a release, in a folder or a wheel, held against what it states; and a working build, which states nothing."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ..content import content
from ..problems import count
from ..reading.described import Described
from ..reading.errors import ReleaseError
from ..reading.files import CONTENT, Files, Wheel
from ..reading.release import Release
from .contents import Stated, hold, stated
from .mirror import csv_table
from .proof import Check
from .sums import sums

BUNDLED = "_release"
"""Folder of the installed package that has what its wheel carried."""
PARQUET, CSV = "tables/*.parquet", "csv/*.csv"


def of_files(files: Files, release: Release | None) -> Iterator[Check]:
    """The checks of a release folder or a wheel; ``release`` is None where it does not open."""
    yield from sums(files, carried=isinstance(files, Wheel) or Path(files.where).name == BUNDLED)
    try:
        against = stated(json.loads(files.raw(CONTENT)))
    except FileNotFoundError:
        yield Check(CONTENT, False, "not there, so that no table can be held against its hash")
        return
    except (ReleaseError, OSError, ValueError) as error:
        yield Check(CONTENT, False, f"cannot be read ({error})")
        return
    yield from _same(release, against)

    def parquet(name: str, _of: Described) -> pa.Table:
        return pq.read_table(io.BytesIO(files.raw(PARQUET.replace("*", name))))

    def mirrored(name: str, _of: Described) -> pa.Table:
        return csv_table(files.raw(CSV.replace("*", name)))

    yield from hold(PARQUET, parquet, against)
    if any(name.startswith("csv/") for name in files.names()):
        yield from hold(CSV, mirrored, against, parquet)


def _same(release: Release | None, against: Stated) -> Iterator[Check]:
    """CONTENT.json speaks of the tables that are there."""
    if release is None:
        return
    if release.version != (version := against.said["version"]):
        yield Check(CONTENT, False, f"states version {version}, and the tables are of version {release.version}")
    for name in set(release.tables) - set(against.specs):
        yield Check(PARQUET.replace("*", name), False, f"a table {CONTENT} does not state")


def of_build(release: Release) -> Iterator[Check]:
    """What a working build hashes to."""
    for name in release.tables:
        try:
            release.arrow(name)
        except ReleaseError as error:
            yield Check(PARQUET.replace("*", name), False, str(error))
            return
    said = computed(release)
    what = f"{count(len(release.tables), 'table')} read; a working build states nothing they could be held against"
    yield Check(PARQUET, True, what)
    for whole in ("dataset1", "derived1"):
        yield Check(whole, True, str(said[whole]))


def computed(release: Release) -> dict[str, object]:
    """What CONTENT.json of a release would say. Raises :class:`~communique.reading.errors.DamagedReleaseError`."""
    return content({name: release.arrow(name) for name in release.tables}, release.specs, release.about)
