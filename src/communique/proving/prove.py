"""What is checked of a release folder, a wheel, a working build and a database."""

from collections.abc import Collection
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ..problems import CommuniqueError
from ..reading.errors import NotAReleaseError, ReleaseError
from ..reading.files import CONTENT, SUMS, Wheel, files_at
from ..reading.release import Release
from .proof import Check, Proof

if TYPE_CHECKING:
    from ..anchors.report import VerifyReport

ANCHORED = ("articles", "statements", "anchors")
"""Tables that say which words stand where."""


def prove(
    path: str | PathLike[str],
    sources: str | PathLike[str] | None = None,
    *,
    against: str | PathLike[str] | None = None,
    articles: Collection[str] = (),
    partial: bool = False,
) -> Proof:
    """Recompute all that can be recomputed of the release, the wheel, the working build or the database at ``path``.

    A release folder: every file against SHA256SUMS, and the content hashes of the Parquet files and of the CSV mirror. A
    wheel: the same of what it carries. A database: the content hashes of its rows, against the release at ``against``,
    else the one it lies in, else the one of its version at hand. A working build has nothing to be held against; its
    hashes are computed. With ``sources``, also every anchor (or those of ``articles``; with ``partial``, of those you
    have a copy of) against your copies of the texts: :func:`communique.anchors.verify.verify`.

    Damage is reported, not raised. Raises where there is nothing to check:
    :class:`~communique.reading.errors.NotAReleaseError`, for a database
    :class:`~communique.reading.errors.OtherReleaseError` and
    :class:`~communique.reading.errors.VersionNotAtHandError`, and :class:`~communique.problems.CommuniqueError` for a
    folder of texts that is none.
    """
    # A reader's start counts: what hashes and reads is loaded only here.
    from .database import is_database, of_database, release_of, version_of  # noqa: PLC0415

    here = _path(path)
    release: Release | None
    if is_database(here):
        version = version_of(here)
        release = release_of(here, version, _path(against) if against is not None else None)
        kind, checks = "database", list(of_database(here, release))
    elif against is not None:
        raise ReleaseError(f"{here}: no database, and only a database is held against a release; leave against= out")
    else:
        kind, release, checks = _published(here)
        version = release.version if release else ""
    anchors: VerifyReport | None = None
    if sources is not None:
        try:
            anchors = _anchors(release, _path(sources), articles, partial=partial)
        except _NoTablesError as error:
            checks.append(Check("anchors", False, f"not checked: {error}"))
    return Proof(str(here), kind, version, tuple(checks), anchors)


def _path(given: str | PathLike[str]) -> Path:
    try:
        return Path(given).expanduser()
    except RuntimeError as error:
        raise NotAReleaseError(f"{given}: {error}; write the path in full") from None


def _published(path: Path) -> tuple[str, Release | None, list[Check]]:
    """Kind, release (None where it does not open) and checks of what lies in a folder or a wheel."""
    from .published import of_build, of_files  # noqa: PLC0415

    files = files_at(path)
    names = {*files.names()}
    stating = {SUMS, CONTENT} & names
    if not stating:  # then it is a working build, or nothing of ours, and says so
        release = Release(path)
        return "working build", release, list(of_build(release))
    kind = "wheel" if isinstance(files, Wheel) else "release folder"
    try:
        opened, checks = Release(path), []
    except ReleaseError as error:
        opened, checks = None, [Check("release", False, f"does not open: {error}")]
    return kind, opened, [*checks, *of_files(files, opened)]


class _NoTablesError(CommuniqueError):
    """The tables that say where the words stand cannot be read."""


def _anchors(release: Release | None, folder: Path, articles: Collection[str], *, partial: bool) -> "VerifyReport":
    from ..anchors.verify import verify  # noqa: PLC0415

    if release is None:
        raise _NoTablesError("the release does not open")
    try:
        tables = {name: release.frame(name) for name in ANCHORED}
    except ReleaseError as error:
        raise _NoTablesError(str(error)) from None
    return verify(tables, folder, only=articles, partial=partial)
