"""Diffing: what changed between two releases, what version that takes, and what is refused.

Works on what the releases themselves carry: the contract in their Parquet footers, their rows, and the reasons their
ledger gives. :mod:`.policy` is the version policy.
"""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from .model import Diff, Refusal

if TYPE_CHECKING:
    from ..reading.opened import Opened
    from ..reading.release import Release

__all__ = ["Diff", "Refusal", "diff", "notes"]


def diff(a: "str | PathLike[str] | Opened | Release", b: "str | PathLike[str] | Opened | Release") -> Diff:
    """What changed from release ``a`` to release ``b``.

    Each is a version at hand (``"0.1.0"``), the path of a release folder, a working build or a wheel, or a dataset already
    open (of one as of a day the whole release counts). Writes nothing and fetches nothing. Raises
    :class:`~communique.reading.errors.ReleaseError`: no such version or folder, or a damaged file.
    """
    from .compare import compare  # noqa: PLC0415 (pyarrow comes with it)

    return compare(_release(a), _release(b))


def notes(changes: Diff | None, release: "Release") -> str:
    """The ``CHANGES.md`` of a release: what ``changes`` says; of a first release, without one, what it holds."""
    from .first import first  # noqa: PLC0415

    return changes.as_markdown() if changes is not None else first(release)


def _release(named: "str | PathLike[str] | Opened | Release") -> "Release":
    from ..reading.at_hand import find, is_version  # noqa: PLC0415
    from ..reading.opened import Opened  # noqa: PLC0415
    from ..reading.release import Release  # noqa: PLC0415

    if isinstance(named, Opened):
        return named.release
    if isinstance(named, Release):
        return named
    if isinstance(named, str) and is_version(named) and not Path(named).is_dir():
        return Release(find(named))
    return Release(Path(named).expanduser())
