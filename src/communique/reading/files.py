"""Where a release's files are: a folder, or a wheel that is not even installed."""

import errno
import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

from .errors import DamagedReleaseError, NotAReleaseError

SUMS = "SHA256SUMS"
CONTENT = "CONTENT.json"
_HEX = re.compile(r"[0-9a-f]{64}")
LARGEST = 2**30
"""Bytes of a file in a wheel; none of ours comes near."""
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
    def summed(self) -> bool:
        """Whether the release has sums of its files: a working build has none."""
        return SUMS in self.names()

    @cached_property
    def sums(self) -> dict[str, str]:
        """File -> SHA-256 as the release's own SHA256SUMS has it; empty for a working build."""
        if not self.summed:
            return {}
        return dict(sums_in(self._whole(SUMS).decode("utf-8", "replace"), f"{self.where}/{SUMS}"))

    def read(self, name: str) -> bytes:
        """A file's bytes, held against its sum where the release has one.

        Raises :class:`~communique.reading.errors.DamagedReleaseError` where it is missing, unreadable or altered.
        """
        data = self._whole(name)
        if not self.summed:
            return data
        expected = self.sums.get(name)
        if expected is None:
            raise DamagedReleaseError(f"{self.where}/{name}: not listed in {SUMS}, so no part of the release as published; "
                                      f"{self.way_out}")  # fmt: skip
        if hashlib.sha256(data).hexdigest() != expected:
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
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                self._inside = archive.namelist()
        except (OSError, zipfile.BadZipFile) as error:
            raise NotAReleaseError(f"{path}: no wheel that can be opened ({error}); download it again") from None

    def names(self) -> list[str]:
        inside = (PurePosixPath(name) for name in self._inside if not name.endswith("/"))
        return sorted(p.relative_to(IN_WHEEL).as_posix() for p in inside if p.is_relative_to(IN_WHEEL))

    def raw(self, name: str) -> bytes:
        try:  # opened anew for each file: a handle kept would be shared with forked processes
            with zipfile.ZipFile(self.path) as archive:
                info = archive.getinfo(f"{IN_WHEEL}/{name}")
                if info.file_size > LARGEST:
                    raise OSError(errno.EFBIG, "larger than any file of a release", name)
                return archive.read(info)
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, "not in the wheel", name) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise OSError(errno.EIO, f"the wheel is damaged there ({error})", name) from None


def files_at(path: Path) -> Files:
    """The files of the release at ``path``: a folder or a wheel.

    Raises :class:`~communique.reading.errors.NotAReleaseError` for anything else.
    """
    try:
        if path.is_dir():
            next(path.iterdir(), None)
            return Folder(path)
        if path.suffix == ".whl" and path.is_file():
            return Wheel(path)
        what = "no such folder" if not path.exists() else "neither a folder nor a wheel"
    except OSError as error:
        raise NotAReleaseError(
            f"{str(path)[:200]}: cannot be opened ({error.strerror}); check its name and rights"
        ) from None
    raise NotAReleaseError(f"{path}: {what}; name a release folder such as dist/0.1.0, or a wheel")


def sums_in(text: str, where: str) -> Iterator[tuple[str, str]]:
    """(file, SHA-256) of every line of a SHA256SUMS text."""
    seen: set[str] = set()
    for number, line in enumerate(text.splitlines(), 1):
        digest, space, name = line[:64].lower(), line[64:66], line[66:]
        if space not in ("  ", " *") or not name or not _HEX.fullmatch(digest):
            raise DamagedReleaseError(f"{where}:{number}: not a line of a SHA256SUMS file; {Files.way_out}")
        if name in seen:
            raise DamagedReleaseError(f"{where}:{number}: a second line for {name}; {Files.way_out}")
        seen.add(name)
        yield name, digest
