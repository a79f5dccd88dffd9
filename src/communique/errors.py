"""Every error a reader meets, by name: ``from communique.errors import ReleaseError``; see :mod:`.reading.errors`."""

from .problems import CommuniqueError
from .reading.errors import (
    DamagedReleaseError,
    DayError,
    MissingTableError,
    NotAReleaseError,
    OtherContractError,
    OtherReleaseError,
    RedirectLoopError,
    ReleaseError,
    RetiredIdError,
    UnknownIdError,
    UnknownStyleError,
    UnknownTableError,
    UnknownVocabularyError,
    VersionNotAtHandError,
)

__all__ = [
    "CommuniqueError",
    "DamagedReleaseError",
    "DayError",
    "MissingTableError",
    "NotAReleaseError",
    "OtherContractError",
    "OtherReleaseError",
    "RedirectLoopError",
    "ReleaseError",
    "RetiredIdError",
    "UnknownIdError",
    "UnknownStyleError",
    "UnknownTableError",
    "UnknownVocabularyError",
    "VersionNotAtHandError",
]
