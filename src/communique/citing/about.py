"""What a citation says of a release, whichever row of it is cited."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .plain import plain

if TYPE_CHECKING:
    from ..reading.release import Release

AUTHOR = "The communique contributors"
"""The collective that every citation names as author."""


@dataclass(frozen=True)
class ReleaseAbout:
    """One release as citations name it.

    ``licence`` is an SPDX identifier, ``data_through`` and ``released_on`` are ISO days, ``doi`` is bare (10.…);
    ``working``: a build that may still change; ``dataset1``: its content hash. What is not known is None: no year is
    made up for a release the ledger gives no day.
    """

    title: str
    version: str
    licence: str
    data_through: str
    released_on: str | None = None
    doi: str | None = None
    working: bool = False
    dataset1: str | None = None
    url: str | None = None

    @classmethod
    def of(cls, release: "Release") -> "ReleaseAbout":
        """An opened release: its own words, the ledger's row of its version, the hash in its CONTENT.json."""
        ledger = release.arrow("releases").to_pylist() if "releases" in release.tables else []
        row: dict[str, Any] = next((row for row in ledger if row["version"] == release.version), {})
        released, doi = row.get("released_on"), row.get("doi")
        hash_ = release.content.get("dataset1")
        return cls(
            title=plain(release.about["title"]),
            version=plain(release.version),
            licence=plain(release.about["licence"]),
            data_through=plain(release.data_through),
            released_on=str(released) if released else None,
            doi=plain(doi) if doi else None,
            working=not release.published,
            dataset1=plain(str(hash_)) if hash_ else None,
        )

    @property
    def year(self) -> str | None:
        """Year of its release; None of a working build, which was not released."""
        return self.released_on[:4] if self.released_on and not self.working else None

    @property
    def link(self) -> str | None:
        """Where it is found: its DOI as an address, else its URL."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url
