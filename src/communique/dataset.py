"""The dataset as a reader has it: a release opened, and what can be done with it."""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .reading.at_hand import find, is_version
from .reading.errors import NotAReleaseError, OtherReleaseError, ReleaseError
from .reading.opened import Opened
from .reading.release import Release

if TYPE_CHECKING:
    from .diffing import Diff
    from .proving import Proof

Style = Literal["text", "bibtex", "ris", "csl"]


def load(path: str | PathLike[str] | None = None, *, version: str | None = None) -> "Dataset":
    """Open a release: the bundled one, a ``version`` at hand, or the one at ``path`` (a folder, a wheel or a version).

    Reads no table yet: each is read when first asked for, and held against the release's own sums then. Nothing is written
    and no network is tried. Raises :class:`~communique.reading.errors.ReleaseError`; its subclasses say which of a folder
    without a release, a version not at hand, a damaged file or a missing table it is.
    """
    if path is not None and version is not None:
        raise ReleaseError("a path and a version were named; leave one of them out")
    if path is not None and not isinstance(path, str | PathLike):
        raise NotAReleaseError(f"{path!r} is no path; name a release folder such as dist/0.1.0, a wheel, or a version")
    if path is not None and not str(path).strip():
        raise NotAReleaseError("an empty path names no release; load() without one opens the bundled release")
    if isinstance(path, str) and is_version(path) and not Path(path).exists():
        path, version = None, path
    if path is None:
        release = Release(find(version))
        if version is not None and release.version != version:
            raise OtherReleaseError(f"{release.path} holds version {release.version}, not {version}; name it with "
                                    "load(path=...), or give the folder its name back")  # fmt: skip
        return Dataset(release)
    try:
        named = Path(path).expanduser()
    except RuntimeError as error:  # a home nobody knows
        raise NotAReleaseError(f"{path}: {error}; write the path in full") from None
    return Dataset(Release(named))


class Dataset(Opened):
    """A release with its citations, its proof and what changed since another; tables and as-of: :class:`Opened`."""

    def cite(self, id: str | None = None, style: Style = "text") -> str:  # noqa: A002
        """A citation of the release, or of one row with its record hash, as ``text``, ``bibtex``, ``ris`` or ``csl`` (JSON).

        The text of a row says whose act and whose telling it is in a sentence safe to print. A working build is cited as
        such. Raises what :meth:`get` raises, and :class:`~communique.reading.errors.ReleaseError` for another style.
        """
        from .citing import cite  # noqa: PLC0415

        return cite(self, id, style)

    def verify(self, sources: str | PathLike[str] | None = None, *, partial: bool = False) -> "Proof":
        """Recompute every sum and hash of the release; with ``sources``, hold every anchor against your copies of the texts.

        The result is true when all of it holds, lists what does not, and never raises for damage it finds. An article
        you have no copy of fails it, save with ``partial``. Raises :class:`~communique.problems.CommuniqueError` where
        there is no folder of texts.
        """
        from .proving import prove  # noqa: PLC0415

        return prove(self.release.path, sources, partial=partial)

    def diff(self, other: "str | PathLike[str] | Dataset") -> "Diff":
        """What changed from this release to ``other`` (a version at hand, a folder, a wheel or a dataset)."""
        from .diffing import diff  # noqa: PLC0415

        return diff(self, other)
