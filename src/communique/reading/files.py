"""Where a release's files are: a folder, or a wheel that is not even installed."""

import errno
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

from .errors import DamagedReleaseError, NotAReleaseError

SUMS = "SHA256SUMS"
CONTENT = "CONTENT.json"
IN_WHEEL = "communique/_release"
"""Where a wheel keeps its release."""


class Files:
    """The files of one release; ``where`` is what to call it in an error."""

    def __init__(self, where: str) -> None:
        self.where = where

    def names(self) -> list[str]:
        """Paths of all files, from the release's own root, with forward slashes."""
        raise NotImplementedError

    def raw(self, name: str) -> bytes:
        """A file's bytes as they are. Raises ``OSError`` where there are none to be had."""
        raise NotImplementedError

    @cached_property
    def sums(self) -> dict[str, str]:
        """File -> SHA-256 as the release's own SHA256SUMS has it; empty for a working build."""
        if SUMS not in self.names():
            return {}
        return dict(sums_in(self._whole(SUMS).decode("utf-8", "replace"), f"{self.where}/{SUMS}"))

    def read(self, name: str) -> bytes:
        """A file's bytes, held against its sum where the release has one.

        Raises :class:`~communique.reading.errors.DamagedReleaseError` where it is missing, unreadable or altered.
        """
        data = self._whole(name)
        expected = self.sums.get(name)
        if expected and hashlib.sha256(data).hexdigest() != expected:
            raise DamagedReleaseError(
                f"{self.where}/{name}: altered or truncated, not the bytes published; {self.way_out}"
            )
        return data

    def _whole(self, name: str) -> bytes:
        try:
            return self.raw(name)
        except OSError as error:
            raise DamagedReleaseError(f"{self.where}/{name}: {error.strerror or error}; {self.way_out}") from None

    way_out = "get the release again (git checkout, or pip install --force-reinstall), or run communique verify on it"


class Folder(Files):
    """A release folder, or a working build."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder

    def names(self) -> list[str]:
        if not any((self.folder / name).exists() for name in ("tables", SUMS, CONTENT)):
            return []  # no release: do not walk through all that lies below, which may be a whole disk
        return [path.relative_to(self.folder).as_posix() for path in sorted(self.folder.rglob("*")) if path.is_file()]

    def raw(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


class Wheel(Files):
    """The release inside a wheel."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        try:
            self._zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise NotAReleaseError(f"{path}: no wheel that can be opened ({error}); download it again") from None

    def names(self) -> list[str]:
        inside = (PurePosixPath(name) for name in self._zip.namelist() if not name.endswith("/"))
        return sorted(p.relative_to(IN_WHEEL).as_posix() for p in inside if p.is_relative_to(IN_WHEEL))

    def raw(self, name: str) -> bytes:
        try:
            return self._zip.read(f"{IN_WHEEL}/{name}")
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, "not in the wheel", name) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise OSError(errno.EIO, f"the wheel is damaged there ({error})", name) from None


def files_at(path: Path) -> Files:
    """The files of the release at ``path``: a folder or a wheel.

    Raises :class:`~communique.reading.errors.NotAReleaseError` for anything else.
    """
    if path.is_dir():
        return Folder(path)
    if path.suffix == ".whl" and path.is_file():
        return Wheel(path)
    what = "no such folder" if not path.exists() else "neither a folder nor a wheel"
    raise NotAReleaseError(f"{path}: {what}; name a release folder such as dist/0.1.0, or a wheel")


def sums_in(text: str, where: str) -> Iterator[tuple[str, str]]:
    """(file, SHA-256) of every line of a SHA256SUMS text."""
    for number, line in enumerate(text.splitlines(), 1):
        digest, space, name = line.partition("  ")
        if not space or len(digest) != 64:
            raise DamagedReleaseError(f"{where}:{number}: not a line of a SHA256SUMS file; {Files.way_out}")
        yield name, digest
