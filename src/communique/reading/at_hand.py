"""Which releases are at hand: the one bundled with the package, those in a checkout, those in a folder of one's own."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import communique

from .errors import VersionNotAtHandError

FOLDERS = "COMMUNIQUE_RELEASES"
"""Environment variable: folders that hold release folders, as PATH lists them."""
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers that sort like it."""
    return tuple(int(part) for part in version.split("."))


def is_version(text: str) -> bool:
    """Whether a text has the form of a version."""
    return bool(_VERSION.fullmatch(text))


def bundled() -> Path | None:
    """The release inside the installed package; in a checkout the newest one in its ``dist``; else None."""
    package = Path(communique.__file__).parent
    if (package / "_release" / "tables").is_dir():
        return package / "_release"
    return newest(package.parents[1] / "dist")


def newest(folder: Path) -> Path | None:
    """The newest published release folder in a folder of releases; None where there is none."""
    return next((path for _, path in _in(folder)), None)


def at_hand() -> dict[str, Path]:
    """Version -> folder of every release at hand, newest first; where one is there twice, the bundled one counts."""
    found: dict[str, Path] = {}
    if (own := bundled()) is not None:
        found[_version_of(own)] = own
    named = [Path(part) for part in os.environ.get(FOLDERS, "").split(os.pathsep) if part]
    above = [top / "dist" for top in _here()]
    for folder in (*named, *above, Path(communique.__file__).parents[2] / "dist"):
        for version, path in _in(folder):
            found.setdefault(version, path)
    return dict(sorted(found.items(), key=lambda item: numbers(item[0]), reverse=True))


def find(version: str | None) -> Path:
    """The folder of a version, or of the bundled release.

    Raises :class:`~communique.reading.errors.VersionNotAtHandError`; nothing is ever fetched.
    """
    if version is None:
        own = bundled()
        if own is None:
            raise VersionNotAtHandError("this installation bundles no release; name a folder with load(path=...)")
        return own
    found = at_hand()
    if version in found:
        return found[version]
    there = f"at hand: {', '.join(found)}" if found else "none is at hand"
    raise VersionNotAtHandError(
        f"version {version} is not at hand ({there}), and none is ever fetched; name its folder or wheel instead, or "
        f"the folder it lies in with {FOLDERS}"
    )


def _here() -> list[Path]:
    try:
        here = Path.cwd()
    except OSError:  # the folder worked in was removed
        return []
    return [here, *here.parents]


def _in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Release folders below a folder, newest first."""
    try:
        names = [p.name for p in folder.iterdir() if is_version(p.name) and (p / "tables").is_dir()]
    except OSError:
        return
    for name in sorted(names, key=numbers, reverse=True):
        yield name, folder / name


def _version_of(folder: Path) -> str:
    from .release import Release  # noqa: PLC0415 (only a wheel's release has no version in its path)

    return folder.name if is_version(folder.name) else Release(folder).version
