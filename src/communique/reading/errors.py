"""What can be wrong with a release or with what is asked of one: named errors, one line each, with a way out."""

from ..problems import CommuniqueError


class ReleaseError(CommuniqueError):
    """Base of every error about a release."""


class NotAReleaseError(ReleaseError):
    """The folder or file holds no release."""


class VersionNotAtHandError(ReleaseError):
    """No folder at hand holds the version asked for; none is ever fetched."""


class DamagedReleaseError(ReleaseError):
    """A file of the release is truncated, altered or missing."""


class MissingTableError(DamagedReleaseError):
    """A table the release should have is not there."""


class OtherReleaseError(ReleaseError):
    """What is held against a release belongs to another one."""


class OtherContractError(ReleaseError):
    """The release is written for a contract this version of the package does not read."""


class UnknownTableError(ReleaseError, KeyError):
    """The release has no table of that name."""

    __str__ = Exception.__str__  # KeyError would show the line in quotation marks


class UnknownVocabularyError(ReleaseError, KeyError):
    """The code book of the release has no vocabulary of that name."""

    __str__ = Exception.__str__


class UnknownIdError(ReleaseError, KeyError):
    """No row of the release has that id, and none ever had."""

    __str__ = Exception.__str__


class RetiredIdError(ReleaseError):
    """The id was retired and nothing stands for it now; ``tombstone`` is its row of ``retired_ids``."""

    def __init__(self, message: str, tombstone: dict[str, object]) -> None:
        super().__init__(message)
        self.tombstone = tombstone

    def __reduce__(self) -> tuple[type, tuple[str, dict[str, object]]]:
        return type(self), (str(self), self.tombstone)


class RedirectLoopError(ReleaseError):
    """Retired ids point to one another in a circle."""


class DayError(ReleaseError, ValueError):
    """The day asked about lies after the last day of the data, or is no day."""


class UnknownStyleError(ReleaseError, ValueError):
    """There is no citation style of that name."""
