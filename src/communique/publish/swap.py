"""All or nothing: a build is written beside the old one and takes its place whole.

In ``dist``: ``current`` is the last good build, ``.building-<pid>`` the one being written, ``.previous`` the old build
for the instant between two renames where the system cannot exchange two folders in one step, ``.lock`` the file that
lets one build run at a time. All but ``current`` may be deleted when no build runs.
"""

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ..problems import PublishError

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class BuildRunningError(PublishError):
    """Another build holds the lock."""


@contextmanager
def replacing(dist: Path, name: str = "current", then: Callable[[], None] | None = None) -> Iterator[Path]:
    """An empty folder to write into, which becomes ``dist/<name>`` when the block ends without an exception.

    ``current`` takes the place of the last one; any other name must be free, for what is published is never replaced.
    ``then`` is called when the folder is in place, before another build may begin. Whatever goes wrong, the old build stays
    whole and the folder is removed; what a killed process left behind is cleared away first. Raises
    :class:`BuildRunningError`, or :class:`~communique.problems.PublishError` in place of an ``OSError``; anything else,
    ``KeyboardInterrupt`` too, passes through.
    """
    try:
        dist.mkdir(exist_ok=True)
        with _locked(dist):
            _recover(dist)
            folder = dist / f".building-{os.getpid()}"
            try:
                folder.mkdir()
                yield folder
                for below in (*(p for p in folder.rglob("*") if p.is_dir()), folder):
                    _sync_folder(below)
                if name != "current" and (dist / name).exists():
                    raise PublishError(f"{dist / name} is there already and is never replaced; delete it if it was never "
                                       "committed, or publish another version")  # fmt: skip
                _swap(folder, dist / name, dist / ".previous")
                _sync_folder(dist)
                if then is not None:
                    then()
            finally:
                _remove(folder)
    except OSError as error:
        raise PublishError(_said(error, dist)) from error


@contextmanager
def created(path: Path) -> Iterator[BinaryIO]:
    """A new file, on disk when the block ends."""
    with path.open("xb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def synced(path: Path) -> None:
    """Return when the file is on disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def current(dist: Path) -> Path:
    """The folder of the last good build; puts it back in place where a build was killed between two renames.

    Raises :class:`~communique.problems.PublishError` when there is none.
    """
    folder, previous = dist / "current", dist / ".previous"
    if not folder.is_dir() and previous.is_dir():
        try:
            with _locked(dist):
                _recover(dist)
        except (BuildRunningError, OSError):  # a build is swapping this very moment, or the disk is read-only
            return folder if folder.is_dir() else previous
    if not folder.is_dir():
        raise PublishError(f"{dist} holds no build; run communique build")
    return folder


@contextmanager
def _locked(dist: Path) -> Iterator[None]:
    """Hold ``dist/.lock``. The system lets go of it when the process ends, however it ends."""
    handle = os.open(dist / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            pid = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise BuildRunningError(f"another build is running (pid {pid})") from error
        with suppress(OSError):  # the number is only for the other's message
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _recover(dist: Path) -> None:
    """Clear what a killed build left. Under the lock no other build is alive, so every leftover is dead."""
    folder, previous = dist / "current", dist / ".previous"
    if previous.is_dir():
        if folder.is_dir():
            _remove(previous)
        else:
            previous.rename(folder)
    for left in dist.glob(".building-*"):
        _remove(left)


def _swap(new: Path, folder: Path, previous: Path) -> None:
    """Put ``new`` in the place of ``folder``; the old build ends up in ``new`` or is gone."""
    if not folder.is_dir():
        new.rename(folder)
    elif not _exchange(new, folder):
        folder.rename(previous)
        try:
            new.rename(folder)
        except BaseException:
            previous.rename(folder)
            raise
        _remove(previous)


def _remove(folder: Path) -> None:
    """Delete a folder as far as it goes; the next build deletes the rest."""
    # Interrupted between a close and its note of it, rmtree closes twice and raises in spite of ignore_errors.
    with suppress(OSError):
        shutil.rmtree(folder, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux); false where the system or the file system cannot."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if call is None:
        return False
    return bool(call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _said(error: OSError, dist: Path) -> str:
    """One line: what stopped the build, and the way out."""
    kept = "the last build still stands" if (dist / "current").is_dir() else "nothing was written"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"no room left for the build in {dist}: free some space and build again; {kept}"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return (
            f"{dist} cannot be written to ({os.strerror(error.errno)}): make it writable or name another folder; {kept}"
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EEXIST) and not dist.is_dir():
        return f"{dist} is no folder and cannot become one: create {dist.parent} or name another folder"
    return f"the build could not be written to {dist}: {error.strerror or error}; {kept}"
