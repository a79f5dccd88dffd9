"""What every document of a release says of it: one source for all standards."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ..problems import PublishError

LOCK = "requirements.lock"
"""The lock a release is made under, beside the records."""
LICENCES = {
    "CC-BY-4.0": ("Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
    "Apache-2.0": ("Apache License 2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
}
"""SPDX identifier -> (name, address) of the two licences a release carries: of the data, of the code."""


@dataclass(frozen=True)
class About:
    """A release as its documents name it. Days are ISO texts: ``released_on`` from the ledger, never from a clock.

    ``description``, ``keywords`` and ``authors`` come from ``pyproject.toml``, ``doi`` and ``notes`` from the ledger,
    ``dataset1`` from CONTENT.json.
    """

    title: str
    version: str
    licence: str
    data_through: str
    released_on: str
    doi: str | None
    notes: str | None
    description: str
    keywords: tuple[str, ...]
    authors: tuple[str, ...]
    dataset1: str

    @property
    def year(self) -> str:
        """Year of publication."""
        return self.released_on[:4]

    @property
    def licence_name(self) -> str:
        """The licence of the data in words."""
        return LICENCES[self.licence][0]

    @property
    def licence_url(self) -> str:
        """Address of the licence of the data."""
        return LICENCES[self.licence][1]

    @property
    def identifier(self) -> str:
        """The DOI as an address; a name made of the version where there is none."""
        return f"https://doi.org/{self.doi}" if self.doi else f"urn:communique:release:{self.version}"


class Listed(NamedTuple):
    """A file as documents list it: path from the release folder (with ``/``), bytes, SHA-256 in hexadecimal digits."""

    path: str
    size: int
    sha256: str


def listed(files: Mapping[str, bytes]) -> dict[str, Listed]:
    """Path -> how documents list that file."""
    return {path: Listed(path, len(data), sha256(data).hexdigest()) for path, data in files.items()}


class Project(NamedTuple):
    """What the project says of the data, whatever the release, and its licence texts by file name."""

    description: str
    keywords: tuple[str, ...]
    authors: tuple[str, ...]
    licences: dict[str, str]


def described_by(folder: Path) -> Project:
    """The project's own files, read before anything is written.

    Raises :class:`~communique.problems.PublishError` naming the file that is missing or does not say what it should.
    """
    try:
        (folder / LOCK).read_bytes()
        licences = {f"{name}.txt": (folder / f"LICENSES/{name}.txt").read_text("utf-8") for name in LICENCES}
        said = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
        authors = tuple(author["name"] for author in said["project"]["authors"])
        keywords, description = tuple(said["project"]["keywords"]), said["tool"]["communique"]["description"].strip()
    except OSError as error:
        raise PublishError(
            f"{error.filename}: {error.strerror}; a release is described from it, so put it back"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{folder / 'pyproject.toml'}: needs authors and keywords of the project and a description in "
                           f"[tool.communique] ({type(error).__name__}: {error})") from None  # fmt: skip
    return Project(description, keywords, authors, licences)
