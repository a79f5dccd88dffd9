"""The folder of source texts: a user's own copies, under any names, matched to articles by the hash of their bytes."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..problems import CommuniqueError, Problem

LARGEST = 64 * 2**20
"""Bytes: a larger file is no article, and is left unread."""


class TextError(CommuniqueError):
    """A text cannot be read; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True)
class TextFile:
    """One file below the folder of texts: hash of its raw bytes and size, or the problem that kept it unread."""

    path: Path
    sha256: str
    size: int
    problem: Problem | None = None

    def text(self) -> str:
        """The file's words: strict UTF-8, nothing translated, so that offsets mean what they meant when coded.

        Byte-order marks, NULs and CR line ends are characters like any other. Raises :class:`TextError`.
        """
        raw = self.raw()
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise TextError(_not_utf8(self.path, raw, error)) from None

    def readable(self) -> tuple[str, Problem | None]:
        """The text, with ``\\ufffd`` for bytes that are not UTF-8 and then the problem they make."""
        raw = self.raw()
        try:
            return raw.decode("utf-8"), None
        except UnicodeDecodeError as error:
            return raw.decode("utf-8", "replace"), _not_utf8(self.path, raw, error)

    def raw(self) -> bytes:
        """The file's bytes, the very ones that were hashed; raises :class:`TextError`."""
        if self.problem:
            raise TextError(self.problem)
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            raise TextError(_unreadable(self.path, error)) from None
        if hashlib.sha256(raw).hexdigest() != self.sha256:
            raise TextError(
                _problem(self.path, "text-changed", "changed while it was being checked", "run the command again")
            )
        return raw


def find_texts(folder: Path) -> list[TextFile]:
    """Every regular file below ``folder``, whatever its name, links to folders are not followed.

    Raises :class:`CommuniqueError` where there is no such folder. A file or folder that cannot be read carries its problem.
    """
    if not folder.is_dir():
        raise CommuniqueError(
            f"{shown(folder)}: no such folder of texts; correct its name (--sources, COMMUNIQUE_SOURCES)"
        )
    closed: list[OSError] = []
    files = [file for path in _files(folder, closed.append) if (file := look(path)) is not None]
    return files + [TextFile(Path(e.filename), "", 0, _unreadable(Path(e.filename), e)) for e in closed]


def match(articles: pd.DataFrame, files: Sequence[TextFile]) -> dict[str, TextFile]:
    """article_id -> the file whose bytes are the text version the article was coded from."""
    by_hash: dict[str, TextFile] = {}
    for file in files:
        if not file.problem:
            by_hash.setdefault(file.sha256, file)
    known = articles.dropna(subset=["article_id", "text_sha256"])
    pairs = zip(known["article_id"].to_list(), known["text_sha256"].to_list(), strict=True)
    return {article: by_hash[digest] for article, digest in pairs if digest in by_hash}


def read_texts(articles: pd.DataFrame, folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """article_id -> text for every article whose text is at hand, and a warning for each whose text is not."""
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    found = match(articles, find_texts(folder))
    for article, file in found.items():
        try:
            texts[article] = file.text()
        except TextError as error:
            problems.append(error.problem)
    anchored = articles.loc[articles["text_sha256"].notna(), "article_id"].to_list()
    problems += [_absent(folder, article) for article in anchored if article not in found]
    return texts, problems


def shown(path: Path | str) -> str:
    """A path as text that can be printed anywhere, whatever bytes its name holds."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _files(folder: Path, closed: Callable[[OSError], None]) -> Iterator[Path]:
    for top, folders, names in os.walk(folder, onerror=closed):
        folders.sort()
        for name in sorted(names):
            yield Path(top, name)


def look(path: Path) -> TextFile | None:
    """The file hashed; None for what is no regular file (a pipe, a socket, a dangling link)."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None
        if status.st_size > LARGEST:
            too_large = _problem(path, "text-too-large", f"{status.st_size:,} bytes: no article is that long",
                                 "move it out of the folder of texts", "warning")  # fmt: skip
            return TextFile(path, "", status.st_size, too_large)
        with path.open("rb") as stream:
            return TextFile(path, hashlib.file_digest(stream, "sha256").hexdigest(), status.st_size)
    except FileNotFoundError:
        return None
    except OSError as error:
        return TextFile(path, "", 0, _unreadable(path, error))


def _absent(folder: Path, article: str) -> Problem:
    message = "no file here has the article's hash: its anchors and words went unchecked"
    fix = ("put the text that was coded into the folder, or run communique verify to search other copies by words; "
           "if the text was replaced on purpose, write its hash and run communique fmt --refill --sources DIR")  # fmt: skip
    return Problem(shown(folder), 0, article, "text_sha256", "text-absent", message, fix, "warning")


def _unreadable(path: Path, error: OSError) -> Problem:
    return _problem(path, "text-unreadable", f"cannot be read: {error.strerror or error}", "check its permissions",
                    "warning")  # fmt: skip


def _not_utf8(path: Path, raw: bytes, error: UnicodeDecodeError) -> Problem:
    return Problem(shown(path), raw.count(b"\n", 0, error.start) + 1, "", "", "text-not-utf8",
                   f"byte {error.start} (0x{raw[error.start]:02x}) is not UTF-8",
                   "restore the file: its offsets mean nothing in another encoding")  # fmt: skip


def _problem(path: Path, code: str, message: str, fix: str, level: str = "error") -> Problem:
    return Problem(shown(path), 0, "", "", code, message, fix, level)
